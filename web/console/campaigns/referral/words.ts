/** Every sentence of the referral's builder, in Chinese and English. */
import type { Locale } from "../../../shared/format.ts";
import { EN } from "./words_en.ts";
import { type ReferralBuilderWords, ZH } from "./words_zh.ts";

export type { ReferralBuilderWords };

/** Words of a language. */
export function referralWordsOf(locale: Locale): ReferralBuilderWords {
  return locale === "en" ? EN : ZH;
}
