/** Text of pages: escaped, in both languages. */
import type { Words } from "./chart_data.ts";

/** Escaped; of two languages the page shows one. */
export function words(text: Words, escaped: (text: string) => string = escape): string {
  if (typeof text === "string") return escaped(text);
  if (text.zh === text.en) return escaped(text.zh);
  return `<span class="zh">${escaped(text.zh)}</span><span class="en">${escaped(text.en)}</span>`;
}

/** Both languages of a text. */
export function both(text: Words): { readonly zh: string; readonly en: string } {
  return typeof text === "string" ? { zh: text, en: text } : text;
}

/** For an element or a quoted attribute. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A block of data for the script; nothing in it can end the block. */
export function dataBlock(value: unknown): string {
  const json = JSON.stringify(value).replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");
  return `<script type="application/json">${json}</script>`;
}
