/** Joins the parts that storefronts need. */
import type { Catalogue } from "../../store/catalogue/catalogue.ts";
import type { Campaigns } from "../campaigns.ts";
import type { EdgeOptions } from "../options.ts";
import { Shelf } from "./shelf.ts";
import { Sources } from "./sources.ts";
import { Storefronts } from "./storefronts.ts";
import { Visits } from "./visits.ts";

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
    visits: new Visits({ engine, world, waitingMax: limits.visitsWaitingMax }),
  };
}
