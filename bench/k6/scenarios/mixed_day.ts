/**
 * An ordinary day in one run: storefronts most, printed links, two sales that open while it lasts and are sold out
 * before it ends, and a referral. One stream of arrivals, each of which is one of these, so that every profile has them
 * in the same proportion.
 */
import { type Dice, diceOf, pick } from "../dice.ts";
import { idAt } from "../packed.ts";
import type { Play, Setting, Visit, World } from "../play.ts";
import { type CampaignMade, createCampaign, readAsStaff, saleSpec } from "../staff.ts";
import { zipf } from "../zipf.ts";
import { flashSale, type Sales } from "./flash_sale.ts";
import { type Referral, referralStorm } from "./referral_storm.ts";
import { stay, storefront, type Storefronts } from "./storefront.ts";

interface MixedDay extends Setting {
  readonly sales: Sales;
  readonly referral: Referral;
  readonly storefronts: Storefronts;
  readonly links: readonly { readonly code: string; readonly manager: string }[];
}

export const mixedDay: Play<MixedDay> = { setup, run };

/** Of a hundred arrivals. One of a referral is a whole branch, five people on average. */
const SHARES = [
  { name: "storefront", weight: 70 },
  { name: "link", weight: 14 },
  { name: "sale", weight: 12 },
  { name: "referral", weight: 4 },
] as const;
type Kind = typeof SHARES[number]["name"];

/** Managers whose printed code is opened. */
const LINKS_MAX = 50;
/** Where between the first opening and the end of the load the second sale opens. */
const SECOND_AT = 0.5;
/** People come to a sale so much before it opens. */
const EARLY_MS = 3_000;

function setup(world: World): MixedDay {
  const storefronts = storefront.setup(world);
  const links = linksOf(world, storefronts);
  const referral = referralStorm.setup(partOf(world, "referral", 1));
  // Last, since what opens is counted from the end of setup.
  const sales = salesOf(world);
  const campaigns = [...sales.campaigns, ...referral.campaigns];
  const told = { ...storefronts.told, ...referral.told };
  return { campaigns, startAtMs: sales.startAtMs, told, sales, referral, storefronts, links };
}

/** The plan of a part: as many arrivals as it will have, units in the same proportion. */
function partOf(world: World, kind: Kind, parts: number): World {
  const { plan } = world;
  const weight = SHARES.find(({ name }) => name === kind)?.weight ?? 0;
  const share = weight / SHARES.reduce((sum, one) => sum + one.weight, 0) / parts;
  const iterations = Math.max(1, Math.round(plan.iterations * share));
  const units = Math.max(1, Math.round(plan.units * share));
  const peakPerSecond = Math.max(1, plan.peakPerSecond * share);
  return { ...world, plan: { ...plan, iterations, units, peakPerSecond, file: null } };
}

/** Two, the second while the first is still busy; of a herd, which fires once, only one. */
function salesOf(world: World): Sales {
  const isHerd = world.plan.profile === "herd";
  const own = partOf(world, "sale", isHerd ? 1 : 2);
  const first = flashSale.setup(own);
  if (isHerd) return first;
  const startsAtMs = first.startAtMs + first.aheadMs +
    SECOND_AT * Math.max(0, world.plan.seconds * 1_000 - world.plan.opensAfterMs);
  const second = createCampaign(own, saleSpec(own, { startsAtMs }));
  return { ...first, campaigns: [...first.campaigns, second] };
}

function linksOf(world: World, { managers }: Storefronts): MixedDay["links"] {
  return Array.from({ length: Math.min(LINKS_MAX, managers.count) }, (_, rank) => {
    const manager = idAt(managers, rank);
    const links = readAsStaff(world, `/api/v1/links?limit=1&manager=${manager}`);
    return { code: String(links.json("items.0.code")), manager };
  });
}

function run(visit: Visit, data: MixedDay): void {
  const dice = diceOf(Math.floor(visit.chance("kind") * 2 ** 32));
  switch (pick(SHARES, dice)) {
    case "storefront":
      return storefront.run(visit, data.storefronts);
    case "link":
      return openLink(visit, data, dice);
    case "sale":
      return flashSale.run(visit, { ...data.sales, campaigns: salesNow(data) });
    case "referral":
      return referralStorm.run(visit, data.referral);
  }
}

/** The newest that people come for already. */
function salesNow({ sales }: MixedDay): readonly CampaignMade[] {
  const fromMs = Date.now() + sales.aheadMs + EARLY_MS;
  const newest = sales.campaigns.findLast(({ startsAt }) => Date.parse(startsAt) <= fromMs);
  return newest === undefined ? sales.campaigns.slice(0, 1) : [newest];
}

/** From paper to a manager's storefront. */
function openLink(visit: Visit, { links, storefronts }: MixedDay, dice: Dice): void {
  const link = links[zipf({ ranks: links.length, exponent: 1 })(dice)];
  if (link === undefined) return;
  visit.gather();
  visit.call("link", { path: `/r/${link.code}`, headers: { accept: "text/html" }, reads: false });
  stay(visit, { manager: link.manager, channel: "print", menu: storefronts.menu, dice });
}
