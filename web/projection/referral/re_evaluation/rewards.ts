/** Rewards under the rules asked for: those that were made then, with what became of them, and others. */
import type { ReferralEvent } from "../../../../actors/referral/events.ts";
import type {
  Reward,
  RewardFor,
  RewardReason,
  RewardState,
} from "../../../../actors/referral/protocol.ts";
import { dayNumber } from "../../../../actors/referral/state.ts";
import type { ReferralTerms } from "../../../../actors/referral/transfer.ts";
import { isAnswer } from "./log.ts";
import type { Budget, Outcome } from "./purse.ts";

type Moved = ReferralEvent & { readonly kind: "reward-moved" };
export type Made = ReferralEvent & { readonly kind: "reward-made" };

/** One reward of `owner`. */
export interface Judged {
  /** What it is for: at most one of a kind stands at a time. */
  readonly key: string;
  readonly owner: string;
  readonly for: RewardFor;
  readonly fen: number;
  readonly outlet: string | null;
  readonly atMs: number;
  state: "pending" | "standing" | "refused" | "taken";
  reason: RewardReason | null;
  /** As it was at this point of the log; null for one that was not made then. */
  was: { state: RewardState; reason: RewardReason | null } | null;
  /** Whether what became of it is in the log. */
  recorded: boolean;
  /** What the campaign says; null before it does. */
  outcome: Outcome | null;
  reserved: boolean;
  /** Taken back, as far as the wallet has it: until it has answered, there is no other. */
  waits: boolean;
  /** Fewer count than its tier needs, or did since. */
  fell: boolean;
}

export interface NewReward {
  readonly owner: string;
  readonly for: RewardFor;
  readonly reward: Reward;
  readonly about: string;
  readonly outlet: string | null;
  readonly atMs: number;
  /** What was made then and there for the same. */
  readonly then: { readonly id: string; readonly made: Made } | null;
}

interface Capped {
  all: number;
  day: number;
  today: number;
}

export class JudgedRewards {
  readonly all: Judged[] = [];
  readonly removed = new Set<string>();
  readonly #terms: ReferralTerms;
  readonly #budget: Budget;
  /** By `<cell>.<r>`. */
  readonly #byId = new Map<string, Judged>();
  readonly #newest = new Map<string, Judged>();
  readonly #capped = new Map<string, Capped>();

  constructor(terms: ReferralTerms, budget: Budget) {
    this.#terms = terms;
    this.#budget = budget;
  }

  /** The newest one for the same. */
  newest(key: string): Judged | null {
    return this.#newest.get(key) ?? null;
  }

  byId(id: string): Judged | null {
    return this.#byId.get(id) ?? null;
  }

  make({ owner, reward, about, outlet, atMs, then, ...made }: NewReward): void {
    const key = keyOf(owner, made.for, about);
    const newest = this.newest(key);
    if (newest !== null && then === null && this.holds(newest)) return;
    const reason = this.#refusal(owner, made.for, atMs);
    const fen = reward.kind === "coupon" ? reward.amount : reward.amount * this.#terms.pointFen;
    const judged: Judged = {
      key,
      owner,
      for: made.for,
      fen,
      outlet,
      atMs,
      state: reason === null ? "pending" : "refused",
      reason,
      was: then === null ? null : { state: then.made.state, reason: then.made.reason },
      recorded: then !== null && then.made.state === "pending",
      outcome: null,
      reserved: false,
      waits: false,
      fell: false,
    };
    this.all.push(judged);
    this.#newest.set(key, judged);
    if (then !== null) this.#byId.set(then.id, judged);
    if (reason !== null) return;
    this.#cap(judged, 1);
    // The log has no answer of the campaign.
    if (!judged.recorded) this.#settle(judged, this.#ask(judged));
  }

  /** Whether no other is made for the same. */
  holds({ state, waits }: Judged): boolean {
    return waits || state === "pending" || state === "standing";
  }

  /** The campaign has decided about a reward that was made then. */
  answered(id: string, then: Outcome): void {
    const judged = this.#byId.get(id);
    if (judged === undefined || !judged.recorded || judged.state === "refused") return;
    const outcome = then === "campaign-ended" ? then : this.#ask(judged);
    judged.outcome = outcome;
    judged.reserved = outcome === "reserved";
  }

  closed(id: string, outcome: "paid" | "released" | "clawed-back"): void {
    const judged = this.#byId.get(id);
    if (judged === undefined || !judged.recorded || !judged.reserved) return;
    this.#budget.close(judged, outcome);
    if (outcome !== "paid") judged.reserved = false;
  }

