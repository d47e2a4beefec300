/** What the cells of a campaign have stored, folded without their help: the offline books. */
import type {
  Place,
  RewardFor,
  RewardReason,
  RewardState,
} from "../../actors/referral/protocol.ts";

export interface NotedReward {
  readonly owner: string;
  readonly for: RewardFor;
  readonly fen: number;
  readonly amount: number;
  readonly tier: number | null;
  readonly invitee: string | null;
  readonly atMs: number;
  state: RewardState;
  reason: RewardReason | null;
}

/** The events that are looked at, as far as they are. */
type Seen =
  | { kind: "joined"; n: number; inviter: Place | null }
  | { kind: "counted" | "uncounted"; by: number; invitee: Place }
  | { kind: "flagged" | "removed"; n: number }
  | {
    kind: "reward-made";
    r: number;
    n: number;
    for: RewardFor;
    fen: number;
    reward: { amount: number };
    state: RewardState;
    reason: RewardReason | null;
    tier: number | null;
    invitee: Place | null;
    atMs: number;
  }
  | { kind: "reward-moved"; r: number; state: RewardState; reason: RewardReason | null };

export class Notes {
  /** Inviter of each participant. */
  readonly inviters = new Map<string, string | null>();
  /** Whom each inviter counts. */
  readonly counted = new Map<string, Set<string>>();
  /** Participants who were ever flagged. */
  readonly flagged = new Set<string>();
  /** By `<cell>.<r>`. */
  readonly rewards = new Map<string, NotedReward>();

  take(cell: number, stored: unknown): void {
    const event = stored as Seen;
    switch (event.kind) {
      case "joined":
        this.inviters.set(
          `${cell}.${event.n}`,
          event.inviter === null ? null : keyOf(event.inviter),
        );
        break;
      case "counted":
      case "uncounted": {
        const by = `${cell}.${event.by}`;
        const counted = this.counted.get(by) ?? new Set();
        this.counted.set(by, counted);
        if (event.kind === "counted") counted.add(keyOf(event.invitee));
        else counted.delete(keyOf(event.invitee));
        break;
      }
      case "flagged":
        this.flagged.add(`${cell}.${event.n}`);
        break;
      case "reward-made": {
        const { r, n, fen, reward, state, reason, tier, invitee, atMs } = event;
        this.rewards.set(`${cell}.${r}`, {
          owner: `${cell}.${n}`,
          for: event.for,
          amount: reward.amount,
          invitee: invitee === null ? null : keyOf(invitee),
          ...{ fen, state, reason, tier, atMs },
        });
        break;
      }
      case "reward-moved": {
        const reward = this.rewards.get(`${cell}.${event.r}`);
        if (reward === undefined) throw new Error(`Cannot move ${cell}.${event.r}: never made`);
        reward.state = event.state;
        reward.reason = event.reason;
        break;
      }
    }
  }
}

export function keyOf({ cell, n }: Place): string {
  return `${cell}.${n}`;
}
