/** Numbers that stand for words in columns. They are in snapshots: words are added at the end only. */
import {
  type FlagReason,
  QUALIFYING_EVENT_TYPES,
  type QualifyingEventType,
  type RewardFor,
  type RewardReason,
  type RewardState,
} from "./protocol.ts";

/** Both ways between words and their numbers. */
export interface Code<Word> {
  of(word: Word): number;
  word(number: number): Word;
}

export const STATES: Code<RewardState> = code([
  "pending",
  "held",
  "approved",
  "paid",
  "flagged",
  "rejected",
  "clawed-back",
]);

export const REASONS: Code<RewardReason | null> = code([
  null,
  "cap-per-inviter",
  "cap-per-day",
  "cap-per-outlet",
  "budget-exhausted",
  "window-closed",
  "reversed",
  "inviter-removed",
  "invitee-removed",
  "review",
  "by-staff",
  "campaign-ended",
]);

export const REWARDS_FOR: Code<RewardFor> = code(["invitee", "self", "tier", "second-level"]);

export const EVENT_TYPES: Code<QualifyingEventType> = code(QUALIFYING_EVENT_TYPES);

const FLAGS: readonly FlagReason[] = ["shared-device", "ring", "burst", "late-flag"];

/** Bits of a set of flags. */
export function flagBits(flags: readonly FlagReason[]): number {
  let bits = 0;
  for (const flag of flags) bits |= 1 << FLAGS.indexOf(flag);
  return bits;
}

/** The flags of these bits. */
export function flagsOf(bits: number): readonly FlagReason[] {
  return bits === 0 ? NO_FLAGS : FLAGS.filter((_, index) => (bits & (1 << index)) !== 0);
}

const NO_FLAGS: readonly FlagReason[] = [];

function code<Word>(words: readonly Word[]): Code<Word> {
  const numbers = new Map(words.map((word, number) => [word, number]));
  return {
    of(word) {
      const number = numbers.get(word);
      if (number === undefined) throw new Error(`Cannot store "${word}": no number stands for it`);
      return number;
    },
    word(number) {
      const word = words[number];
      if (word === undefined) throw new Error(`Cannot read ${number}: no word has this number`);
      return word;
    },
  };
}
