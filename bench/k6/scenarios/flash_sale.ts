/** A sale as customers meet it: they open the page, ask to be reminded, wait, grab, and pay, cancel or forget it. */
import { check } from "k6";
import type { Answer } from "../books.ts";
import { aheadMs, sleepMs, sleepUntil } from "../clock.ts";
import type { Play, Setting, Visit, World } from "../play.ts";
import {
  type CampaignMade,
  clockAheadMs,
  createCampaign,
  movedTo,
  openingMs,
  saleSpec,
} from "../staff.ts";

/** What becomes of a hold; the rest runs out. */
const CONFIRM_SHARE = 0.7;
const CANCEL_SHARE = 0.1;
const KEY_SHARE = 0.5;
/** Of those who confirmed: look at what they have. */
const LOOK_SHARE = 0.1;
/** Of those who let it run out: stay and see it gone. */
const STAY_SHARE = 0.2;
const DECIDE_MS_MIN = 100;
const DECIDE_MS_SPREAD = 900;
/** Whose clock is a little ahead tries again, as the page does. */
const EARLY_TRIES = 5;
const EARLY_MS = 40;
/** A hold is not said to be over before this long after its end. */
const CLOCKS_MS = 1_000;

/** The sales of a run; a rehearsal may have several. */
export interface Sales extends Setting {
  readonly aheadMs: number;
}

export const flashSale: Play<Sales> = { setup, run };

function setup(world: World): Sales {
  const { file } = world.plan;
  const startsAtMs = openingMs(world);
  const specs = file === null ? [saleSpec(world, { startsAtMs })] : movedTo(file.specs, startsAtMs);
  const campaigns = specs.map((spec) => createCampaign(world, spec));
  const ahead = clockAheadMs(world, campaigns[0]?.id ?? "");
  return { campaigns, startAtMs: startsAtMs - ahead, aheadMs: ahead };
}

function run(visit: Visit, data: Sales): void {
  const sale = data.campaigns[visit.iteration % data.campaigns.length];
  if (sale === undefined) return;
  visit.call("page", { path: `/c/${sale.id}`, reads: false });
  const ahead = look(visit, sale) ?? data.aheadMs;
  waitForStart(visit, { sale, aheadMs: ahead });
  const grabbed = grab(visit, sale);
  if (grabbed.status !== 201 && grabbed.status !== 200) return;
  visit.books.acknowledge(grabbed, visit.customer);
  decide(visit, { sale, grabbed, aheadMs: ahead });
}

/** Reads the sale; how far the target's clock is ahead, null if it did not say. */
function look(visit: Visit, sale: CampaignMade): number | null {
  const askedMs = Date.now();
  const view = visit.call("view", { path: `/api/v1/campaigns/${sale.id}` });
  return view.status === 200 ? aheadMs(view.text("serverTime"), Date.now() - askedMs) : null;
}

function waitForStart(
  visit: Visit,
  options: { readonly sale: CampaignMade; readonly aheadMs: number },
): void {
  const { sale, aheadMs } = options;
  const startMs = Date.parse(sale.startsAt) - aheadMs;
  if (Date.now() >= startMs) return;
  visit.call("remind", {
    method: "POST",
    path: `/api/v1/campaigns/${sale.id}/reminders`,
    token: visit.token,
  });
  if (visit.plan.profile === "herd") visit.gather();
  else sleepUntil(startMs);
}

/** Grabs; once more with the same key where the target asks to come again. */
function grab(visit: Visit, sale: CampaignMade): Answer {
  const key = visit.chance("key") < KEY_SHARE ? { "idempotency-key": visit.customer } : {};
  const once = () =>
    visit.call("grab", {
      method: "POST",
      path: `/api/v1/campaigns/${sale.id}/grabs`,
      token: visit.token,
      headers: key,
    });
  let answer = once();
  for (let tries = 0; tries < EARLY_TRIES && answer.reason === "not-open"; tries++) {
    sleepMs(EARLY_MS);
    answer = once();
  }
  if (answer.status !== 503 && answer.status !== 429) return answer;
  sleepMs(answer.retryAfterMs);
  return once();
}

interface Hold {
  readonly sale: CampaignMade;
  readonly grabbed: Answer;
  readonly aheadMs: number;
}

function decide(visit: Visit, hold: Hold): void {
  sleepMs(DECIDE_MS_MIN + DECIDE_MS_SPREAD * visit.chance("hesitate"));
  const wish = visit.chance("wish");
  if (wish < CONFIRM_SHARE) finish(visit, { ...hold, how: "confirm", state: "confirmed" });
  else if (wish < CONFIRM_SHARE + CANCEL_SHARE) {
    finish(visit, { ...hold, how: "cancel", state: "cancelled" });
  } else if (visit.chance("stay") < STAY_SHARE) {
    sleepUntil(endsMs(hold) + CLOCKS_MS);
    expectState(visit, { ...hold, state: "expired" });
  }
}

function finish(
  visit: Visit,
  hold: Hold & { readonly how: "confirm" | "cancel"; readonly state: string },
): void {
  const id = hold.grabbed.text("reservation.id");
  const path = `/api/v1/reservations/${id}/${hold.how}`;
  const answer = visit.call(hold.how, { method: "POST", path, token: visit.token });
  if (answer.status === 200) {
    console.log(`SET ${id} ${hold.state}`);
    if (visit.chance("look") < LOOK_SHARE) expectState(visit, hold);
  }
  if (answer.reason === "expired") {
    check(hold, { "a hold lasts until its end": () => Date.now() > endsMs(hold) - CLOCKS_MS });
  }
}

/** Looks at what this customer has. */
function expectState(visit: Visit, hold: Hold & { readonly state: string }): void {
  const path = `/api/v1/campaigns/${hold.sale.id}/grabs/mine`;
  const mine = visit.call("mine", { path, token: visit.token });
  if (mine.status !== 200) return;
  const id = hold.grabbed.text("reservation.id");
  const found = mine.text(`items.#(id=="${id}").state`);
  check(found, { [`a customer sees it ${hold.state}`]: (state) => state === hold.state });
}

/** By this machine's clock. */
function endsMs({ grabbed, aheadMs }: Hold): number {
  return Date.parse(grabbed.text("reservation.expiresAt")) - aheadMs;
}
