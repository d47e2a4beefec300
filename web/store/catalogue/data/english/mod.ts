/** The seed's details in English, line by line as in Chinese. */
import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";
import { APPS_EN } from "./apps.ts";
import { COMMUNITY_EN } from "./community.ts";
import { COUNTER_EN } from "./counter.ts";
import { CREDIT_CARDS_EN } from "./credit_cards.ts";
import { DEPOSITS_EN } from "./deposits.ts";
import { EDUCATION_EN } from "./education.ts";
import { HEALTH_EN } from "./health.ts";
import { LOANS_EN } from "./loans.ts";
import { SOCIAL_SECURITY_EN } from "./social_security.ts";
import { UTILITIES_EN } from "./utilities.ts";

/** By the product's id. */
export const ENGLISH: Readonly<Record<string, ProductEnglish>> = {
  ...APPS_EN,
  ...DEPOSITS_EN,
  ...LOANS_EN,
  ...CREDIT_CARDS_EN,
  ...SOCIAL_SECURITY_EN,
  ...COUNTER_EN,
  ...UTILITIES_EN,
  ...EDUCATION_EN,
  ...COMMUNITY_EN,
  ...HEALTH_EN,
};
