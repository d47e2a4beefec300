/**
 * The fold behind lists and results of referral campaigns: records of their cells become changes of rows. Pure.
 * Records of one cell come in order, those of different cells in any: a reward may be paid for someone whose own row
 * comes later, and is counted then.
 */
import type { Place } from "../../../actors/referral/protocol.ts";
import type { ReferralEvent } from "../../../actors/referral/events.ts";
import type { LogRecord } from "../statistics/book.ts";
import {
  type Book,
  cellOf,
  OTHERS_MAX,
  participantKey,
  rewardKey,
  type RewardRow,
} from "./book.ts";
import type { ReferralFigures } from "./measures.ts";
import { Page, type ReferralChanges } from "./page.ts";

/** Folds records of cells. */
export function foldReferral(records: readonly LogRecord[], book: Book): ReferralChanges {
  const page = new Page(book);
  for (const { kind, key, atMs, events } of records) {
    if (kind !== "referral") continue;
    const turn = new Turn(page, { ...cellOf(key), atMs: Math.floor(atMs) });
    // Decoded by the kind's own upcaster.
    for (const event of events as readonly ReferralEvent[]) turn.apply(event);
  }
  return page;
}

/** One record of one cell. */
class Turn {
  readonly #page: Page;
  readonly #campaign: string;
  readonly #cell: number;
  readonly #atMs: number;

  constructor(
    page: Page,
    { campaign, cell, atMs }: { campaign: string; cell: number; atMs: number },
  ) {
    this.#page = page;
    this.#campaign = campaign;
    this.#cell = cell;
    this.#atMs = atMs;
  }

  apply(event: ReferralEvent): void {
    switch (event.kind) {
      case "joined":
        return this.#joined(event);
      case "clicked":
        for (const { n, channel, clicks } of event.items) {
          const manager = this.#page.participant(this.#key(n))?.manager ?? "";
          this.#count({ manager, channel }, { clicks });
        }
        return;
      case "visited":
        for (const { via, channel, visits } of event.items) {
          this.#count({ manager: via ?? "", channel }, { visits });
        }
        return;
      case "qualified":
        return this.#qualified(event);
      case "reversed":
        return this.#reversed(event);
      case "reward-made":
        return this.#made(event);
      case "reward-moved":
        return this.#moved(event);
      case "flagged":
        return this.#flagged(event);
      case "reviewed":
        return this.#reviewed(event);
      case "removed": {
        const row = this.#page.changed(this.#key(event.n));
        if (row !== null) row.removed = true;
        return;
      }
      // Said a second time in the inviter's cell, or nobody's business.
      case "configured":
      case "phased":
      case "invited":
      case "ignored":
      case "counted":
      case "uncounted":
      case "invitee-flagged":
      case "awaited":
      case "dismissed":
      case "device-noted":
      case "swept":
      case "counts-told":
      case "reported":
        return;
    }
  }

