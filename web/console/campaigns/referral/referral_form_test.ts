import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { policyOf } from "../../../shared/policy.ts";
import type { ReferralRequest } from "../../../shared/api_referral.ts";
import { referralOf } from "../../referral/fixtures.ts";
import { differing } from "../form.ts";
import { bigFen, check, REFERRAL_FORM, type ReferralTexts, textsOf } from "./referral_form.ts";
import { rulesOf } from "./rules_text.ts";
import { fieldOf, REFERRAL_STEPS, stepOf } from "./steps.ts";
import { REFERRAL_TEMPLATES, startingTexts } from "./templates.ts";

const NOW_MS = Date.parse("2026-11-22T11:20:00Z");
const FACTS = { organiser: "南昌农商银行", titleOf: (ref: string) => ref };
const COUPON = { kind: "coupon", ref: "话费券", amount: "10.5" } as const;
const NONE = { kind: "none", ref: "", amount: "" } as const;

function textsWith(part: Partial<ReferralTexts> = {}): ReferralTexts {
  const fresh = startingTexts(NOW_MS, null);
  return { ...fresh, title: "老带新", perInvitee: COUPON, budgetFen: "1,000.50", ...part };
}

function faults(part: Partial<ReferralTexts>): Record<string, string> {
  return Object.fromEntries(check(textsWith(part), NOW_MS).faults);
}

function requestOf(texts: ReferralTexts): ReferralRequest {
  const { request, faults } = check(texts, NOW_MS);
  if (request === null) throw new Error(`Cannot check: ${JSON.stringify([...faults])}`);
  return request;
}

Deno.test("a right form makes the request: yuan to fen, points whole, tiers from the lowest", () => {
  const tiers = [
    { at: "10", kind: "coupon", ref: "大礼包", amount: "100" },
    { at: "3", kind: "points", ref: "", amount: "500" },
  ] as const;
  const { request } = check(textsWith({ tiers, perDay: "2", budgetUnits: "80" }), NOW_MS);
  assertEquals(request, {
    kind: "referral",
    title: "老带新",
    startsAt: "2026-11-22T12:00:00.000Z",
    endsAt: "2026-12-22T12:00:00.000Z",
    attribution: "first",
    windowDays: 30,
    qualifying: ["account-opened"],
    rewards: {
      perInvitee: { kind: "coupon", ref: "话费券", amount: 1_050 },
      tiers: [
        { at: 3, reward: { kind: "points", ref: "积分", amount: 500 } },
        { at: 10, reward: { kind: "coupon", ref: "大礼包", amount: 10_000 } },
      ],
    },
    caps: { perInviter: 20, perDay: 2 },
    budget: { fen: 100_050, units: 80 },
    holdDays: 7,
    rules: "",
    pointFen: 1,
    expectedParticipants: 1_000,
  });
});

Deno.test("each wrong field has its own fault, and there is no request", () => {
  assertEquals(faults({ title: "" }), { title: "required" });
  assertEquals(faults({ windowDays: "0" }), { windowDays: "window" });
  assertEquals(faults({ windowDays: "366" }), { windowDays: "window" });
  assertEquals(faults({ holdDays: "a" }), { holdDays: "hold-days" });
  assertEquals(faults({ qualifying: [] }), { qualifying: "events" });
  assertEquals(faults({ perInvitee: NONE }), { rewards: "no-reward" });
  assertEquals(faults({ perInvitee: { ...COUPON, ref: " ", amount: "0" } }), {
    "perInvitee.amount": "amount",
    "perInvitee.ref": "required",
  });
  assertEquals(faults({ perInvitee: { kind: "points", ref: "", amount: "1.5" } }), {
    "perInvitee.amount": "amount",
  });
  assertEquals(faults({ perInviter: "0", perOutlet: "x" }), {
    perInviter: "whole",
    perOutlet: "whole",
  });
  assertEquals(faults({ budgetFen: "" }), { budgetFen: "no-budget" });
  assertEquals(faults({ budgetFen: "0" }), { budgetFen: "amount" });
  assertEquals(faults({ tiers: [{ at: "3", ...COUPON }, { at: "3", ...COUPON }] }), {
    "tiers.1.at": "tier-twice",
  });
  assertEquals(check(textsWith({ title: "" }), NOW_MS).request, null);
});

