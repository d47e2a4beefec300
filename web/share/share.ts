/** What the edge knows of links, of who brought whom, and of who is bound to whom. */
import type { Limits, World } from "../../engine/mod.ts";
import type { SaleManagerJson } from "../shared/api_links.ts";
import { Attribution } from "./attribution.ts";
import { BoundCustomers } from "./bound_customers.ts";
import { Clicks } from "./clicks.ts";
import { Credit } from "./credit.ts";
import { Kept } from "./kept.ts";
import type { Bearing, LinkSource } from "./link_source.ts";

export interface Share {
  /** By code, and by id of a manager. */
  readonly bearings: Kept<Bearing>;
  readonly cards: Kept<SaleManagerJson>;
  readonly attribution: Attribution;
  readonly bound: BoundCustomers;
  readonly clicks: Clicks;
  readonly credit: Credit;
}

export interface ShareOptions {
  /** Null: there are no links and no managers. */
  readonly source: LinkSource | null;
  /** False: who was bound before this start is yet to be read. */
  readonly boundKnown: boolean;
  readonly secret: string;
  readonly limits: Limits;
  readonly world: World;
  readonly nowMs: () => number;
}

/** Managers whose cards are kept. */
const CARDS_MAX = 20_000;

export function createShare(options: ShareOptions): Share {
  const { source, limits, nowMs, world } = options;
  const kept = {
    nowMs,
    freshMs: limits.linkFreshMs,
    askedMax: limits.linkQuestionsMax,
  };
  const bearings = new Kept<Bearing>({
    ...kept,
    keptMax: limits.linksKeptMax,
    ask: (name) => source === null ? Promise.resolve(null) : source.find(name),
  });
  const cards = new Kept<SaleManagerJson>({
    ...kept,
    keptMax: CARDS_MAX,
    ask: (manager) => source === null ? Promise.resolve(null) : source.card(manager),
  });
  const attribution = new Attribution({ secret: options.secret, days: limits.attributionDays });
  const bound = new BoundCustomers({ known: options.boundKnown });
  const credit = new Credit({
    bearings,
    attribution,
    bound,
    scheduler: world.scheduler,
    waitMs: limits.creditWaitMs,
    askedMax: limits.creditQuestionsMax,
  });
  const clicks = new Clicks({ perAddress: limits.clicksPerAddressPerHour });
  return { bearings, cards, attribution, bound, clicks, credit };
}