  #joined(event: ReferralEvent & { kind: "joined" }): void {
    const { n, customer, mask, inviter, level, channel } = event;
    const manager = event.via ?? "";
    const key = this.#key(n);
    this.#page.participants.set(key, {
      campaign: this.#campaign,
      cell: this.#cell,
      n,
      customer,
      mask,
      inviter_cell: inviter?.cell ?? null,
      inviter_n: inviter?.n ?? null,
      level,
      manager,
      unit: this.#page.unitOf(manager, this.#atMs),
      channel,
      joined_ms: this.#atMs,
      qualified_ms: null,
      qualified_by: null,
      qualified_event: null,
      removed: false,
    });
    this.#count({ manager, channel }, { participants: 1, invited: inviter === null ? 0 : 1 });
    for (const waiting of this.#page.waitingFor(key)) {
      const reward = this.#page.changedReward(waiting);
      if (reward !== null) this.#countPaid(reward, channel);
    }
  }

  #qualified({ n, event }: ReferralEvent & { kind: "qualified" }): void {
    const row = this.#page.changed(this.#key(n));
    if (row === null || row.qualified_ms !== null) return;
    row.qualified_ms = this.#atMs;
    row.qualified_by = event.type;
    row.qualified_event = event.id;
    this.#count(row, { qualified: 1 });
  }

  /** Taken back where it was counted: no line shows fewer than none. */
  #reversed({ n, event }: ReferralEvent & { kind: "reversed" }): void {
    const row = this.#page.changed(this.#key(n));
    if (row === null || row.qualified_ms === null || row.qualified_event !== event) return;
    this.#count(row, { qualified: -1 }, row.qualified_ms);
    row.qualified_ms = null;
    row.qualified_by = null;
    row.qualified_event = null;
  }

  #made(event: ReferralEvent & { kind: "reward-made" }): void {
    const { r, n, reward, fen, state, reason, flags, invitee, tier, events, rules } = event;
    const manager = event.outlet ?? "";
    this.#page.rewards.set(rewardKey(this.#campaign, { cell: this.#cell, r }), {
      campaign: this.#campaign,
      cell: this.#cell,
      r,
      n,
      for: event.for,
      kind: reward.kind,
      ref: reward.ref,
      amount: reward.amount,
      fen,
      state,
      reason,
      flags,
      invitee_cell: invitee?.cell ?? null,
      invitee_n: invitee?.n ?? null,
      invitee_mask: event.inviteeMask,
      tier,
      events,
      rules,
      manager,
      unit: this.#page.unitOf(manager, this.#atMs),
      channel: null,
      created_ms: this.#atMs,
      due_ms: null,
      paid_ms: null,
      clawed_ms: null,
      by_staff: null,
      note: null,
    });
  }

  #moved(event: ReferralEvent & { kind: "reward-moved" }): void {
    const key = rewardKey(this.#campaign, { cell: this.#cell, r: event.r });
    const row = this.#page.changedReward(key);
    if (row === null) return;
    row.state = event.state;
    row.reason = event.reason;
    row.due_ms = event.dueMs === undefined ? row.due_ms : Math.round(event.dueMs);
    row.by_staff = event.by ?? row.by_staff;
    row.note = event.note ?? row.note;
    if (event.state === "paid" && row.paid_ms === null) {
      row.paid_ms = this.#atMs;
      this.#paid(row, key);
    }
    if (row.paid_ms === null) return;
    if (event.state === "clawed-back" && row.clawed_ms === null) {
      row.clawed_ms = this.#atMs;
      if (row.channel !== null) this.#countClawed(row, 1);
    } else if (event.state === "paid" && row.clawed_ms !== null) {
      // The coupon was used before it could be taken back.
      if (row.channel !== null) this.#countClawed(row, -1);
      row.clawed_ms = null;
    }
  }

  #paid(row: RewardRow, key: string): void {
    const place = this.#earner(row);
    const channel = this.#page.participant(participantKey(this.#campaign, place))?.channel;
    if (channel !== undefined) this.#countPaid(row, channel);
    else this.#page.wait(participantKey(this.#campaign, place), key);
  }

  /** Whose coming is rewarded; the owner, where it is for nobody else. */
  #earner({ cell, n, invitee_cell, invitee_n }: RewardRow): Place {
    return invitee_cell === null || invitee_n === null
      ? { cell, n }
      : { cell: invitee_cell, n: invitee_n };
  }

  #countPaid(row: RewardRow, channel: string): void {
    if (row.paid_ms === null) return;
    row.channel = channel;
    const rewarded = row.for === "invitee" ? 1 : 0;
    const at = { manager: row.manager, channel };
    this.#count(at, { rewarded, rewards: 1, paidFen: row.fen }, row.paid_ms);
    if (row.clawed_ms !== null) this.#countClawed(row, 1);
  }

  /** `sign` -1: it stayed paid after all. */
  #countClawed(
    { manager, channel, paid_ms, clawed_ms, fen, ...row }: RewardRow,
    sign: 1 | -1,
  ): void {
    if (paid_ms === null || clawed_ms === null) return;
    const at = { manager, channel: channel ?? "" };
    if (row.for === "invitee") this.#count(at, { rewarded: -sign }, paid_ms);
    this.#count(at, { clawedFen: sign * fen }, clawed_ms);
  }

  #flagged({ n, reason, with: other }: ReferralEvent & { kind: "flagged" }): void {
    const key = this.#key(n);
    const before = this.#page.review(key);
    const flags = before?.flags ?? [];
    const others = before?.others ?? [];
    const isKnown = other === null || others.length >= OTHERS_MAX ||
      others.some(({ cell, n }) => cell === other.cell && n === other.n);
    this.#page.reviews.set(key, {
      campaign: this.#campaign,
      cell: this.#cell,
      n,
      flags: flags.includes(reason) ? flags : [...flags, reason],
      others: isKnown ? others : [...others, { cell: other.cell, n: other.n }],
      flagged_ms: before?.flagged_ms ?? this.#atMs,
      note: before?.note ?? null,
    });
  }

  /** A verdict on one reward leaves the others, and the flags, to be looked at. */
  #reviewed({ n, reward, verdict, note }: ReferralEvent & { kind: "reviewed" }): void {
    const key = this.#key(n);
    const before = this.#page.review(key);
    if (before === null) return;
    if (verdict === "ask") this.#page.reviews.set(key, { ...before, note });
    else if (reward === null) this.#page.reviews.set(key, null);
  }

  #key(n: number): string {
    return participantKey(this.#campaign, { cell: this.#cell, n });
  }

  #count(
    { manager, channel }: { readonly manager: string; readonly channel: string },
    figures: Partial<ReferralFigures>,
    atMs = this.#atMs,
  ): void {
    this.#page.count({ campaign: this.#campaign, manager, channel, atMs }, figures);
  }
}
