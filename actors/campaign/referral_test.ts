import { assert, assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../engine/limits.ts";
import { createKinds } from "../mod.ts";
import type { QualifyingEvent, ReferralReply } from "../referral/protocol.ts";
import { PostOffice } from "../testing/post_office.ts";
import type { WalletReply } from "../wallet/protocol.ts";
import type { Actor, CampaignCommand, CampaignReply, ReferralView } from "./protocol.ts";
import type { ReferralSpec } from "./referral_spec.ts";

const NOW_MS = 1_000_000;
const OPEN_MS = NOW_MS + 100_000;
const DAY_MS = 86_400_000;
const ENDS_MS = OPEN_MS + DAY_MS;
const ANN: Actor = { id: "ann", role: "bank", unit: "jx.3601" };
const NEW = { tags: [], isNew: true, orgUnitIds: [] };

/** One referral with its single cell, records of customers and wallets: the real kinds. */
class Referral {
  readonly post = new PostOffice(createKinds(DEFAULT_LIMITS), { nowMs: NOW_MS });

  static draft(spec: Partial<ReferralSpec> = {}): Referral {
    const referral = new Referral();
    referral.view({
      kind: "create",
      by: ANN,
      approval: false,
      spec: {
        kind: "referral",
        title: "invite",
        startsAtMs: OPEN_MS,
        endsAtMs: ENDS_MS,
        attribution: "last",
        windowDays: 7,
        qualifying: ["account-opened"],
        rewards: { perInvitee: { kind: "coupon", ref: "tea", amount: 500 } },
        caps: {},
        budget: { fen: 2_000 },
        holdDays: 0,
        rules: "rules",
        expectedParticipants: 10,
        ...spec,
      },
    });
    return referral;
  }

  static open(spec: Partial<ReferralSpec> = {}): Referral {
    const referral = Referral.draft(spec);
    referral.view({ kind: "schedule", by: ANN });
    referral.post.pass(OPEN_MS - NOW_MS, 20_000);
    return referral;
  }

  ask(command: CampaignCommand): CampaignReply {
    const pending = this.post.ask("campaign/r", command);
    this.post.quiet();
    return pending.reply as CampaignReply;
  }

  view(command: CampaignCommand = { kind: "view" }): ReferralView {
    const reply = this.ask(command);
    if (reply.kind !== "view" || reply.view.kind !== "referral") {
      throw new Error(`Cannot view: ${JSON.stringify(reply)}`);
    }
    return reply.view;
  }

  join(customer: string, by: number | null = null): ReferralReply {
    const code = by === null ? null : { cell: 0, n: by };
    const pending = this.post.ask("referral/r/0", {
      kind: "join",
      customer,
      code,
      touches: code === null ? [] : [{ place: code, atMs: this.post.nowMs, channel: "wechat" }],
      inviters: code === null ? {} : { [`0.${by}`]: this.#facts(code.n) },
      via: null,
      channel: "wechat",
      device: null,
      mask: null,
      isStaff: false,
      facts: NEW,
    });
    this.post.quiet();
    return pending.reply as ReferralReply;
  }

  #facts(n: number) {
    const { reply } = this.post.ask("referral/r/0", { kind: "who", n });
    const who = reply as ReferralReply;
    if (who.kind !== "who") throw new Error(`Cannot find participant ${n}`);
    return who.who;
  }

  happen(customer: string, id: string, reversal = false): void {
    const type = "account-opened";
    const event: QualifyingEvent = { id, type, atMs: this.post.nowMs };
    this.post.ask(`customer/${customer}`, { kind: "event", event, reversal });
    this.post.quiet();
    this.post.pass(2_000, 500);
  }

  wallet(customer: string) {
    const reply = this.post.ask(`wallet/${customer}`, { kind: "view" }).reply as WalletReply;
    if (reply.kind !== "wallet") throw new Error("Cannot see a wallet");
    return reply.wallet;
  }
}

Deno.test("a referral goes through the life of a campaign and freezes its rules", () => {
  const referral = Referral.draft();
  assertEquals([referral.view().phase, referral.view().rules], ["draft", 0]);
  const scheduled = referral.view({ kind: "schedule", by: ANN });
  assertEquals([scheduled.phase, scheduled.cells, scheduled.rules], ["scheduled", 1, 2]);
  referral.post.pass(OPEN_MS - NOW_MS, 20_000);
  assertEquals(referral.view().phase, "open");
  const early = referral.ask({ kind: "amend", by: ANN, spec: scheduled.spec });
  assertEquals(early.kind === "rejected" && early.code, "wrong-phase");
});

Deno.test("an invitee who opens an account brings the inviter a coupon, out of the budget", () => {
  const referral = Referral.open();
  referral.join("ann");
  referral.join("bob", 0);
  referral.happen("bob", "e1");
  const { course, units } = referral.view();
  assertEquals(course.budget.fen, {
    total: 2_000,
    available: 1_500,
    held: 0,
    paid: 500,
    withdrawn: 0,
  });
  assertEquals([units.total, units.confirmed], [2_000, 500]);
  const { sums } = course;
  assertEquals([sums.participants, sums.invited, sums.qualified, sums.rewarded], [2, 1, 1, 1]);
  assertEquals(course.leaders.map(({ n, qualified }) => [n, qualified]), [[0, 1]]);
  assertEquals(referral.wallet("ann").coupons.map(({ state }) => state), ["unused"]);
});

Deno.test("an event of before joining counts once the customer has joined", () => {
  const referral = Referral.open();
  referral.happen("bob", "e1");
  referral.join("ann");
  referral.join("bob", 0);
  referral.post.pass(2_000, 500);
  assertEquals(referral.view().course.sums.qualified, 1);
});

Deno.test("the budget stops rewards, says so before, and a refund frees it again", () => {
  const referral = Referral.open({ budget: { fen: 1_200 } });
  referral.join("ann");
  for (const [n, customer] of ["bob", "cid", "dan"].entries()) {
    referral.join(customer, 0);
    referral.happen(customer, `e${n}`);
  }
  const { course, soldOut, history } = referral.view();
  assertEquals(course.budget.fen?.available, 200);
  assertEquals(referral.wallet("ann").coupons.length, 2);
  assert(course.warnedAtMs === null && soldOut === "no", "200 of 1,200 is more than a tenth");
  referral.happen("bob", "e0", true);
  assertEquals(referral.view().course.budget.fen?.available, 700);
  assertEquals(
    referral.wallet("ann").coupons.map(({ state }) => state).sort(),
    ["revoked", "unused"],
  );
  assertEquals(history.some(({ what }) => what === "budget-warned"), false);
  referral.join("eve", 0);
  referral.happen("eve", "e9");
  const after = referral.view({ kind: "units", by: ANN, delta: -150 });
  assertEquals(after.course.budget.fen, {
    total: 1_200,
    available: 50,
    held: 0,
    paid: 1_000,
    withdrawn: 150,
  });
});

Deno.test("when less than a tenth is left, the history says so once", () => {
  const referral = Referral.open({ budget: { fen: 1_040 } });
  referral.join("ann");
  for (const [n, customer] of ["bob", "cid"].entries()) {
    referral.join(customer, 0);
    referral.happen(customer, `e${n}`);
  }
  const { course, history } = referral.view();
  assert(course.warnedAtMs !== null);
  assertEquals(history.filter(({ what }) => what === "budget-warned").length, 1);
  const more = referral.view({ kind: "units", by: ANN, delta: 500 });
  assertEquals(more.course.warnedAtMs, null);
  referral.join("dan", 0);
  referral.happen("dan", "e7");
  const again = referral.view().history.filter(({ what }) => what === "budget-warned");
  assertEquals(again.length, 2, "the next shortage is said too");
});

Deno.test("a budget cannot be cut below what is committed, and the number is said", () => {
  const referral = Referral.open();
  referral.join("ann");
  referral.join("bob", 0);
  referral.happen("bob", "e1");
  const cut = referral.ask({ kind: "units", by: ANN, delta: -1_700 });
  assertEquals(cut.kind === "rejected" && [cut.code, cut.stranded], ["would-strand", 200]);
  const other = referral.ask({ kind: "units", by: ANN, delta: 5, pool: "units" });
  assertEquals(other.kind === "rejected" && other.code, "invalid");
  const huge = referral.ask({ kind: "units", by: ANN, delta: 2_000_000_000_000 });
  assertEquals(huge.kind === "rejected" && huge.code, "invalid");
  assertEquals(referral.view({ kind: "units", by: ANN, delta: 500 }).units.total, 2_500);
});

Deno.test("a paused referral takes nobody in, and an ended one settles when nobody can qualify", () => {
  const referral = Referral.open();
  referral.join("ann");
  referral.view({ kind: "pause", by: ANN, reason: "look" });
  const late = referral.join("bob", 0);
  assertEquals(late.kind === "rejected" && late.code, "paused");
  referral.view({ kind: "resume", by: ANN });
  referral.join("bob", 0);
  referral.post.pass(ENDS_MS - referral.post.nowMs, DAY_MS / 2);
  assertEquals(referral.view().phase, "ended");
  referral.happen("bob", "e1");
  assertEquals(referral.view().course.sums.rewarded, 1);
  referral.post.pass(8 * DAY_MS, DAY_MS / 2);
  assertEquals(referral.view().phase, "settled");
});

Deno.test("nobody but its own cells is heard", () => {
  const referral = Referral.open();
  const ask = { kind: "reserve-budget", reward: "0.0", fen: 100, outlet: null };
  referral.post.ask("campaign/r", ask);
  referral.post.quiet();
  assertEquals(referral.view().course.budget.fen?.available, 2_000);
});

Deno.test("an ended referral with something to review asks for no turn until it is reviewed", () => {
  const referral = Referral.open();
  referral.join("ann");
  referral.join("bob", 0);
  referral.post.ask("referral/r/0", { kind: "loop-tried", n: 1, by: { cell: 0, n: 0 } });
  referral.happen("bob", "e1");
  assertEquals(referral.view().course.sums.flagged, 1);
  referral.post.pass(10 * DAY_MS, DAY_MS / 2);
  assertEquals(referral.view().phase, "ended");
  const verdict = { kind: "review", reward: null, verdict: "approve", note: "known", by: "ann" };
  for (const n of [0, 1]) referral.post.ask("referral/r/0", { ...verdict, n });
  referral.post.pass(2_000, 500);
  assertEquals([referral.view().phase, referral.view().course.sums.rewarded], ["settled", 1]);
});

Deno.test("an event that is told again is the one that counts already: taken back, nothing stays", () => {
  const referral = Referral.open();
  referral.join("ann");
  referral.join("bob", 0);
  referral.happen("bob", "e1");
  const event: QualifyingEvent = { id: "e1", type: "account-opened", atMs: referral.post.nowMs };
  referral.post.send("customer/bob", {
    to: "referral/r/0",
    command: { kind: "happened", n: 1, event, reversal: false },
  });
  referral.post.quiet();
  referral.happen("bob", "e1", true);
  assertEquals(referral.view().course.budget.fen?.available, 2_000);
});
