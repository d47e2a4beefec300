/** What the edge knows of links, of who brought whom, and of who is bound to whom. */
import type { DirectoryProtocol } from "../../actors/directory/protocol.ts";
import type { Engine, Limits, World } from "../../engine/mod.ts";
import type { SaleManagerJson } from "../shared/api_links.ts";
import { Attribution } from "./attribution.ts";
import { BoundCustomers } from "./bound_customers.ts";
import { CampaignNumbers, type NumberSource } from "./campaign_numbers.ts";
import { Clicks } from "./clicks.ts";
import { Credit } from "./credit.ts";
import { Invitations } from "./invitations.ts";
import { Kept } from "./kept.ts";
import type { Bearing, LinkSource } from "./link_source.ts";
import { ReferralCodes } from "./referral_codes.ts";
import { Touches } from "./touches.ts";

export interface Share {
  /** By code, and by id of a manager. */
  readonly bearings: Kept<Bearing>;
  readonly cards: Kept<SaleManagerJson>;
  readonly attribution: Attribution;
  readonly bound: BoundCustomers;
  readonly clicks: Clicks;
  readonly credit: Credit;
  /** Codes of participants. */
  readonly invitations: Invitations;
  /** Which invitations a visitor has opened. */
  readonly touches: Touches;
}

export interface ShareOptions {
  readonly engine: Engine;
  /** Null: there are no links and no managers. */
  readonly source: LinkSource | null;
  /** False: who was bound before this start is yet to be read. */
  readonly boundKnown: boolean;
  readonly secret: string;
  readonly limits: Limits;
  readonly world: World;
}

/** Managers whose cards are kept. */
const CARDS_MAX = 20_000;
const NUMBERS_PAGE = 200;

export function createShare(options: ShareOptions): Share {
  const { source, engine, limits, world } = options;
  const nowMs = () => engine.nowMs();
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
  const { scheduler } = world;
  const numbers = new CampaignNumbers({ source: numbersOf(engine), scheduler, nowMs });
  const invitations = new Invitations(new ReferralCodes(options.secret), numbers);
  const touches = new Touches({ secret: options.secret, numbers });
  return { bearings, cards, attribution, bound, clicks, credit, invitations, touches };
}

function numbersOf(engine: Engine): NumberSource {
  const directory = engine.ref<DirectoryProtocol>("directory", "campaigns");
  return {
    async page(after) {
      const page = await engine.ask(directory, { kind: "numbers", after, limit: NUMBERS_PAGE });
      return { rows: page.campaigns, more: page.next !== null };
    },
  };
}
