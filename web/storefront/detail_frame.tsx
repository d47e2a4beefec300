/** What the pages of one product and one article share: head, top bar, the manager, the bar with the button. */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Locale } from "../shared/format.ts";
import { escapeText, jsonScript, type PageAssets } from "../shared/html.ts";
import { Seal } from "../shared/seal.tsx";
import { type DetailWords, detailWords } from "./detail_words.ts";

/** The manager whose link it was. */
export interface DetailManager {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly outletName: string;
  readonly bankName: string;
  readonly hasPhone: boolean;
}

/** How the page is wanted, and for whom. */
export interface DetailLook {
  readonly locale: Locale;
  readonly elder: boolean;
  readonly assets: PageAssets;
  /** Null where no manager's link led here. */
  readonly manager: DetailManager | null;
  /** `https://yd.example`. */
  readonly origin: string;
}

/** What the page's script is told; see `detail_entry.ts`. */
export interface DetailBoot {
  readonly locale: Locale;
  readonly managerId: string | null;
  readonly kind: "product" | "article";
  readonly id: string;
}

/** What a preview of the link shows. */
export interface Preview {
  readonly title: string;
  readonly description: string;
  /** Path of a picture; null: none. */
  readonly picture: string | null;
  readonly path: string;
}

/** The whole document. */
export function renderDetail(
  look: DetailLook,
  page: {
    readonly preview: Preview;
    readonly boot: DetailBoot | null;
    readonly children: ComponentChildren;
  },
): string {
  const { locale, elder, assets } = look;
  const words = detailWords(locale);
  const { preview, boot, children } = page;
  return `<!doctype html>
<html lang="${words.lang}"${elder ? ' class="elder"' : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#0b7a4b">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0f1613">
<link rel="icon" href="data:,">
<title>${escapeText(preview.title)}</title>
${openGraph(look, preview)}
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body>
${renderToString(<Frame look={look} words={words}>{children}</Frame>)}
${boot === null ? "" : jsonScript("boot", boot)}
</body>
</html>`;
}

function openGraph({ origin, locale, manager }: DetailLook, preview: Preview): string {
  const words = detailWords(locale);
  const site = manager === null ? words.brand : `${words.brand} · ${manager.bankName}`;
  const facts: readonly (readonly [string, string])[] = [
    ["og:type", "article"],
    ["og:site_name", site],
    ["og:title", preview.title],
    ["og:description", preview.description],
    ["og:url", `${origin}${preview.path}`],
    ["og:locale", locale === "en" ? "en_US" : "zh_CN"],
    ...(preview.picture === null ? [] : [["og:image", `${origin}${preview.picture}`] as const]),
  ];
  return [
    `<meta name="description" content="${escapeText(preview.description)}">`,
    ...facts.map(([name, content]) => `<meta property="${name}" content="${escapeText(content)}">`),
  ].join("\n");
}

function Frame(
  { look, words, children }: {
    look: DetailLook;
    words: DetailWords;
    children: ComponentChildren;
  },
) {
  const { manager, elder, locale } = look;
  return (
    <div class="detail">
      <a class="skip" href="#text">{words.skip}</a>
      <header class="bank">
        <p class="mark">
          <Seal />
          <strong>{words.brand}</strong> <span>{manager?.bankName ?? ""}</span>
        </p>
        <p class="switches">
          <button type="button" class="plain" id="elder" aria-pressed={elder}>
            {elder ? words.elderOff : words.elder}
          </button>
          <button
            type="button"
            class="plain"
            id="language"
            lang={locale === "zh" ? "en" : "zh-CN"}
          >
            {words.switchLanguage}
          </button>
        </p>
      </header>
      {children}
    </div>
  );
}

/** Who sent the page, with the way back to the storefront. */
export function ManagerLine({ manager, words }: { manager: DetailManager; words: DetailWords }) {
  return (
    <a class="card manager-line" href={storefrontPath(manager)}>
      <span class="letter" aria-hidden="true">{[...manager.name][0] ?? ""}</span>
      <span>
        <small>{words.yourManager}</small>
        <strong>{manager.name}</strong>
        <small>{manager.outletName}</small>
      </span>
      <span class="go">{words.storefront}</span>
    </a>
  );
}

/** The choice between calling and the storefront; its script shows it. */
export function ContactSheet({ manager, words }: { manager: DetailManager; words: DetailWords }) {
  return (
    <dialog class="sheet" id="contact" aria-labelledby="contact-title">
      <h2 id="contact-title">{words.contact(manager.name)}</h2>
      <p class="hint">{manager.outletName}</p>
      {manager.hasPhone && (
        <button type="button" class="button brand" id="call" data-failed={words.callFailed}>
          {words.call}
        </button>
      )}
      <a class="button" href={storefrontPath(manager)}>{words.toStorefront}</a>
      <p class="hint" id="call-status" role="status"></p>
      <form method="dialog">
        <button type="submit" class="plain">{words.close}</button>
      </form>
    </dialog>
  );
}

/** The storefront of a manager. */
export function storefrontPath(manager: Pick<DetailManager, "id">): string {
  return `/s/${encodeURIComponent(manager.id)}`;
}

/** HTML where there is nothing to show. */
export function renderNoDetail(look: DetailLook, why: "product" | "article" | "down"): string {
  const words = detailWords(look.locale);
  const { title, text } = words.lost[why];
  const { manager } = look;
  return renderDetail(look, {
    preview: { title, description: text, picture: null, path: "/" },
    boot: null,
    children: (
      <main class="nothing" id="text">
        <h1>{title}</h1>
        <p>{text}</p>
        {manager !== null && (
          <a class="button brand" href={storefrontPath(manager)}>{words.storefront}</a>
        )}
      </main>
    ),
  });
}
