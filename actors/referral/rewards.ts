/** The rewards of a cell's participants, by number. */
import { REWARDS_FOR, STATES } from "./codes.ts";
import { Column, columnBytes, loadColumns, saveColumns, type SavedColumns } from "./columns.ts";
import { DueHeap } from "./due_heap.ts";
import type { Reward, RewardFor, RewardState } from "./protocol.ts";

/** What a reward is and what it costs; few different ones in a campaign. */
interface Gift {
  readonly reward: Reward;
  readonly fen: number;
}

/** What a reward is made of; names, events and records by their numbers. */
export interface NewReward {
  readonly owner: number;
  readonly for: RewardFor;
  readonly gift: Gift;
  readonly state: RewardState;
  readonly reason: number;
  /** Record among the invitees, or of the second level; -1 for none. */
  readonly invitee: number;
  /** Threshold; 0 for none. */
  readonly tier: number;
  /** Its events stand in a row. */
  readonly events: number;
  readonly eventCount: number;
  readonly rules: number;
  readonly outlet: number;
  readonly atMs: number;
}

export class Rewards {
  readonly col = {
    owner: Column.ints(),
    for: Column.bytes(),
    gift: Column.bytes(),
    state: Column.bytes(),
    reason: Column.bytes(),
    invitee: Column.ints(-1),
    tier: Column.ints(),
    events: Column.ints(),
    eventCount: Column.bytes(),
    rules: Column.ints(),
    outlet: Column.ints(-1),
    /** 1: reviewed by itself, flags of others hold it back no more. */
    cleared: Column.bytes(),
    /** 1: clawed back, and the wallet has not said whether it was there to be taken. */
    waits: Column.bytes(),
    createdAtMs: Column.times(),
    /** 0 before it is reserved. */
    dueMs: Column.times(),
    /** 0 before it is paid. */
    paidAtMs: Column.times(),
  };
  readonly links = { older: Column.ints(-1) };
  readonly notes = new Map<number, string>();
  /** Those that are held; others may be among them, never in front. */
  readonly due = new DueHeap();
  readonly #gifts: Gift[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return columnBytes(this.col) + this.links.older.bytes + this.due.bytes +
      this.notes.size * 100;
  }

  has(r: number): boolean {
    return Number.isInteger(r) && r >= 0 && r < this.#count;
  }

  add(made: NewReward): number {
    const r = this.#count++;
    const { col } = this;
    col.owner.set(r, made.owner);
    col.for.set(r, REWARDS_FOR.of(made.for));
    col.gift.set(r, this.#giftNumber(made.gift));
    col.state.set(r, STATES.of(made.state));
    col.reason.set(r, made.reason);
    col.invitee.set(r, made.invitee);
    col.tier.set(r, made.tier);
    col.events.set(r, made.events);
    col.eventCount.set(r, made.eventCount);
    col.rules.set(r, made.rules);
    col.outlet.set(r, made.outlet);
    col.createdAtMs.set(r, made.atMs);
    return r;
  }

  state(r: number): RewardState {
    return STATES.word(this.col.state.get(r));
  }

  /** Whether a reward counts against caps, and there is no other for the same. */
  stands(r: number): boolean {
    const state = this.state(r);
    return state !== "rejected" && (state !== "clawed-back" || this.col.waits.get(r) === 1);
  }

  for(r: number): RewardFor {
    return REWARDS_FOR.word(this.col.for.get(r));
  }

  gift(r: number): Gift {
    const gift = this.#gifts[this.col.gift.get(r)];
    if (gift === undefined) throw new Error(`Cannot tell what reward ${r} is`);
    return gift;
  }

  /** Keeps the heap true after a reward's state has changed. */
  settleDue(r: number): void {
    if (this.state(r) === "held") this.due.add(r, this.col.dueMs.get(r));
    for (let first = this.due.first; first >= 0; first = this.due.first) {
      if (this.state(first) === "held" && this.due.firstMs === this.col.dueMs.get(first)) return;
      this.due.dropFirst();
    }
  }

  save() {
    return {
      count: this.#count,
      columns: saveColumns(this.col, this.#count) as SavedColumns,
      gifts: [...this.#gifts],
      notes: [...this.notes],
    };
  }

  static load(saved: ReturnType<Rewards["save"]>): Rewards {
    const rewards = new Rewards();
    loadColumns(rewards.col, saved.columns);
    rewards.#count = saved.count;
    rewards.#gifts.push(...saved.gifts);
    for (const [r, note] of saved.notes) rewards.notes.set(r, note);
    for (let r = 0; r < saved.count; r++) if (rewards.state(r) === "held") rewards.settleDue(r);
    return rewards;
  }

  #giftNumber(gift: Gift): number {
    const known = this.#gifts.findIndex(({ reward, fen }) =>
      fen === gift.fen && reward.kind === gift.reward.kind && reward.ref === gift.reward.ref &&
      reward.amount === gift.reward.amount
    );
    return known >= 0 ? known : this.#gifts.push(gift) - 1;
  }
}
