/**
 * Storefronts of a province: visitors come to managers by Zipf's law, each page tells of the visit, and what is clicked
 * follows the bank's own numbers (`../clicks.ts`).
 */
import { check } from "k6";
import type { Answer } from "../books.ts";
import { click, type Menu, menuOf, type Offered } from "../clicks.ts";
import { type Dice, diceOf, pick, shuffled } from "../dice.ts";
import type { RequestName } from "../outcomes.ts";
import { idAt, type Packed, packed } from "../packed.ts";
import type { Play, Setting, Visit, World } from "../play.ts";
import { openingMs, readAsStaff } from "../staff.ts";
import { zipf } from "../zipf.ts";

export interface Storefronts extends Setting {
  /** Managers, the most visited first. */
  readonly managers: Packed;
  readonly menu: Menu;
}

export const storefront: Play<Storefronts> = { setup, run };

const EXPONENT = 1;
/** Of a hundred each. */
const PAGES_MAX = 250;
const PAGES_MAX_OF_SMOKE = 10;
const CHANNELS = [
  { name: "wechat", weight: 55 },
  { name: "print", weight: 15 },
  { name: "wecom", weight: 10 },
  { name: "poster", weight: 10 },
  { name: "share", weight: 10 },
] as const;
/** How many products a visitor clicks. */
const CLICKS = [
  { name: "0", weight: 30 },
  { name: "1", weight: 50 },
  { name: "2", weight: 20 },
] as const;
/** Of visitors: a customer who is signed in, in an app that reads JSON instead of the page. */
const APP_SHARE = 0.15;
/** Of those who read about a product: press its button. */
const LEAD_SHARE = 0.15;
const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

interface Manager {
  readonly id: string;
  readonly unit: string;
}

function setup(world: World): Storefronts {
  const found = managersOf(world);
  const ranked = shuffled(found, diceOf(world.surroundings.seed));
  const [first] = ranked;
  if (first === undefined) {
    throw new Error(
      `Cannot prepare the run: ${world.surroundings.origin} has no managers: start it with DEMO=1, with --scale jiangxi for 18,000`,
    );
  }
  const menu = menuOf(productsOf(world));
  const [product = ""] = menu["social-security"];
  const [unit = ""] = first.unit.split(".");
  const day = new Date(Date.now() + CHINA_MS).toISOString().slice(0, 10);
  return {
    campaigns: [],
    startAtMs: openingMs(world),
    managers: packed(ranked.map(({ id }) => id)),
    menu,
    told: {
      storefront: {
        managers: ranked.length,
        day,
        unit,
        first: { manager: first.id, outlet: first.unit },
        product,
        before: before(world, { day, unit, product }),
      },
    },
  };
}

function managersOf(world: World): Manager[] {
  const pagesMax = world.plan.profile === "smoke" ? PAGES_MAX_OF_SMOKE : PAGES_MAX;
  const managers: Manager[] = [];
  let after = "";
  for (let pages = 0; pages < pagesMax; pages++) {
    const page = readAsStaff(world, `/api/v1/staff?role=manager&limit=100${after}`);
    const ids = texts(page.json("items.#.id"));
    const units = texts(page.json("items.#.unit"));
    ids.forEach((id, n) => managers.push({ id, unit: units[n] ?? "" }));
    const next = page.json("next");
    if (typeof next !== "string") break;
    after = `&after=${encodeURIComponent(next)}`;
  }
  return managers;
}

function productsOf(world: World): Offered[] {
  const offered: Offered[] = [];
  let after = "";
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = readAsStaff(world, `/api/v1/products?status=published&limit=100${after}`);
    const ids = texts(page.json("items.#.id"));
    const categories = texts(page.json("items.#.category"));
    ids.forEach((id, n) => offered.push({ id, category: categories[n] ?? "" }));
    const next = page.json("next");
    if (typeof next !== "string") break;
    after = `&after=${encodeURIComponent(next)}`;
  }
  return offered;
}

/** What the statistics say before the load. */
function before(
  world: World,
  by: { readonly day: string; readonly unit: string; readonly product: string },
) {
  const { day, unit, product } = by;
  const next = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
  const query = `unit=${unit}&from=${day}&to=${next}`;
  const answer = readAsStaff(world, `/api/v1/statistics?${query}`);
  const figure = (name: string) => Number(answer.json(`credited.figures.${name}`));
  const clicked = readAsStaff(world, `/api/v1/statistics/visits?${query}`);
  return {
    all: { visits: figure("visits"), clicks: figure("clicks"), leads: figure("leads") },
    product: Number(clicked.json(`items.#(id=="${product}").clicks`) ?? 0),
  };
}

function texts(values: unknown): string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

/** One visitor: the page, the visit that it tells, and what is clicked on it. */
function run(visit: Visit, data: Storefronts): void {
  const dice = diceOf(Math.floor(visit.chance("visitor") * 2 ** 32));
  const rank = zipf({ ranks: data.managers.count, exponent: EXPONENT })(dice);
  const manager = idAt(data.managers, rank);
  visit.gather();
  stay(visit, { manager, channel: pick(CHANNELS, dice), menu: data.menu, dice });
}

/** Somebody on a manager's storefront. */
export interface Stay {
  readonly manager: string;
  readonly channel: string;
  readonly menu: Menu;
  readonly dice: Dice;
}

/** From the page to the clicks. */
export function stay(visit: Visit, at: Stay): void {
  const { manager, channel, menu, dice } = at;
  if (dice() < APP_SHARE) {
    const path = `/api/v1/storefronts/${manager}`;
    visit.call("storefront_json", { path, token: visit.token, reads: false });
  } else {
    visit.call("storefront", { path: `/s/${manager}?ch=${channel}`, reads: false });
  }
  tell(visit, { ...at, request: "visit", event: { kind: "visit" } });
  const clicks = Number(pick(CLICKS, dice));
  for (let n = 0; n < clicks; n++) {
    const { share, product } = click(menu, dice);
    tell(visit, { ...at, request: "click", event: { kind: "click", item: product }, as: share });
    visit.call("product", { path: `/p/${product}?m=${manager}&ch=${channel}`, reads: false });
    if (dice() < LEAD_SHARE) {
      tell(visit, { ...at, request: "lead", event: { kind: "action", item: product } });
    }
  }
}

/** What the page's script tells. */
function tell(
  visit: Visit,
  said: Pick<Stay, "manager" | "channel"> & {
    readonly request: RequestName;
    readonly event: { readonly kind: string; readonly item?: string };
    readonly as?: string;
  },
): Answer {
  const { manager, channel, request, event, as } = said;
  const answer = visit.call(request, {
    method: "POST",
    path: `/api/v1/storefronts/${manager}/events`,
    body: JSON.stringify({ channel, events: [event] }),
    ...as === undefined ? {} : { as },
  });
  if (answer.status === 202) {
    check(answer, { "a visitor counts": ({ text }) => text("counted") === "true" });
  }
  return answer;
}
