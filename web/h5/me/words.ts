/** Every sentence of the customer's own page, in Chinese and English. */
import type { Locale } from "../../shared/format.ts";
import { EN } from "./words_en.ts";
import { ZH } from "./words_zh.ts";

/** What a page says; both languages have the same keys. */
export type Words = typeof ZH;

/** The words of a language. */
export function wordsOf(locale: Locale): Words {
  return locale === "en" ? EN : ZH;
}
