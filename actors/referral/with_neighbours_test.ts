/** Cells with the product's own campaign, customers' records and wallets. */
import { assert, assertEquals } from "@std/assert";
import type { CampaignReply, ReferralView } from "../campaign/protocol.ts";
import type { ReferralSpec } from "../campaign/referral_spec.ts";
import { DEFAULT_LIMITS } from "../../engine/limits.ts";
import { createKinds } from "../mod.ts";
import { PostOffice } from "../testing/post_office.ts";
import { DAY_MS, OPEN_MS, POINTS } from "./fixtures/referral.ts";
import { type ParticipantView, referralCellOf, type ReferralReply } from "./protocol.ts";
import type { WalletReply } from "../wallet/protocol.ts";

const STAFF = { id: "s1", role: "bank", unit: "b1" } as const;
const COUPON = { kind: "coupon", ref: "tea", amount: 500 } as const;

const SPEC: ReferralSpec = {
  kind: "referral",
  title: "邀请有礼",
  startsAtMs: OPEN_MS,
  endsAtMs: OPEN_MS + 30 * DAY_MS,
  attribution: "last",
  windowDays: 30,
  qualifying: ["account-opened"],
  rewards: { perInvitee: COUPON, perInvitedSelf: POINTS, tiers: [{ at: 2, reward: POINTS }] },
  caps: {},
  budget: { fen: 1_030, units: 10 },
  holdDays: 1,
  rules: "好友开户后，双方得奖励。",
  expectedParticipants: 10_000,
  coupons: {
    tea: {
      title: "茶饮券",
      amountFen: 500,
      minimumFen: 0,
      validity: { kind: "days", days: 30 },
      units: [],
      note: "",
    },
  },
};

class Office {
  readonly post = new PostOffice(createKinds(DEFAULT_LIMITS), { nowMs: OPEN_MS - 3_600_000 });

  campaign(command: object): ReferralView {
    const reply = this.post.ask("campaign/c", command).reply as CampaignReply | undefined;
    this.post.quiet();
    if (reply === undefined) return this.campaign({ kind: "view" });
    if (reply.kind !== "view" || reply.view.kind !== "referral") {
      throw new Error(JSON.stringify(reply));
    }
    return reply.view;
  }

  join(customer: string, inviter: ParticipantView | null, cells: number): ParticipantView {
    const { nowMs } = this.post;
    const code = inviter === null ? null : { cell: inviter.cell, n: inviter.n };
    const facts = inviter === null ? {} : {
      [`${inviter.cell}.${inviter.n}`]: { ...inviter, device: null, inviter: null },
    };
    const to = `referral/c/${referralCellOf(customer, cells)}`;
    const reply = this.post.ask(to, {
      kind: "join",
      ...{ customer, code, inviters: facts, via: null, channel: "link", device: null },
      touches: code === null ? [] : [{ place: code, atMs: nowMs, channel: "link" }],
      ...{ mask: "客户", isStaff: false, facts: { tags: [], isNew: true, orgUnitIds: [] } },
    }).reply as ReferralReply;
    this.post.quiet();
    if (reply.kind !== "participant") throw new Error(JSON.stringify(reply));
    return reply.participant;
  }

  event(customer: string, id: string, reversal = false): void {
    const event = { id, type: "account-opened", atMs: this.post.nowMs };
    this.post.ask(`customer/${customer}`, { kind: "event", event, reversal });
    this.post.quiet();
  }

  of({ cell, n }: ParticipantView): ParticipantView {
    const reply = this.post.ask(`referral/c/${cell}`, { kind: "participant", n }).reply;
    const seen = reply as ReferralReply;
    if (seen.kind !== "participant") throw new Error(JSON.stringify(seen));
    return seen.participant;
  }

  /** Uses every coupon that a customer has. */
  redeemAll(customer: string): void {
    for (const { id, state } of this.wallet(customer).coupons) {
      if (state !== "unused") continue;
      const at = { by: "m1", unit: "o1", unitName: "一支行", units: ["o1"] };
      this.post.ask(`wallet/${customer}`, { kind: "redeem", coupon: id, ...at });
    }
    this.post.quiet();
  }

  wallet(customer: string) {
    const reply = this.post.ask(`wallet/${customer}`, { kind: "view" }).reply as WalletReply;
    if (reply.kind !== "wallet") throw new Error(JSON.stringify(reply));
    return reply.wallet;
  }
}

