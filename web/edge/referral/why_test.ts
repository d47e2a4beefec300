import { assert, assertEquals } from "@std/assert";
import type { InviteeView, RewardView } from "../../../actors/referral/protocol.ts";
import { type Audience, whyInvitee, whyReward } from "./why.ts";

const REWARD: RewardView = {
  id: "x.0.1",
  for: "invitee",
  reward: { kind: "points", ref: "points", amount: 100 },
  fen: 100,
  state: "rejected",
  reason: "cap-per-inviter",
  flags: [],
  invitee: { cell: 0, n: 2 },
  inviteeMask: "张*",
  tier: null,
  events: [{ id: "e1", type: "account-opened", atMs: 0 }],
  rules: 1,
  createdAtMs: 0,
  dueMs: null,
  paidAtMs: null,
  note: null,
};

const WHATS = ["invitee", "second-level", "self", "tier"] as const;
const STATES = [
  "pending",
  "held",
  "approved",
  "paid",
  "flagged",
  "rejected",
  "clawed-back",
] as const;
const REASONS = ["cap-per-inviter", "cap-per-day", "cap-per-outlet", "invitee-removed"] as const;

const zh = (part: Partial<RewardView>, audience: Audience) =>
  whyReward({ ...REWARD, ...part }, "zh", { nameless: "客户", audience });

Deno.test("a customer is spoken to, and staff read of the customer", () => {
  assertEquals(
    zh({}, "customer"),
    "您邀请的「张*」开立账户：没有计入奖励，您的奖励次数已到本活动上限（规则第 1 版）。",
  );
  assertEquals(
    zh({}, "staff"),
    "该客户邀请的「张*」开立账户：没有计入奖励，该客户的奖励次数已到本活动上限（规则第 1 版）。",
  );
});

Deno.test("no sentence for staff speaks to whoever reads it, in either language", () => {
  for (const what of WHATS) {
    for (const state of STATES) {
      for (const reason of REASONS) {
        const one = { ...REWARD, for: what, state, reason, dueMs: 0, paidAtMs: 0 };
        for (const language of ["zh", "en"] as const) {
          const said = whyReward(one, language, { nameless: "客户", audience: "staff" });
          assert(!/您|\byou\b|\byour\b/i.test(said), said);
        }
      }
    }
  }
});

Deno.test("somebody in review need do nothing, and staff read that it waits for them", () => {
  const invitee: InviteeView = {
    cell: 0,
    n: 2,
    mask: null,
    joinedAtMs: 0,
    qualifiedAtMs: 0,
    state: "in-review",
    reason: null,
    invited: 0,
  };
  assertEquals(
    whyInvitee(invitee, { language: "zh", audience: "customer" }),
    "正在核实，您无需操作。",
  );
  assertEquals(whyInvitee(invitee, { language: "zh", audience: "staff" }), "待人工核实。");
});
