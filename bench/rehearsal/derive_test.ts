import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { FlashSaleRequest } from "../../web/shared/api.ts";
import type { ReferralRequest } from "../../web/shared/api_referral.ts";
import { arrivedBy, rateAt } from "../k6/profiles.ts";
import { LEAD_S, secondsOf } from "./curve.ts";
import { derive, type DeriveOptions } from "./derive.ts";
import type { Said } from "./said.ts";

const SALE: FlashSaleRequest = {
  kind: "flash-sale",
  title: "赣南脐橙",
  product: "orange",
  priceFen: 990,
  units: 400,
  perCustomerMax: 1,
  startsAt: "2026-11-22T12:00:00Z",
  endsAt: "2026-11-23T12:00:00Z",
  holdSeconds: 300,
  expectedPeakPerSecond: 100,
};
const REFERRAL: ReferralRequest = {
  kind: "referral",
  title: "邀请有礼",
  startsAt: "2026-11-22T12:00:00Z",
  endsAt: "2026-12-22T12:00:00Z",
  attribution: "last",
  windowDays: 30,
  qualifying: ["account-opened"],
  rewards: { perInvitee: { kind: "points", ref: "points", amount: 100 } },
  budget: { units: 600 },
  holdDays: 7,
  rules: "",
  expectedParticipants: 3_000,
};
const OPTIONS: DeriveOptions = { peakPerSecond: null, p99Ms: 1_000, playS: 30 };
const english = (notes: readonly Said[]) => notes.map(({ en }) => en);
const sale = (fields: Partial<FlashSaleRequest>, options: Partial<DeriveOptions> = {}) =>
  derive({ ...SALE, ...fields }, { ...OPTIONS, ...options });

Deno.test("a sale reaches its expected peak within the first second and calms down after it is sold", () => {
  const { scenario, arrivals } = sale({});
  assertEquals(scenario, "flash_sale");
  assertEquals(arrivals.opensAfterMs, LEAD_S * 1_000);
  assert(rateAt(arrivals, LEAD_S - 0.1) < 10);
  assertEquals(rateAt(arrivals, LEAD_S + 1), 100);
  // 400 units, and half as many tries again, at 100 a second.
  assertEquals(rateAt(arrivals, LEAD_S + 5.5), 100);
  assert(rateAt(arrivals, LEAD_S + 12) < 75);
  assert(rateAt(arrivals, LEAD_S + 29) < 10);
  assertAlmostEquals(secondsOf(arrivals), LEAD_S + 30, 0.001);
});

Deno.test("a small sale is over soon, and few come after it", () => {
  const { customers, arrivals } = sale({ units: 50 });
  assert(customers < 700, `${customers} customers`);
  assert(rateAt(arrivals, LEAD_S + 12) < 10);
});

Deno.test("more people come than there are units, and the sale has to be sold out", () => {
  const rehearsal = sale({});
  assert(rehearsal.customers > 600);
  assert(rehearsal.thresholds.soldOut);
  assertAlmostEquals(rehearsal.soldOutS ?? 0, 4.25, 0.3);
});

Deno.test("a sale that lasts longer than it is played need not be sold out", () => {
  const rehearsal = sale({ units: 100_000 });
  assertEquals([rehearsal.thresholds.soldOut, rehearsal.soldOutS], [false, null]);
});

Deno.test("the sale that is played is the one that is defined, but for its times", () => {
  const { spec, notes } = sale({ look: { theme: "seal" } });
  assertEquals(spec, {
    ...SALE,
    look: { theme: "seal" },
    startsAt: "1970-01-01T00:00:00.000Z",
    endsAt: "1970-01-01T01:00:30.000Z",
    holdSeconds: 15,
  });
  assertEquals(english(notes), ["a hold lasts 15 s instead of 300 s"]);
});