Deno.test("from the draft to the coupon in a wallet, and back, the budget is exact", () => {
  const office = new Office();
  office.campaign({ kind: "create", spec: SPEC, by: STAFF, approval: false });
  const { cells } = office.campaign({ kind: "schedule", by: STAFF });
  assert(cells > 1, "participants are spread");
  office.post.pass(3_600_000, 600_000);
  const ann = office.join("ann", null, cells);
  const bob = office.join("bob", ann, cells);
  const cid = office.join("cid", ann, cells);
  office.join("dan", ann, cells);
  for (const name of ["bob", "cid", "dan"]) office.event(name, `e-${name}`);
  // Two coupons, one tier, two for themselves: the third coupon is beyond the budget.
  const states = office.of(ann).rewards.map((each) => `${each.for} ${each.reason ?? each.state}`);
  assertEquals(states.toSorted(), [
    "invitee budget-exhausted",
    "invitee held",
    "invitee held",
    "tier held",
  ]);
  const held = office.campaign({ kind: "view" }).course.budget;
  assertEquals([held.fen?.held, held.fen?.paid, held.units?.held], [1_030, 0, 5]);
  office.post.pass(DAY_MS, DAY_MS / 4);
  const paid = office.campaign({ kind: "view" });
  assertEquals([paid.course.budget.fen?.held, paid.course.budget.fen?.paid], [0, 1_030]);
  assertEquals(paid.course.sums.rewarded, 2);
  assertEquals(paid.course.leaders.map(({ qualified }) => qualified), [3]);
  const wallet = office.wallet("ann");
  assertEquals(wallet.coupons.map(({ state }) => state), ["unused", "unused"]);
  assertEquals(wallet.points.balance, 10);
  assertEquals(office.wallet("bob").points.balance, 10);
  assertEquals(office.of(bob).qualifiedBy?.id, "e-bob");

  office.event("bob", "e-bob", true);
  office.post.pass(10_000, 1_000);
  assertEquals(office.wallet("ann").coupons.map(({ state }) => state).toSorted(), [
    "revoked",
    "unused",
  ]);
  assertEquals(office.wallet("bob").points.balance, 0);
  const after = office.campaign({ kind: "view" }).course.budget.fen;
  assertEquals([after?.held, after?.paid, after?.available], [0, 520, 510]);
  assertEquals(office.of(ann).tiers[0]?.state, "paid", "cid and dan still make two");
  office.event("cid", "e-cid", true);
  office.post.pass(10_000, 1_000);
  assertEquals(office.of(ann).tiers[0]?.state, "clawed-back");
  assertEquals(office.campaign({ kind: "view" }).course.budget.fen?.paid, 0);
  assertEquals(office.of(cid).qualifiedBy, null);
});

Deno.test("a coupon that was used cannot be taken back: reward and budget say that it is spent", () => {
  const office = new Office();
  const rewards = { perInvitee: COUPON };
  const spec = { ...SPEC, rewards, holdDays: 0 };
  office.campaign({ kind: "create", spec, by: STAFF, approval: false });
  const { cells } = office.campaign({ kind: "schedule", by: STAFF });
  office.post.pass(3_600_000, 600_000);
  const ann = office.join("ann", null, cells);
  office.join("bob", ann, cells);
  office.event("bob", "e-bob");
  office.redeemAll("ann");
  office.event("bob", "e-bob", true);
  office.post.pass(10_000, 1_000);
  assertEquals(office.wallet("ann").coupons[0]?.state, "used");
  assertEquals(office.of(ann).rewards.map(({ state }) => state), ["paid"]);
  assertEquals(office.of(ann).qualified, 0);
  assertEquals(office.campaign({ kind: "view" }).course.budget.fen?.paid, 500);
});

/** A campaign that is open, and its number of cells. */
function opened(spec: Partial<ReferralSpec>): { office: Office; cells: number } {
  const office = new Office();
  const all = { ...SPEC, budget: { fen: 100_000 }, holdDays: 0, ...spec };
  office.campaign({ kind: "create", spec: all, by: STAFF, approval: false });
  const { cells } = office.campaign({ kind: "schedule", by: STAFF });
  office.post.pass(3_600_000, 600_000);
  return { office, cells };
}

const QUALIFYING = ["account-opened", "card-activated"] as const;
const EVERYTHING = {
  perInvitee: COUPON,
  perInvitedSelf: COUPON,
  perSecondLevel: COUPON,
  tiers: [{ at: 1, reward: COUPON }],
};

