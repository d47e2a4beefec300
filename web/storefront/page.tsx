/** The storefront as the server sends it: complete at first paint, then hydrated by `entry.tsx`. */
import { renderToString } from "preact-render-to-string";
import type { Locale } from "../shared/format.ts";
import { escapeText, jsonScript, type PageAssets } from "../shared/html.ts";
import type { Outside } from "../shared/outside.ts";
import { Seal } from "../shared/seal.tsx";
import { type Boot, createStorefrontModel, type Device } from "./model.ts";
import { StorefrontPage } from "./storefront_page.tsx";
import { type Words, wordsOf } from "./words.ts";

export interface StorefrontPageOptions {
  readonly boot: Boot;
  readonly assets: PageAssets;
  /** `https://yd.example`: previews of links need whole addresses. */
  readonly origin: string;
  /** Path of a picture for previews where the storefront has none; null: none. */
  readonly picture: string | null;
}

/** HTML of the page. */
export function renderStorefrontPage(options: StorefrontPageOptions): string {
  const { boot, assets } = options;
  const words = wordsOf(boot.locale);
  const model = createStorefrontModel({ boot, outside: NOWHERE, device: NO_DEVICE, channel: null });
  return `<!doctype html>
<html lang="${words.lang}"${boot.elder ? ' class="elder"' : ""}>
<head>
${head(boot, words)}
${openGraph(options, words)}
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body>
<div id="app">${renderToString(<StorefrontPage model={model} />)}</div>
${jsonScript("boot", boot)}
</body>
</html>`;
}

/** HTML for a storefront that does not exist, or that cannot be opened now. */
export function renderNoStorefront(
  options: { locale: Locale; elder: boolean; style: string; why: "lost" | "down" },
): string {
  const words = wordsOf(options.locale);
  const { title, text } = words[options.why];
  return `<!doctype html>
<html lang="${words.lang}"${options.elder ? ' class="elder"' : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="icon" href="data:,">
<title>${escapeText(title)}</title>
<link rel="stylesheet" href="${options.style}">
</head>
<body>${
    renderToString(
      <main class="nothing">
        <Seal />
        <h1>{title}</h1>
        <p>{text}</p>
      </main>,
    )
  }</body>
</html>`;
}

function head({ page }: Boot, words: Words): string {
  const { name, outletName } = page.card;
  return `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#0b7a4b">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0f1613">
<link rel="icon" href="data:,">
<title>${escapeText(words.shareTitle(name, outletName))}</title>`;
}

/** What WeChat, Feishu and others show of a link. */
function openGraph({ boot, origin, picture }: StorefrontPageOptions, words: Words): string {
  const { page } = boot;
  const { card } = page;
  const title = words.shareTitle(card.name, card.outletName);
  const image = pictureOf(page) ?? picture;
  const facts: readonly (readonly [string, string])[] = [
    ["og:type", "profile"],
    ["og:site_name", `${words.brand} · ${card.bankName}`],
    ["og:title", title],
    ["og:description", descriptionOf(boot, words)],
    ["og:url", `${origin}/s/${encodeURIComponent(page.managerId)}`],
    ["og:locale", boot.locale === "en" ? "en_US" : "zh_CN"],
    ...(image === null ? [] : [["og:image", `${origin}${image}`] as const]),
  ];
  return [
    `<meta name="description" content="${escapeText(descriptionOf(boot, words))}">`,
    ...facts.map(([name, content]) => `<meta property="${name}" content="${escapeText(content)}">`),
  ].join("\n");
}

const DESCRIPTION_MAX = 120;

function descriptionOf({ page }: Boot, words: Words): string {
  for (const block of page.blocks) {
    if (block.kind === "pitch") return block.text.replaceAll(/\s+/g, " ").slice(0, DESCRIPTION_MAX);
  }
  return words.greeting;
}

function pictureOf(page: Boot["page"]): string | null {
  for (const block of page.blocks) {
    if (block.kind === "banner" && block.image !== null) return block.image;
  }
  return page.card.photo;
}

/** The server renders and does nothing else. */
const NOWHERE: Outside = {
  fetch: () => Promise.reject(new Error("Cannot fetch while rendering")),
  localMs: () => 0,
  fraction: () => 0,
  id: () => "",
  after: () => () => {},
};
const NO_DEVICE: Device = {
  copy: () => Promise.resolve(false),
  share: () => Promise.resolve("none"),
  go: () => {},
  read: () => {},
  address: "",
  inWechat: false,
};
