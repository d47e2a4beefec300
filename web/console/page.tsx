/** The staff page as the server sends it. */
import type { Locale } from "../shared/format.ts";
import type { PageAssets } from "../shared/html.ts";

/** HTML of the page. */
export function renderConsolePage(
  { locale, assets }: { locale: Locale; assets: PageAssets },
): string {
  return `<!doctype html>
<html lang="${locale === "en" ? "en" : "zh-CN"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>云店 · 活动控制台</title>
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body><div id="app"></div></body>
</html>`;
}
