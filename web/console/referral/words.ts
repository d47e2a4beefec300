/** Every sentence of the referral's pages, in Chinese and English. */
import type { Locale } from "../../shared/format.ts";
import { EN } from "./words_en.ts";
import { type ReferralWords, ZH } from "./words_zh.ts";

export type { ReferralWords };

/** Words in one language. */
export const REFERRAL: Readonly<Record<Locale, ReferralWords>> = { zh: ZH, en: EN };
