/** Every projection, in the order in which they are applied. */
import { campaigns } from "./campaigns.ts";
import { customers } from "./customers.ts";
import type { Projection } from "./projection.ts";
import { referral } from "./referral/referral.ts";
import { reservations } from "./reservations.ts";
import { statistics } from "./statistics/statistics.ts";
import { storefronts } from "./storefronts.ts";

export const PROJECTIONS: readonly Projection[] = [
  campaigns,
  statistics,
  storefronts,
  customers,
  referral,
  reservations,
];
