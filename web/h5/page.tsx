/** The sale page as the server sends it: complete at first paint, then hydrated by `entry.tsx`. */
import { renderToString } from "preact-render-to-string";
import type { Locale } from "../shared/format.ts";
import type { Outside } from "../shared/outside.ts";
import { escapeText, jsonScript, type PageAssets } from "../shared/html.ts";
import { type Boot, createSaleModel } from "./model.ts";
import { SalePage } from "./sale_page.tsx";
import { wordsOf } from "./words.ts";

export interface SalePageOptions {
  readonly boot: Boot;
  readonly locale: Locale;
  readonly elder: boolean;
  readonly assets: PageAssets;
}

/** HTML of the page. */
export function renderSalePage({ boot, locale, elder, assets }: SalePageOptions): string {
  const model = createSaleModel({
    boot,
    locale,
    elder,
    outside: NOWHERE,
    memory: { get: () => null, set: () => {} },
  });
  const words = wordsOf(locale);
  return `<!doctype html>
<html lang="${words.lang}"${elder ? ' class="elder"' : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#0b7a4b">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0f1613">
<link rel="icon" href="data:,">
<title>${escapeText(`${boot.campaign.title} · ${words.brand}`)}</title>
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body>
<div id="app">${renderToString(<SalePage model={model} />)}</div>
${jsonScript("boot", { boot, locale, elder })}
</body>
</html>`;
}

/** The server renders and does nothing else. */
const NOWHERE: Outside = {
  fetch: () => Promise.reject(new Error("Cannot fetch while rendering")),
  localMs: () => 0,
  fraction: () => 0,
  id: () => "",
  after: () => () => {},
};
