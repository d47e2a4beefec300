/** Joins the parts that storefronts need. */
import type { Catalogue } from "../../store/catalogue/catalogue.ts";
import type { Campaigns } from "../campaigns.ts";
import type { EdgeOptions } from "../options.ts";
import { Presence } from "./presence.ts";
import { Shelf } from "./shelf.ts";
import { Sources } from "./sources.ts";
import { Storefronts } from "./storefronts.ts";
import { Visits } from "./visits.ts";

/** On one storefront at a time; more are not told apart. */
const VISITORS_MAX = 2_000;

export function createStorefrontServices(
  options: EdgeOptions,
  parts: { readonly campaigns: Campaigns; readonly catalogue: Catalogue | null },
) {
  const { engine, world, limits, database, accounts } = options;
  const { campaigns, catalogue } = parts;
  const nowMs = () => engine.nowMs();
  const sources = new Sources({ database, catalogue, accounts, nowMs });
  const shelf = new Shelf({ engine, campaigns });
  const followedMax = limits.storefrontsFollowedMax;
  return {
    sources,
    storefronts: new Storefronts({ engine, sources, shelf, followedMax }),
    presence: new Presence({ nowMs, storefrontsMax: followedMax, visitorsMax: VISITORS_MAX }),
    visits: new Visits({ engine, world, waitingMax: limits.visitsWaitingMax }),
  };
}
