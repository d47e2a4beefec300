/** Every sentence of the referral page, in Chinese and English. */
import type { ReferralJson } from "../../shared/api_referral.ts";
import type { Locale } from "../../shared/format.ts";
import { headlineOf as headline, rewardText } from "../../shared/prizes.ts";
import { EN } from "./words_en.ts";
import { ZH } from "./words_zh.ts";

/** What a page says; both languages have the same keys. */
export type Words = typeof ZH;

/** The words of a language. */
export function wordsOf(locale: Locale): Words {
  return locale === "en" ? EN : ZH;
}

export { rewardText };

/** What an invitee has to do: `开户或激活银行卡`. */
export function howText(campaign: ReferralJson, words: Words): string {
  return campaign.qualifying.map((type) => words.event[type]).join(words.or);
}

/** What there is to win, in one sentence. */
export function headlineOf({ rewards }: ReferralJson, words: Words): string {
  return headline(rewards, words);
}
