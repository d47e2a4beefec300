/** The seed's catalogue: the services of a rural commercial bank, in the order in which customers see them. */
import { APPS } from "./apps.ts";
import { COMMUNITY } from "./community.ts";
import { COUNTER } from "./counter.ts";
import { CREDIT_CARDS } from "./credit_cards.ts";
import type { SeedProduct } from "./define.ts";
import { DEPOSITS } from "./deposits.ts";
import { EDUCATION } from "./education.ts";
import { ENGLISH } from "./english/mod.ts";
import { HEALTH } from "./health.ts";
import { LOANS } from "./loans.ts";
import { SOCIAL_SECURITY } from "./social_security.ts";
import { UTILITIES } from "./utilities.ts";

export type { SeedProduct } from "./define.ts";

/** Room between two products, for those that the province puts between them. */
const STEP = 10;

export const SEED_PRODUCTS: readonly SeedProduct[] = [
  ...APPS,
  ...DEPOSITS,
  ...LOANS,
  ...CREDIT_CARDS,
  ...SOCIAL_SECURITY,
  ...COUNTER,
  ...UTILITIES,
  ...EDUCATION,
  ...COMMUNITY,
  ...HEALTH,
].map((product, at) => {
  const english = ENGLISH[product.id];
  return {
    ...product,
    ...(english === undefined ? {} : { english }),
    position: (at + 1) * STEP,
  };
});
