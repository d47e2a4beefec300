/** One cell with very many, without neighbours: work per turn and bytes per participant stay small. */
import { assert, assertEquals } from "@std/assert";
import { HOLD_MS, OPEN_MS, TERMS } from "./fixtures/referral.ts";
import type { InviterFacts, ReferralReply } from "./protocol.ts";
import { createReferralKind } from "./referral.ts";
import { REWARDS_PER_TURN_MAX } from "./tending.ts";
import type { CellCommand } from "./turn.ts";

const INVITEES = 10_000;
const HUB: InviterFacts = {
  cell: 0,
  n: 0,
  customer: "hub",
  via: null,
  device: null,
  level: 0,
  inviter: null,
  mask: "客户",
};

/** A cell whose messages to itself and requests for budget are answered at once. */
class Cell {
  readonly kind = createReferralKind();
  state = this.kind.initial("c/0");
  atMs = OPEN_MS;

  constructor() {
    const phase = { version: 1, paused: false, ended: false, endsAtMs: OPEN_MS + 10 * HOLD_MS };
    const terms = { ...TERMS, cells: 1, holdMs: HOLD_MS, burstMax: INVITEES + 1 };
    this.do({ kind: "direct", terms, phase }, "campaign/c");
  }

  /** Kinds of the events of this turn alone. */
  do(body: CellCommand, from: string | null = null) {
    const { atMs } = this;
    const command = { body, atMs, commandId: "c", random: "r".repeat(21), from };
    const decision = this.kind.decide(command, this.state);
    for (const event of decision.events) this.state = this.kind.evolve(this.state, event);
    for (const { to, command } of decision.send ?? []) {
      const sent = command as { kind: string; reward?: string };
      // As the engine would hand it over.
      if (to === "referral/c/0") this.do(command as CellCommand, to);
      if (sent.kind === "reserve-budget") {
        this.do({ kind: "budget", reward: sent.reward ?? "", outcome: "reserved" }, to);
      }
    }
    return decision;
  }

  join(customer: string, inviter: InviterFacts | null): void {
    const code = inviter === null ? null : { cell: inviter.cell, n: inviter.n };
    this.do({
      kind: "join",
      ...{ customer, code, via: null, channel: "link", device: `${customer}-device` },
      touches: code === null ? [] : [{ place: code, atMs: this.atMs, channel: "link" }],
      inviters: inviter === null ? {} : { "0.0": inviter },
      ...{ mask: "139****0101", isStaff: false },
      facts: { tags: [], isNew: true, orgUnitIds: [] },
    });
  }

  qualify(n: number): void {
    const event = { id: `e${n}`, type: "account-opened", atMs: this.atMs } as const;
    this.do({ kind: "happened", n, event, reversal: false }, "customer/x");
  }

  /** Wakes until nothing is due; the most events of one turn, and how many turns. */
  wake(): { readonly most: number; readonly turns: number } {
    let most = 0;
    let turns = 0;
    for (;;) {
      const due = this.kind.wake?.(this.state) ?? null;
      if (due === null || due > this.atMs) return { most, turns };
      most = Math.max(most, this.do({ kind: "wake" }).events.length);
      turns++;
    }
  }
}

Deno.test("an inviter of very many costs a bounded turn, whatever happens to all of them", () => {
  const cell = new Cell();
  cell.join("hub", null);
  for (let n = 1; n <= INVITEES; n++) {
    cell.join(`customer-${n}`, HUB);
    cell.qualify(n);
  }
  cell.wake();
  assertEquals(cell.state.sums.qualified, INVITEES);
  const turnsMin = INVITEES / REWARDS_PER_TURN_MAX;

  cell.do({ kind: "loop-tried", n: 0, by: { cell: 0, n: 1 } });
  const flagging = cell.wake();
  assertEquals(cell.state.sums.flagged, INVITEES);
  assert(flagging.most <= REWARDS_PER_TURN_MAX + 2, `${flagging.most} events in one turn`);
  assert(flagging.turns >= turnsMin);

  cell.do({ kind: "review", n: 0, reward: null, verdict: "approve", note: "", by: "s1" });
  assert(cell.wake().most <= REWARDS_PER_TURN_MAX + 2);
  // One reward is of an invitee who was flagged too.
  assertEquals(cell.state.sums.flagged, 1);

  cell.atMs += HOLD_MS;
  const paying = cell.wake();
  assert(paying.most <= REWARDS_PER_TURN_MAX + 2 && paying.turns >= turnsMin);

  const reply = replyOf(cell.do({ kind: "me", customer: "hub" }));
  if (reply?.kind !== "participant") throw new Error("Expected the inviter");
  assertEquals(reply.participant.invited, INVITEES);
  assertEquals([reply.participant.invitees.length, reply.participant.rewards.length], [200, 200]);
});

Deno.test("all invitees are found in pages, in the order of joining", () => {
  const cell = new Cell();
  cell.join("hub", null);
  for (let n = 1; n <= 2_345; n++) cell.join(`customer-${n}`, HUB);
  let after: number | null = null;
  let seen = 0;
  do {
    const page: ReferralReply | null = replyOf(cell.do({
      kind: "children",
      n: 0,
      after,
      limit: 10_000,
    }));
    if (page?.kind !== "children") throw new Error("Expected a page");
    for (const { n } of page.items) assertEquals(n, ++seen);
    assert(page.items.length <= 500);
    after = page.next;
  } while (after !== null);
  assertEquals(seen, 2_345);
});

Deno.test("a participant takes few bytes, in memory and in a snapshot", () => {
  const cell = new Cell();
  cell.join("hub", null);
  for (let n = 1; n <= 4_096; n++) {
    cell.join(`customer-${n}`, HUB);
    cell.qualify(n);
  }
  const saved = JSON.stringify(cell.kind.save(cell.state));
  assert(saved.length / 4_096 < 260, `${saved.length / 4_096} bytes in a snapshot`);
  const weight = cell.kind.weigh?.(cell.state) ?? Infinity;
  assert(weight / 4_096 < 600, `${weight / 4_096} bytes in memory`);
  assertEquals(cell.kind.load("c/0", JSON.parse(saved), 1).sums, cell.state.sums);
});

function replyOf(decision: ReturnType<Cell["do"]>): ReferralReply | null {
  return "reply" in decision ? decision.reply : null;
}
