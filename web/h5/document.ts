/** The HTML around a page of customers as the server sends it. */
import { escapeText, jsonScript, type PageAssets } from "../shared/html.ts";
import type { Outside } from "../shared/outside.ts";

export interface DocumentOptions {
  readonly lang: string;
  readonly elder: boolean;
  readonly title: string;
  readonly assets: PageAssets;
  /** What a preview of a link says below the title. */
  readonly description?: string;
  /** The page, rendered. */
  readonly body: string;
  /** What the page's script starts with. */
  readonly boot: unknown;
}

/** HTML of a page that its script takes over. */
export function pageDocument(options: DocumentOptions): string {
  const { lang, elder, title, assets, body, boot } = options;
  return `<!doctype html>
<html lang="${lang}"${elder ? ' class="elder"' : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#0b7a4b">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0f1613">
<link rel="icon" href="data:,">
<title>${escapeText(title)}</title>
${preview(options)}<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body>
<div id="app">${body}</div>
${jsonScript("boot", boot)}
</body>
</html>`;
}

function preview({ title, description }: DocumentOptions): string {
  if (description === undefined) return "";
  const text = escapeText(description);
  return `<meta name="description" content="${text}">
<meta property="og:type" content="website">
<meta property="og:title" content="${escapeText(title)}">
<meta property="og:description" content="${text}">
`;
}

/** The server renders and does nothing else. */
export const NOWHERE: Outside = {
  fetch: () => Promise.reject(new Error("Cannot fetch while rendering")),
  localMs: () => 0,
  fraction: () => 0,
  id: () => "",
  after: () => () => {},
};