  /** What became of a reward then, in its own cell. */
  moved(id: string, move: Moved): void {
    const judged = this.#byId.get(id);
    if (judged === undefined || judged.was === null) return;
    const before = judged.was.state;
    judged.was = { state: move.state, reason: move.reason };
    if (!judged.recorded || judged.state === "refused") return;
    if (before === "pending" && isAnswer(move)) {
      if (judged.state !== "pending") return;
      const outcome = judged.outcome ?? this.#ask(judged);
      this.#settle(judged, outcome);
      // Refused then: nothing in the log says what became of it.
      if (move.state === "rejected" && outcome === "reserved") judged.recorded = false;
    } else if (move.state === "rejected" || move.state === "clawed-back") {
      const stays = judged.for === "tier" && move.reason === "reversed" && !judged.fell;
      if (stays) judged.recorded = false;
      else if (judged.waits) {
        judged.waits = false;
        judged.reason = move.reason;
        this.#cap(judged, -1);
      } else if (move.waits === true && judged.state !== "taken") {
        judged.waits = true;
        judged.state = "taken";
        judged.reason = move.reason;
      } else this.#end(judged, move.reason);
    } else if (move.state === "paid" && before === "clawed-back" && judged.state === "taken") {
      // It could not be taken back.
      judged.state = "standing";
      judged.reason = null;
      if (!judged.waits) this.#cap(judged, 1);
      judged.waits = false;
    }
  }

  /** Takes back a reward of which the log does not say it. `open`: what is paid stays. */
  takeBack(
    judged: Judged | null,
    by: { readonly reason: RewardReason; readonly open: boolean; readonly atMs: number },
  ): void {
    if (judged === null || (judged.state !== "standing" && judged.state !== "pending")) return;
    if (judged.state === "pending") {
      judged.recorded = false;
      return this.#end(judged, by.reason);
    }
    const isPaid = this.#isPaid(judged, by.atMs);
    if (isPaid && by.open) return;
    this.#end(judged, by.reason);
    if (!judged.reserved) return;
    judged.reserved = false;
    if (isPaid && !(judged.recorded && judged.was?.state === "paid")) {
      this.#budget.close(judged, "paid");
    }
    this.#budget.close(judged, isPaid ? "clawed-back" : "released");
    judged.recorded = false;
  }

  /** Whether a tier that fell may be reached again. */
  mayReturn({ state, reason, waits }: Judged): boolean {
    return (state === "taken" || state === "refused") && reason === "reversed" && !waits;
  }

  #isPaid({ recorded, was, atMs }: Judged, nowMs: number): boolean {
    if (recorded && was !== null) return was.state === "paid" || was.state === "approved";
    return nowMs >= atMs + this.#terms.holdMs;
  }

  #ask(judged: Judged) {
    const outcome = this.#budget.decide(judged);
    judged.reserved = outcome === "reserved";
    return outcome;
  }

  #settle(judged: Judged, outcome: Outcome): void {
    if (outcome === "reserved") {
      judged.state = "standing";
      return;
    }
    judged.state = "refused";
    judged.reason = outcome;
    this.#cap(judged, -1);
  }

  #end(judged: Judged, reason: RewardReason | null): void {
    if (judged.state === "taken") {
      judged.reason = reason;
      return;
    }
    judged.state = "taken";
    judged.reason = reason;
    this.#cap(judged, -1);
  }

  /** The caps of an inviter, as the cell keeps them. */
  #cap({ owner, atMs, ...judged }: Judged, change: 1 | -1): void {
    if (judged.for !== "invitee") return;
    const capped = this.#capped.get(owner) ?? { all: 0, day: 0, today: 0 };
    this.#capped.set(owner, capped);
    capped.all += change;
    const day = dayNumber(atMs);
    if (day > capped.day) {
      capped.day = day;
      capped.today = 0;
    }
    if (day === capped.day) capped.today += change;
  }

  #refusal(owner: string, what: RewardFor, atMs: number): RewardReason | null {
    if (this.removed.has(owner)) return "inviter-removed";
    if (what !== "invitee") return null;
    const { perInviter, perDay } = this.#terms.caps;
    const capped = this.#capped.get(owner) ?? { all: 0, day: 0, today: 0 };
    if (perInviter !== undefined && capped.all >= perInviter) return "cap-per-inviter";
    const today = capped.day === dayNumber(atMs) ? capped.today : 0;
    return perDay !== undefined && today >= perDay ? "cap-per-day" : null;
  }
}

/** `about`: the invitee, or the tier. */
export function keyOf(owner: string, what: RewardFor, about: string): string {
  return `${owner} ${what} ${about}`;
}