Deno.test("whoever opens and closes an account again and again is paid once for a used coupon", () => {
  const { office, cells } = opened({ rewards: EVERYTHING });
  const top = office.join("top", null, cells);
  const ann = office.join("ann", top, cells);
  const bob = office.join("bob", ann, cells);
  for (let round = 1; round <= 4; round++) {
    office.event("bob", `e${round}`);
    for (const name of ["top", "ann", "bob"]) office.redeemAll(name);
    office.event("bob", `e${round}`, true);
  }
  const states = (one: ParticipantView) =>
    office.of(one).rewards.map((each) => `${each.for} ${each.state}`).toSorted();
  assertEquals(states(top), ["second-level paid"]);
  assertEquals(states(ann), ["invitee paid", "tier paid"]);
  assertEquals(states(bob), ["self paid"]);
  assertEquals(office.campaign({ kind: "view" }).course.budget.fen?.paid, 2_000);
});

for (const isUsed of [true, false]) {
  const title = isUsed ? "a used coupon stays the only one" : "an unused coupon is replaced";
  Deno.test(`${title} when another event takes the place of the one that did not last`, () => {
    const { office, cells } = opened({ rewards: EVERYTHING, qualifying: QUALIFYING });
    const top = office.join("top", null, cells);
    const ann = office.join("ann", top, cells);
    const bob = office.join("bob", ann, cells);
    office.event("bob", "e1");
    const event = { id: "e2", type: "card-activated", atMs: office.post.nowMs };
    office.post.ask("customer/bob", { kind: "event", event, reversal: false });
    office.post.quiet();
    if (isUsed) { for (const name of ["top", "ann", "bob"]) office.redeemAll(name); }
    office.event("bob", "e1", true);
    const standing = [top, ann, bob].flatMap((one) =>
      office.of(one).rewards.filter(({ state }) => state !== "clawed-back")
        .toSorted((a, b) => a.for < b.for ? -1 : 1)
    );
    const cause = isUsed ? "e1" : "e2";
    assertEquals(
      standing.map(({ state, events, ...each }) => `${each.for} ${state} ${events[0]?.id}`),
      ["second-level", "invitee", "tier", "self"].map((each) => `${each} paid ${cause}`),
    );
    assertEquals(office.campaign({ kind: "view" }).course.budget.fen?.paid, 2_000);
  });
}

for (const isUsed of [true, false]) {
  const what = isUsed ? "used" : "unused";
  Deno.test(`a cap counts a ${what} coupon until the wallet has said that it is taken back`, () => {
    const rewards = { perInvitee: COUPON };
    const { office, cells } = opened({ rewards, caps: { perInviter: 1 }, qualifying: QUALIFYING });
    const ann = office.join("ann", null, cells);
    const bob = office.join("bob", ann, cells);
    const cid = office.join("cid", ann, cells);
    office.event("bob", "e1");
    const event = { id: "e2", type: "card-activated", atMs: office.post.nowMs };
    office.post.ask("customer/bob", { kind: "event", event, reversal: false });
    office.post.quiet();
    if (isUsed) office.redeemAll("ann");
    const { post } = office;
    const between = (one: string, other: string) => {
      while (post.deliver([one, other]));
    };
    const of = (one: ParticipantView) => `referral/c/${one.cell}`;
    const first = { id: "e1", type: "account-opened", atMs: post.nowMs };
    post.ask("customer/bob", { kind: "event", event: first, reversal: true });
    between("customer/bob", of(bob));
    between(of(bob), of(ann));
    assertEquals(office.of(ann).rewards.map(({ state }) => state), ["clawed-back"]);
    // The wallet has not answered, and somebody else qualifies.
    const other = { id: "e3", type: "account-opened", atMs: post.nowMs };
    post.ask("customer/cid", { kind: "event", event: other, reversal: false });
    between("customer/cid", of(cid));
    between(of(cid), of(ann));
    const [refused] = office.of(ann).rewards;
    assertEquals([refused?.state, refused?.reason], ["rejected", "cap-per-inviter"]);
    post.quiet();
    const paid = office.of(ann).rewards.filter(({ state }) => state === "paid");
    assertEquals(paid.map(({ events }) => events[0]?.id), [isUsed ? "e1" : "e2"]);
    assertEquals(office.campaign({ kind: "view" }).course.budget.fen?.paid, 500);
  });
}