Deno.test("each release is a peak of its own, in order and at equal distances", () => {
  const rehearsal = sale({
    holdSeconds: 5,
    releases: [
      { at: "2026-11-22T14:00:00Z", units: 100 },
      { at: "2026-11-22T12:10:00Z", units: 50 },
    ],
  });
  assertEquals(rehearsal.spec.kind === "flash-sale" && rehearsal.spec.releases, [
    { at: "1970-01-01T00:00:10.000Z", units: 50 },
    { at: "1970-01-01T00:00:20.000Z", units: 100 },
  ]);
  for (const atS of [1, 11, 21]) assertEquals(rateAt(rehearsal.arrivals, LEAD_S + atS), 100);
  for (const atS of [9.8, 19.8]) assert(rateAt(rehearsal.arrivals, LEAD_S + atS) < 20);
  assertEquals(english(rehearsal.notes), [
    "releases follow each other every 10 s instead of after 10 min, 2 h, each with the whole peak",
  ]);
});

Deno.test("releases that would stand too close are played as one, with all their units", () => {
  const releases = Array.from({ length: 100 }, (_, n) => ({
    at: new Date(Date.parse(SALE.startsAt) + (n + 1) * 60_000).toISOString(),
    units: 2,
  }));
  const { spec, notes, arrivals } = sale({ releases });
  const played = spec.kind === "flash-sale" ? spec.releases ?? [] : [];
  assert(played.length <= 6);
  assertEquals(played.reduce((sum, { units }) => sum + units, 0), 200);
  assert(secondsOf(arrivals) < LEAD_S + 31);
  assert(english(notes).some((note) => note.startsWith("100 releases are played as ")));
});

Deno.test("a sale whose units are all released later begins without any", () => {
  const { spec, soldOutS } = sale({ releases: [{ at: "2026-11-22T13:00:00Z", units: 400 }] });
  assertEquals(spec.kind === "flash-sale" && spec.releases?.[0]?.units, 400);
  assert(soldOutS !== null && soldOutS > 15);
});

Deno.test("a peak that is asked for comes before the campaign's, a rule after it", () => {
  assertEquals(sale({}, { peakPerSecond: 7 }).peak.perSecond, 7);
  assertEquals(sale({}).peak.perSecond, 100);
  const { expectedPeakPerSecond: _, ...rest } = SALE;
  const reckoned = (fields: Partial<FlashSaleRequest>) =>
    derive({ ...rest, ...fields }, OPTIONS).peak.perSecond;
  assertEquals(reckoned({}), 400);
  assertEquals(reckoned({ perCustomerMax: 8 }), 50);
  assertEquals(reckoned({ units: 1 }), 10);
  assertEquals(reckoned({ units: 1_000_000 }), 2_000);
});

Deno.test("a sale for some is played for all, and reads each one's record all the same", () => {
  const { spec, notes } = sale({ eligibility: { tags: ["vip"] } });
  assertEquals(spec.eligibility, { newCustomersOnly: true });
  assert(english(notes).some((note) => note.startsWith("all who come are eligible")));
  assertEquals("eligibility" in sale({ eligibility: {} }).spec, false);
});

Deno.test("a referral is a storm of joins at the peak", () => {
  const { scenario, peak, spec, thresholds, arrivals, notes } = derive(REFERRAL, OPTIONS);
  assertEquals([scenario, peak.perSecond, thresholds.request], ["referral_storm", 50, "join"]);
  assertEquals(spec.kind === "referral" && spec.holdDays, 0);
  // In branches of six people.
  assertEquals(rateAt(arrivals, LEAD_S + 1), 8);
  assert(arrivedBy(arrivals, LEAD_S + 30) > 130);
  assertEquals(english(notes), ["rewards are paid at once instead of after 7 days"]);
});

Deno.test("a referral is played by what the suite tells of", () => {
  const { spec, notes } = derive(
    { ...REFERRAL, holdDays: 0, windowDays: 90, qualifying: ["card-activated"] },
    OPTIONS,
  );
  assertEquals(spec.kind === "referral" && [spec.qualifying, spec.windowDays], [
    ["account-opened"],
    30,
  ]);
  assertEquals(english(notes), [
    "the bank tells of opened accounts instead of card-activated",
    "the window is 30 days instead of 90",
  ]);
});
