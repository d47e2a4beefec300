/**
 * The kit of which all reports of the bench are made: one HTML file that needs nothing else, in Chinese with an English
 * switch, light, dark and printed, on a phone and on a wide screen.
 *
 *     const html = await pageOf({
 *       title: { zh: "增长曲线", en: "Growth curves" },
 *       parts: [
 *         banner({ tone: "good", word: {…}, sentence: {…}, about: [...], figures: [...] }),
 *         section({ id: "cost", title: {…}, lead: {…} }, [
 *           charts([curveChart({…}), timeChart({…})]),          // charts.ts
 *           bars({…}), table({…}), facts([...]), list([...]), command("deno task bench growth"),
 *         ]),
 *       ],
 *     });
 *
 * Texts are `Words`: `{ zh, en }`, or a string that is the same in both. They are escaped here; only what these functions
 * made (`Html`) goes into a page as it is. A table's cell is `Words`, `Html` or null, which is a dash; make figures with
 * `number` and `figure` (figures.ts). Every chart brings a table that says the same.
 */
import type { Words } from "./chart_data.ts";
import { NOTHING } from "./figures.ts";
import { both, escape, words } from "./html_text.ts";
import { bundledScript } from "./script.ts";
import tokens from "../../web/shared/tokens.css" with { type: "text" };
import uplotStyle from "uplot/dist/uPlot.min.css" with { type: "text" };
import pageStyle from "./page.css" with { type: "text" };

export type { Words } from "./chart_data.ts";
export { both, words } from "./html_text.ts";

/** A piece of a page, made by this kit and therefore escaped. */
export interface Html {
  readonly html: string;
}

export type Cell = Words | Html | null;

export type Mood = "good" | "bad" | "warn" | "quiet";

export interface Page {
  readonly title: Words;
  readonly parts: readonly Html[];
}

