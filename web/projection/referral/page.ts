/** The rows that one page of records changes, on top of those that are there. */
import { bankOf, unitAt } from "../statistics/book.ts";
import { dayNumber } from "../statistics/day.ts";
import {
  type Book,
  type ParticipantRow,
  type ReviewRow,
  rewardKey,
  type RewardRow,
} from "./book.ts";
import { addFigures, noFigures, type ReferralFigures } from "./measures.ts";

/** What is added to one row of `projected.referral_daily`. */
export interface ReferralDailyChange {
  readonly campaign: string;
  readonly day: number;
  readonly unit: string;
  readonly bank: string;
  readonly manager: string;
  readonly channel: string;
  readonly figures: ReferralFigures;
  /** Whether any of what managers are ranked by moved, and when it last rose; 0: it did not. */
  isReferred: boolean;
  referredMs: number;
}

export interface ReferralChanges {
  /** By key, as they stand now. */
  readonly participants: ReadonlyMap<string, ParticipantRow>;
  readonly rewards: ReadonlyMap<string, RewardRow>;
  /** Null: decided. */
  readonly reviews: ReadonlyMap<string, ReviewRow | null>;
  readonly daily: readonly ReferralDailyChange[];
}

/** What statistics show beside sales. */
const REFERRED = ["participants", "qualified", "rewarded"] as const;

/** Rows of the book are left as they are. */
export class Page implements ReferralChanges {
  readonly participants = new Map<string, ParticipantRow>();
  readonly rewards = new Map<string, RewardRow>();
  readonly reviews = new Map<string, ReviewRow | null>();
  readonly #book: Book;
  readonly #daily = new Map<string, ReferralDailyChange>();
  /** Keys of rewards paid for one whose row has not come yet, by that one's key. */
  readonly #waiting = new Map<string, string[]>();

  constructor(book: Book) {
    this.#book = book;
    for (const [invitee, rows] of book.waiting) {
      this.#waiting.set(invitee, rows.map((row) => rewardKey(row.campaign, row)));
    }
  }

  get daily(): readonly ReferralDailyChange[] {
    return [...this.#daily.values()];
  }

  participant(key: string): ParticipantRow | null {
    return this.participants.get(key) ?? this.#book.participants.get(key) ?? null;
  }

  /** A row of this page, to be changed. */
  changed(key: string): ParticipantRow | null {
    const row = this.participant(key);
    if (row === null || this.participants.has(key)) return row;
    const copy = { ...row };
    this.participants.set(key, copy);
    return copy;
  }

  changedReward(key: string): RewardRow | null {
    const row = this.rewards.get(key);
    if (row !== undefined) return row;
    const stored = this.#book.rewards.get(key);
    if (stored === undefined) return null;
    const copy = { ...stored };
    this.rewards.set(key, copy);
    return copy;
  }

  review(key: string): ReviewRow | null {
    const row = this.reviews.get(key);
    return row === undefined ? this.#book.reviews.get(key) ?? null : row;
  }

  /** '' where nobody worked anywhere then. */
  unitOf(manager: string, atMs: number): string {
    return unitAt(this.#book.assignments.get(manager), atMs) ?? "";
  }

  wait(invitee: string, reward: string): void {
    const all = this.#waiting.get(invitee) ?? [];
    this.#waiting.set(invitee, [...all, reward]);
  }

  waitingFor(invitee: string): readonly string[] {
    const all = this.#waiting.get(invitee) ?? [];
    this.#waiting.delete(invitee);
    return all;
  }

  count(
    at: {
      readonly campaign: string;
      readonly manager: string;
      readonly channel: string;
      readonly atMs: number;
    },
    figures: Partial<ReferralFigures>,
  ): void {
    const { campaign, channel, atMs } = at;
    const unit = at.manager === "" ? "" : this.unitOf(at.manager, atMs);
    const manager = unit === "" ? "" : at.manager;
    const day = dayNumber(atMs);
    const key = `${campaign} ${day} ${unit} ${manager} ${channel}`;
    let row = this.#daily.get(key);
    if (row === undefined) {
      row = {
        ...{ campaign, day, unit, bank: bankOf(unit), manager, channel },
        figures: noFigures(),
        isReferred: false,
        referredMs: 0,
      };
      this.#daily.set(key, row);
    }
    addFigures(row.figures, figures);
    for (const measure of REFERRED) {
      const moved = figures[measure] ?? 0;
      if (moved === 0) continue;
      row.isReferred = true;
      if (moved > 0) row.referredMs = Math.max(row.referredMs, atMs);
    }
  }
}
