import { renderToString } from "preact-render-to-string";
import { escapeText } from "../shared/html.ts";
import type { Locale } from "../shared/format.ts";
import { Seal } from "../shared/seal.tsx";
import { Fields } from "./fields.tsx";
import { waysWords } from "./lost_words.ts";
import { type Ways, WaysOn } from "./ways.tsx";
import { wordsOf } from "./words.ts";

/** HTML for a sale or a link that does not exist, or that cannot be opened right now, with ways on; or these alone. */
export function renderLostPage(
  options: {
    locale: Locale;
    elder: boolean;
    style: string;
    what?: "sale" | "link" | "away" | "find";
    ways?: Ways;
  },
): string {
  const words = wordsOf(options.locale);
  const { locale, ways, what = "sale" } = options;
  const find = waysWords(locale);
  const lost = what === "find" ? { title: find.finding, text: find.findingText } : words.lost[what];
  const body = renderToString(
    <div class="page lost-page">
      <header class="bank">
        <p class="mark">
          <Seal /> <strong>{words.brand}</strong> <span>{words.brandNote}</span>
        </p>
      </header>
      <main class="sale">
        <header class="hero">
          <Fields />
          <h1>{lost.title}</h1>
          <p class="product">{lost.text}</p>
        </header>
        {ways !== undefined && <WaysOn ways={ways} locale={locale} />}
      </main>
    </div>,
  );
  return `<!doctype html>
<html lang="${words.lang}"${options.elder ? ' class="elder"' : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="icon" href="data:,">
<title>${escapeText(lost.title)}</title>
<link rel="stylesheet" href="${options.style}">
</head>
<body>${body}</body>
</html>`;
}