/** The whole file. Sections with an `id` are linked at its top. */
export async function pageOf(page: Page): Promise<string> {
  const script = await bundledScript().catch((error: Error) => error);
  const { zh, en } = both(page.title);
  const style = [tokens, uplotStyle, pageStyle].join("\n").replace(/\/\*[\s\S]*?\*\//g, "");
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(zh)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body data-title-zh="${escape(zh)}" data-title-en="${escape(en)}">
<header class="top">
<p class="mark">${SEAL}<strong>${words({ zh: "云店压测", en: "Yundian bench" })}</strong></p>
<button type="button" class="plain" id="language" hidden>${
    words({ zh: '<span lang="en">English</span>', en: '<span lang="zh-CN">中文</span>' }, asIs)
  }</button>
</header>
<main>
<h1>${words(page.title)}</h1>
${script instanceof Error ? paragraph(withoutScript(script), "warn").html : ""}
${page.parts.map((one) => one.html).join("\n")}
</main>
<script>${script instanceof Error ? "" : script}</script>
</body>
</html>
`;
}

/** What was measured is told all the same: by the tables. */
function withoutScript({ message }: Error): Words {
  return {
    zh: `没有图，只有数据表（${message}）。运行 deno task build 后可得到图。`,
    en: `Tables only, without pictures (${message}). After deno task build there are pictures.`,
  };
}

/** Links to the sections of this page. */
export function contents(items: readonly { readonly id: string; readonly title: Words }[]): Html {
  const links = items.map(({ id, title }) =>
    `<li><a href="#${escape(id)}">${words(title)}</a></li>`
  );
  return {
    html: `<nav class="contents" aria-label="目录 / Contents"><ul>${links.join("")}</ul></nav>`,
  };
}

export interface Banner {
  readonly tone: Exclude<Mood, "quiet">;
  /** One word: passed. */
  readonly word: Words;
  readonly sentence: Words;
  /** What was run, when and for how long. */
  readonly about?: readonly Words[];
  /** The three that matter most. */
  readonly figures?: readonly BannerFigure[];
}

export interface BannerFigure {
  readonly label: Words;
  readonly value: Words;
  /** Below, small: bound, share, comparison. */
  readonly note?: Words;
  readonly tone?: Mood;
}

const SIGNS = { good: "✓", bad: "✕", warn: "!" } as const;

/** What one grasps in a second. */
export function banner(options: Banner): Html {
  const { tone, word, sentence, about = [], figures = [] } = options;
  const shown = figures.map((one) =>
    `<div class="${one.tone ?? ""}"><dt>${words(one.label)}</dt><dd>${words(one.value)}${
      one.note === undefined ? "" : `<small>${words(one.note)}</small>`
    }</dd></div>`
  );
  return {
    html: `<div class="banner ${tone}">
<p class="verdict"><span class="sign" aria-hidden="true">${SIGNS[tone]}</span>${words(word)}</p>
<div class="said"><p class="sentence">${words(sentence)}</p>
<p class="about">${about.map((one) => `<span>${words(one)}</span>`).join(" ")}</p></div>
${shown.length === 0 ? "" : `<dl>${shown.join("")}</dl>`}
</div>`,
  };
}

export function section(
  options: { readonly id?: string; readonly title: Words; readonly lead?: Words },
  parts: readonly Html[],
): Html {
  const { id, title, lead } = options;
  return {
    html: `<section${id === undefined ? "" : ` id="${escape(id)}"`}><h2>${words(title)}</h2>${
      lead === undefined ? "" : `<p class="lead">${words(lead)}</p>`
    }${parts.map((one) => one.html).join("\n")}</section>`,
  };
}

/** Side by side where there is room. */
export function columns(parts: readonly Html[]): Html {
  return { html: `<div class="columns">${parts.map((one) => one.html).join("\n")}</div>` };
}

/** One below the other within a column. */
export function stacked(parts: readonly Html[]): Html {
  return { html: `<div class="stacked">${parts.map((one) => one.html).join("\n")}</div>` };
}

/** Charts in two columns where there is room; wide ones take both. */
export function charts(parts: readonly Html[]): Html {
  return { html: `<div class="charts">${parts.map((one) => one.html).join("\n")}</div>` };
}

export function paragraph(text: Words, tone: Mood | "" = ""): Html {
  return { html: `<p class="text ${tone}">${words(text)}</p>` };
}

export function list(items: readonly Words[], tone: Mood | "" = ""): Html {
  const lines = items.map((one) => `<li>${words(one)}</li>`);
  return { html: `<ul class="list ${tone}">${lines.join("")}</ul>` };
}

export interface Column {
  readonly head: Words;
  /** Figures stand right, in columns. */
  readonly right?: boolean;
}

export interface Table {
  /** For screen readers, and shown above with `shown`. */
  readonly caption: Words;
  readonly shown?: boolean;
  readonly columns: readonly Column[];
  /** The first cell is the head of its row. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A table that scrolls by itself where it is wider than the page. */
export function table({ caption, shown = false, columns, rows }: Table): Html {
  const right = (index: number) => columns[index]?.right === true ? ' class="right"' : "";
  const head = columns.map((one, index) =>
    `<th scope="col"${right(index)}>${words(one.head)}</th>`
  );
  const body = rows.map((row) =>
    `<tr>${
      row.map((one, index) =>
        index === 0
          ? `<th scope="row"${right(0)}>${cell(one)}</th>`
          : `<td${right(index)}>${cell(one)}</td>`
      ).join("")
    }</tr>`
  );
  return scrolled(
    caption,
    `<table><caption${shown ? "" : ' class="sr-only"'}>${words(caption)}</caption><thead><tr>${
      head.join("")
    }</tr></thead><tbody>${body.join("")}</tbody></table>`,
  );
}

/** Terms and what they are. */
export function facts(pairs: readonly (readonly [term: Words, fact: Cell])[]): Html {
  const rows = pairs.map(([term, fact]) =>
    `<div><dt>${words(term)}</dt><dd>${cell(fact)}</dd></div>`
  );
  return { html: `<dl class="facts">${rows.join("")}</dl>` };
}

export interface Bars {
  readonly title: Words;
  readonly head: readonly [Words, Words];
  readonly items: readonly {
    readonly label: Words;
    readonly value: number | null;
    /** Instead of the bare number. */
    readonly text: Words;
    readonly tone?: Mood;
  }[];
}

/** Quantities compared: a table whose cells hold a bar. */
export function bars({ title, head, items }: Bars): Html {
  const most = Math.max(0, ...items.map((one) => one.value ?? 0)) || 1;
  const rows = items.map(({ label, value, text, tone }) =>
    `<tr><th scope="row">${words(label)}</th><td>${bar((value ?? 0) / most, tone ?? "")}</td>` +
    `<td class="right">${words(text)}</td></tr>`
  );
  return scrolled(
    title,
    `<table class="bars"><caption>${
      words(title)
    }</caption><thead class="sr-only"><tr><th scope="col">${
      words(head[0])
    }</th><td></td><th scope="col">${words(head[1])}</th></tr></thead><tbody>${
      rows.join("")
    }</tbody></table>`,
  );
}

/** How much of a whole, 0 to 1, beside the figure that says it. */
export function meter(
  { part, text, tone = "" }: {
    readonly part: number;
    readonly text: Words;
    readonly tone?: Mood | "";
  },
): Html {
  return { html: `<span class="metered">${bar(part, tone)}<span>${words(text)}</span></span>` };
}

function bar(part: number, tone: Mood | ""): string {
  const percent = Math.max(0, Math.min(100, 100 * part)).toFixed(1);
  return `<svg class="bar ${tone}" aria-hidden="true"><rect width="${percent}%" height="100%" rx="3"/></svg>`;
}

export function badge(text: Words, tone: Mood): Html {
  return { html: `<span class="badge ${tone}">${words(text)}</span>` };
}

/** What one types, as it is. */
export function code(text: string): Html {
  return { html: `<code>${escape(text)}</code>` };
}

/** Pieces one after the other in one cell. */
export function joined(parts: readonly Cell[]): Html {
  return { html: parts.map(cell).join(" ") };
}

/** A command to repeat, with a button that copies it. */
export function command(text: string): Html {
  const copy = words({ zh: "复制", en: "Copy" });
  const done = words({ zh: "已复制", en: "Copied" });
  return {
    html: `<div class="command"><pre tabindex="0"><code>${escape(text)}</code></pre>` +
      `<button type="button" class="button" data-copy hidden><span>${copy}</span><span hidden>${done}</span></button></div>`,
  };
}

/** What is opened when wanted. */
export function folded(summary: Words, parts: readonly Html[]): Html {
  return {
    html: `<details class="folded"><summary>${words(summary)}</summary>${
      parts.map((one) => one.html).join("\n")
    }</details>`,
  };
}

/** Around what may be wider than the page: it scrolls, also by keyboard. */
function scrolled(name: Words, inner: string): Html {
  const { zh, en } = both(name);
  const label = zh === en ? zh : `${zh} / ${en}`;
  return {
    html: `<div class="scroll" role="group" tabindex="0" aria-label="${
      escape(label)
    }">${inner}</div>`,
  };
}

function cell(value: Cell): string {
  if (value === null) return NOTHING;
  return typeof value === "object" && "html" in value ? value.html : words(value);
}

function asIs(text: string): string {
  return text;
}

const SEAL =
  '<svg class="seal" viewBox="0 0 26 26" aria-hidden="true"><circle cx="13" cy="13" r="13"/>' +
  '<path d="M6 18.5h14v1.8H6zM7 11h2.6v6H7zm4.7-3h2.6v9h-2.6zm4.7-3H19v12h-2.6z"/></svg>';
