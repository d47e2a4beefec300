/** Every sentence of the sale page, in Chinese and English. */
import { type Locale, shortLeft } from "../shared/format.ts";
import { EN } from "./words_en.ts";
import { ZH } from "./words_zh.ts";

/** What a page says; both languages have the same keys. */
export type Words = typeof ZH;

/** The words of a language. */
export function wordsOf(locale: Locale): Words {
  return locale === "en" ? EN : ZH;
}

/** Countdown text for a button. */
export function leftText(deadlineMs: number, nowMs: number): string {
  return shortLeft(deadlineMs - nowMs);
}
