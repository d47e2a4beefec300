/** State of a cell of participants. */
import { Devices } from "./devices.ts";
import { Happenings } from "./happenings.ts";
import { Invitees } from "./invitees.ts";
import { Leaders } from "./leaders.ts";
import { People } from "./people.ts";
import type { QualifyingEvent, Reward, RewardFor } from "./protocol.ts";
import { Rewards } from "./rewards.ts";
import { Arena, Names } from "./texts.ts";
import type { ReferralSums, ReferralTerms } from "./transfer.ts";
import type { CellPhase } from "../stock/transfer.ts";

/** A participant's rewards must be looked at again, newest first: some at a time. */
export interface Sweep {
  readonly n: number;
  /** Those that wait for review are rejected by it. */
  readonly reject: boolean;
  /** The next one to look at. */
  next: number;
}

export type Sums = { -readonly [Name in keyof ReferralSums]: number };

/** What is kept of participants. */
export class Books {
  texts = new Arena();
  names = new Names();
  happenings = new Happenings(this.texts);
  people = new People(this.texts);
  invitees = new Invitees(this.texts);
  /** Invitees of invitees who have qualified. */
  second = new Invitees(this.texts);
  rewards = new Rewards();
  devices = new Devices();
  leaders = new Leaders(this.people);

  get bytes(): number {
    return this.texts.bytes + this.names.bytes + this.happenings.bytes + this.people.bytes +
      this.invitees.bytes + this.second.bytes + this.rewards.bytes + this.devices.bytes;
  }
}

export interface ReferralState {
  readonly campaign: string;
  readonly cell: number;
  terms: ReferralTerms | null;
  phase: CellPhase;
  readonly sums: Sums;
  /** What the campaign was told last. */
  readonly told: { version: number; atMs: number };
  /** Null in a cell that nobody has configured. */
  books: Books | null;
  readonly sweeps: Sweep[];
  /** Participants whose inviters' cells do not know how many they have invited by now. */
  readonly untold: number[];
}

/** State of a cell that nobody has configured. `key` is `<campaign>/<cell>`. */
export function initial(key: string): ReferralState {
  const slash = key.lastIndexOf("/");
  return {
    campaign: key.slice(0, slash),
    cell: Number(key.slice(slash + 1)),
    terms: null,
    phase: { version: 0, paused: false, ended: false, endsAtMs: 0 },
    sums: {
      version: 0,
      clicks: 0,
      visits: 0,
      participants: 0,
      invited: 0,
      qualified: 0,
      rewarded: 0,
      flagged: 0,
    },
    told: { version: 0, atMs: 0 },
    books: null,
    sweeps: [],
    untold: [],
  };
}

/** A cell that is configured. */
export interface Ground {
  readonly state: Readonly<ReferralState>;
  readonly terms: ReferralTerms;
  readonly books: Books;
}

/** Null before the campaign has configured the cell. */
export function groundOf(state: Readonly<ReferralState>): Ground | null {
  const { terms, books } = state;
  return terms === null || books === null ? null : { state, terms, books };
}

const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** Days since 1970 in China Standard Time. */
export function dayNumber(atMs: number): number {
  return Math.floor((atMs + CHINA_OFFSET_MS) / DAY_MS);
}

export function rewardId(state: Readonly<ReferralState>, r: number): string {
  return `${state.campaign}.${state.cell}.${r}`;
}

/** The number of a reward by its id; -1 for one of another cell. */
export function rewardNumber(state: Readonly<ReferralState>, id: string): number {
  const prefix = `${state.campaign}.${state.cell}.`;
  const digits = id.startsWith(prefix) ? id.slice(prefix.length) : "";
  return /^\d{1,10}$/.test(digits) ? Number(digits) : -1;
}

/** What a reward takes of the budget. */
export function fenOf(reward: Reward, terms: ReferralTerms): number {
  return reward.kind === "coupon" ? reward.amount : reward.amount * terms.pointFen;
}

/** Which tier of the terms has this threshold; -1 for none. */
export function tierIndex(terms: ReferralTerms | null, at: number): number {
  return terms?.rewards.tiers?.findIndex((tier) => tier.at === at) ?? -1;
}

export function tierCount(terms: ReferralTerms | null): number {
  return terms?.rewards.tiers?.length ?? 0;
}

/** Flags that hold a reward back: its owner's, and those of whoever it is for. */
export function flagBitsOf(books: Books, r: number): number {
  const { col } = books.rewards;
  if (col.cleared.get(r) === 1) return 0;
  const record = col.invitee.get(r);
  const records = recordsOf(books, books.rewards.for(r));
  return books.people.col.flags.get(col.owner.get(r)) |
    (record < 0 || records === null ? 0 : records.col.flags.get(record));
}

/** Where the record stands of whoever a reward is for. */
export function recordsOf(books: Books, what: RewardFor): Invitees | null {
  return what === "invitee" ? books.invitees : what === "second-level" ? books.second : null;
}

/** The events that made a reward. */
export function eventsOf(books: Books, r: number): readonly QualifyingEvent[] {
  const { events, eventCount } = books.rewards.col;
  const first = events.get(r);
  return Array.from(
    { length: eventCount.get(r) },
    (_, index) => books.happenings.get(first + index),
  );
}
