/** The console as the server sends it: a frame that says that it loads, then hydrated by `entry.tsx`. */
import { renderToString } from "preact-render-to-string";
import type { Locale } from "../shared/format.ts";
import type { PageAssets } from "../shared/html.ts";
import { escapeText } from "../shared/html.ts";
import { wordsOf } from "./words.ts";

export interface ConsolePageOptions {
  readonly locale: Locale;
  readonly assets: PageAssets;
  /** Offers the demo's accounts. */
  readonly demo: boolean;
  /** Style sheet of the customers' page, for its preview. */
  readonly saleStyle: string;
  /** The same of a referral's page. */
  readonly referralStyle: string;
}

/** HTML of the page, the same for every address below `/console`. */
export function renderConsolePage(options: ConsolePageOptions): string {
  const { locale, assets, demo, saleStyle, referralStyle } = options;
  const words = wordsOf(locale);
  return `<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escapeText(`${words.brand}${words.place}`)}</title>
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body><div id="app" data-demo="${
    demo ? 1 : 0
  }" data-sale-style="${saleStyle}" data-referral-style="${referralStyle}">${
    renderToString(<main class="waiting" aria-busy="true">{words.loading}</main>)
  }</div></body>
</html>`;
}