Deno.test("findings keep a complete draft from review and not from being saved; a reason lets it pass", () => {
  const rules = rulesOf(textsWith(), FACTS);
  const blank = check(textsWith({ rules }), NOW_MS);
  assert(blank.request !== null);
  assertEquals([...blank.hindrances], [["rules", "blank"]]);
  const filled = { rules: rules.replace(/＿+/, "96268") };
  assertEquals([...check(textsWith(filled), NOW_MS).hindrances], []);
  const uncapped = { ...filled, perInviter: "" };
  const { request, hindrances } = check(textsWith(uncapped), NOW_MS);
  assert(request !== null);
  assertEquals([...hindrances], [["override", "reason"], ["perInviter", "finding"]]);
  assertEquals([...check(textsWith({ ...uncapped, override: "试点" }), NOW_MS).hindrances], []);
});

Deno.test("every template is complete, and clean once its rules are filled in", () => {
  for (const { id } of REFERRAL_TEMPLATES) {
    const texts = startingTexts(NOW_MS, id);
    assertEquals([...check(texts, NOW_MS).faults], [], id);
    const rules = rulesOf(texts, FACTS).replace(/＿+/, "96268");
    const request = requestOf({ ...texts, rules });
    assertEquals(policyOf(request, { language: "en" }).findings, [], id);
  }
});

Deno.test("what is read of a draft makes the same request again", () => {
  const amount = fc.integer({ min: 1, max: 1_000_000 });
  const reward = fc.oneof(
    amount.map((fen) => ({ kind: "coupon", ref: "券", amount: String(fen / 100) } as const)),
    amount.map((points) => ({ kind: "points", ref: "积分", amount: String(points) } as const)),
    fc.constant(NONE),
  );
  fc.assert(fc.property(reward, reward, amount, (perInvitee, perSecondLevel, fen) => {
    const texts = textsWith({
      perInvitee,
      perSecondLevel,
      tiers: [{ at: "2", ...COUPON }],
      budgetFen: String(fen / 100),
      rules: "规则",
    });
    const request = requestOf(texts);
    const pool = { available: 0, held: 0, paid: 0, withdrawn: 0 };
    const { override: _, look: __, ...rest } = request;
    const draft = referralOf({
      ...rest,
      eligibility: null,
      caps: request.caps ?? {},
      budget: { fen: { ...pool, total: request.budget.fen ?? 0 }, units: null },
      pointFen: request.pointFen ?? 1,
      expectedParticipants: request.expectedParticipants ?? null,
      expectedPeakPerSecond: null,
    });
    assertEquals(check(textsOf(draft), NOW_MS).request, request);
  }));
});

Deno.test("what means the same is no difference between two versions", () => {
  const mine = textsWith({ tiers: [{ at: "3", ...COUPON }, { at: "5", ...COUPON }] });
  const same = { ...mine, tiers: mine.tiers.toReversed(), budgetFen: "1000.5" };
  assertEquals(differing(REFERRAL_FORM, { mine, theirs: same }), []);
  const other = { ...mine, perInvitee: NONE, title: "别的" };
  assertEquals(differing(REFERRAL_FORM, { mine, theirs: other }), ["title", "perInvitee"]);
});

Deno.test("a copy gives no reason for findings that were another's, and begins anew", () => {
  const old = textsWith({ override: "试点", startsAt: "2026-01-01T00:00" });
  const { override, startsAt, title } = REFERRAL_FORM.copied(old, NOW_MS);
  assertEquals([override, startsAt, title], ["", "2026-11-22T20:00", "老带新"]);
});

Deno.test("every field stands on a step, and the server's paths lead there", () => {
  const steps = Object.keys(startingTexts(NOW_MS, null)).map(stepOf);
  assertEquals(new Set(steps), new Set(REFERRAL_STEPS));
  const paths = {
    "rewards.tiers.1.reward.amount": "tiers.1.amount",
    "rewards.perInvitee.ref": "perInvitee.ref",
    "rewards.tiers.0.at": "tiers.0.at",
    rewards: "rewards",
    "caps.perInviter": "perInviter",
    "budget.fen": "budgetFen",
    "override.reason": "override",
    "look.note": "note",
    "eligibility.tags.0": "tags",
    "qualifying.0": "qualifying",
  };
  for (const [path, field] of Object.entries(paths)) assertEquals(fieldOf(path), field);
  assertEquals(stepOf(fieldOf("rewards.tiers.1.reward.amount")), "rewards");
});

Deno.test("a budget is read with its separators, and never as a fraction of a fen", () => {
  assertEquals(bigFen("1,234,567.89"), 123_456_789);
  assertEquals(bigFen("1.234"), null);
  assertEquals(bigFen("0"), null);
});
