/**
 * The log of one campaign in an order in which it can have happened: by time, and where clocks say the same or lie,
 * nothing comes before what caused it.
 */
import type { CampaignEvent } from "../../../../actors/campaign/events.ts";
import type { CustomerEvent } from "../../../../actors/customer/protocol.ts";
import type { ReferralEvent } from "../../../../actors/referral/events.ts";
import type { RewardReason } from "../../../../actors/referral/protocol.ts";
import type { LogRecord } from "../../statistics/book.ts";
import { cellOf } from "../book.ts";

/** One turn of one actor. */
export type Turn =
  | {
    readonly kind: "cell";
    readonly cell: number;
    readonly atMs: number;
    readonly events: readonly ReferralEvent[];
  }
  | {
    readonly kind: "campaign";
    readonly atMs: number;
    readonly events: readonly CampaignEvent[];
  }
  /** What the bank knows of a customer that never reached the campaign is only here. */
  | {
    readonly kind: "customer";
    readonly customer: string;
    readonly atMs: number;
    readonly events: readonly CustomerEvent[];
  };

/** Reasons that the campaign's budget gives. */
const OF_BUDGET: ReadonlySet<RewardReason | null> = new Set<RewardReason>([
  "budget-exhausted",
  "cap-per-outlet",
  "campaign-ended",
]);

/** What a cell did with a reward before it told the campaign. */
const CLOSED_BY = { paid: "paid", released: "rejected", "clawed-back": "clawed-back" } as const;

/** Whether this move of a reward that was pending is the answer of the campaign. */
export function isAnswer(move: ReferralEvent & { readonly kind: "reward-moved" }): boolean {
  return move.state !== "rejected" || OF_BUDGET.has(move.reason);
}

interface Queue {
  readonly turns: readonly Turn[];
  at: number;
}

function headMs({ turns, at }: Queue): number {
  return turns[at]?.atMs ?? Infinity;
}

/** Records of each actor are in order; those of different ones in any. */
export function orderOf(records: readonly LogRecord[]): readonly Turn[] {
  const queues: readonly Queue[] = [...queuesOf(records)].map((all) => ({
    turns: all.map(turnOf),
    at: 0,
  }));
  const causes = new Causes();
  const ordered: Turn[] = [];
  for (;;) {
    let first: Queue | null = null;
    let anyway: Queue | null = null;
    for (const queue of queues) {
      const atMs = queue.turns[queue.at]?.atMs;
      if (atMs === undefined) continue;
      if (anyway === null || atMs < headMs(anyway)) anyway = queue;
      if (first !== null && atMs >= headMs(first)) continue;
      if (causes.allow(queue.turns[queue.at])) first = queue;
    }
    // A log with a hole would wait for ever.
    const next: Queue | null = first ?? anyway;
    const turn = next?.turns[next.at];
    if (next === null || turn === undefined) return ordered;
    next.at++;
    causes.happened(turn);
    ordered.push(turn);
  }
}

/** One queue an actor; those of customers, whom nothing waits for, are one. */
function queuesOf(records: readonly LogRecord[]): Iterable<readonly LogRecord[]> {
  const queues = Map.groupBy(records, ({ actor, kind }) => kind === "customer" ? kind : actor);
  queues.get("customer")?.sort((one, other) => one.atMs - other.atMs);
  return queues.values();
}

function turnOf({ kind, key, atMs, events }: LogRecord): Turn {
  // Decoded by the kinds' own upcasters.
  switch (kind) {
    case "campaign":
      return { kind, atMs, events: events as readonly CampaignEvent[] };
    case "customer":
      return { kind, customer: key, atMs, events: events as readonly CustomerEvent[] };
    default: {
      const { cell } = cellOf(key);
      return { kind: "cell", cell, atMs, events: events as readonly ReferralEvent[] };
    }
  }
}

/** What has happened that something else needs. */
class Causes {
  readonly #seen = new Set<string>();
  /** Rewards whose budget was asked for and not answered. */
  readonly #pending = new Set<string>();

  allow(turn: Turn | undefined): boolean {
    if (turn === undefined) return false;
    if (turn.kind === "campaign") {
      return turn.events.every((event) => {
        switch (event.kind) {
          case "budget-reserved":
          case "budget-refused":
            return this.#seen.has(`made ${event.reward}`);
          case "budget-closed":
            return this.#seen.has(`${CLOSED_BY[event.outcome]} ${event.reward}`);
          default:
            return true;
        }
      });
    }
    if (turn.kind === "customer") return true;
    const { cell } = turn;
    return turn.events.every((event) => {
      switch (event.kind) {
        case "joined":
          return event.inviter === null ||
            this.#seen.has(`joined ${event.inviter.cell}.${event.inviter.n}`);
        case "counted":
        case "awaited": {
          const { invitee } = event;
          return this.#seen.has(`qualified ${invitee.cell}.${invitee.n} ${event.event.id}`);
        }
        case "reward-made": {
          const { invitee, events: [cause] } = event;
          return event.for !== "second-level" || invitee === null || cause === undefined ||
            this.#seen.has(`qualified ${invitee.cell}.${invitee.n} ${cause.id}`);
        }
        case "reward-moved": {
          const reward = `${cell}.${event.r}`;
          return !this.#pending.has(reward) || !isAnswer(event) ||
            this.#seen.has(`answered ${reward}`);
        }
        default:
          return true;
      }
    });
  }

  happened(turn: Turn): void {
    if (turn.kind === "campaign") {
      for (const event of turn.events) {
        if (event.kind === "budget-reserved" || event.kind === "budget-refused") {
          this.#seen.add(`answered ${event.reward}`);
        }
      }
      return;
    }
    if (turn.kind === "customer") return;
    const { cell } = turn;
    for (const event of turn.events) {
      switch (event.kind) {
        case "joined":
          this.#seen.add(`joined ${cell}.${event.n}`);
          break;
        case "qualified":
          this.#seen.add(`qualified ${cell}.${event.n} ${event.event.id}`);
          break;
        case "reward-made":
          this.#seen.add(`made ${cell}.${event.r}`);
          if (event.state === "pending") this.#pending.add(`${cell}.${event.r}`);
          break;
        case "reward-moved":
          this.#pending.delete(`${cell}.${event.r}`);
          this.#seen.add(`${event.state} ${cell}.${event.r}`);
          break;
        default:
          break;
      }
    }
  }
}
