import { assertEquals } from "@std/assert";
import { type Campaign, definitionOf } from "./definition.ts";

const SALE: Campaign = {
  kind: "flash-sale",
  id: "x",
  title: "赣南脐橙",
  product: "orange",
  phase: "ended",
  startsAt: "2026-11-22T12:00:00.000Z",
  endsAt: "2026-11-23T12:00:00.000Z",
  priceFen: 990,
  perCustomerMax: 2,
  perOrderMax: 1,
  holdSeconds: 300,
  units: { total: 100, available: 0, held: 0, confirmed: 100, withdrawn: 0, unreleased: 0 },
  releases: [{ at: "2026-11-22T14:00:00.000Z", units: 10 }],
  eligibility: null,
  expectedPeakPerSecond: 500,
  history: [
    { at: "2026-11-22T12:00:00.000Z", by: "clock", what: "opened", reason: null },
    { at: "2026-11-22T13:00:00.000Z", by: "clock", what: "released", reason: null, units: 20 },
  ],
};

Deno.test("a sale that is there is the request that would write it, with the releases that have passed", () => {
  const { request, notes } = definitionOf(SALE, "token");
  assertEquals(request, {
    kind: "flash-sale",
    title: "赣南脐橙",
    product: "orange",
    priceFen: 990,
    units: 100,
    perCustomerMax: 2,
    perOrderMax: 1,
    startsAt: "2026-11-22T12:00:00.000Z",
    endsAt: "2026-11-23T12:00:00.000Z",
    holdSeconds: 300,
    releases: [
      { at: "2026-11-22T13:00:00.000Z", units: 20 },
      { at: "2026-11-22T14:00:00.000Z", units: 10 },
    ],
    expectedPeakPerSecond: 500,
  });
  assertEquals(notes, []);
});

Deno.test("what only staff may see is missed, and said", () => {
  const { history: _, expectedPeakPerSecond: __, ...shown } = SALE;
  const [anyone] = definitionOf({ ...shown, kind: "flash-sale" }, null).notes;
  assertEquals(
    anyone?.en,
    "asked without AUTH_SECRET or --token, so its expected peak is not known",
  );
  const [stranger] = definitionOf({ ...shown, kind: "flash-sale" }, "token").notes;
  assertEquals(stranger?.en.startsWith("the installation does not accept"), true);
});

Deno.test("a referral that is there is the request that would write it", () => {
  const pool = { total: 500, available: 1, held: 0, paid: 499, withdrawn: 0 };
  const { request } = definitionOf({
    kind: "referral",
    title: "邀请有礼",
    startsAt: "2026-11-22T12:00:00.000Z",
    endsAt: "2026-12-22T12:00:00.000Z",
    attribution: "first",
    windowDays: 14,
    qualifying: ["account-opened"],
    rewards: { perInvitee: { kind: "points", ref: "points", amount: 5 } },
    caps: { perInviter: 3 },
    budget: { fen: null, units: pool },
    holdDays: 7,
    rules: "规则",
    pointFen: 1,
    expectedParticipants: 900,
    expectedPeakPerSecond: null,
    eligibility: null,
    override: { reason: "小额", by: "me" },
    history: [],
  }, "token");
  assertEquals(request, {
    kind: "referral",
    title: "邀请有礼",
    startsAt: "2026-11-22T12:00:00.000Z",
    endsAt: "2026-12-22T12:00:00.000Z",
    attribution: "first",
    windowDays: 14,
    qualifying: ["account-opened"],
    rewards: { perInvitee: { kind: "points", ref: "points", amount: 5 } },
    caps: { perInviter: 3 },
    budget: { units: 500 },
    holdDays: 7,
    rules: "规则",
    pointFen: 1,
    expectedParticipants: 900,
    override: { reason: "小额" },
  });
});
