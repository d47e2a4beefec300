/** The console as the server sends it: a frame that says that it loads, then hydrated by `entry.tsx`. */
import { renderToString } from "preact-render-to-string";
import type { Locale } from "../shared/format.ts";
import type { PageAssets } from "../shared/html.ts";
import { escapeText } from "../shared/html.ts";
import { wordsOf } from "./words.ts";

/** HTML of the page. */
export function renderConsolePage(
  { locale, assets }: { locale: Locale; assets: PageAssets },
): string {
  const words = wordsOf(locale);
  return `<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escapeText(`${words.brand}${words.place}`)}</title>
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body><div id="app">${
    renderToString(<main class="waiting" aria-busy="true">{words.loading}</main>)
  }</div></body>
</html>`;
}
