/** What would have been different. */
import type { RewardReason, RewardState } from "../../../../actors/referral/protocol.ts";
import type { Judgement, Then } from "./judge.ts";
import type { Person } from "./people.ts";
import type { Judged } from "./rewards.ts";

/** Rewards that stand in the end, and what they cost. */
export interface Sum {
  readonly rewards: number;
  readonly fen: number;
}

export interface Difference {
  readonly participants: number;
  /** Whose inviter is another. */
  readonly moved: readonly {
    readonly participant: string;
    readonly name: string | null;
    readonly was: string | null;
    readonly is: string | null;
    /** Why nobody is credited, where the join would have been refused. */
    readonly refused: Person["refused"];
  }[];
  readonly before: Sum;
  readonly after: Sum;
  readonly gained: Sum;
  readonly lost: Sum;
  /** Refused rewards by reason. */
  readonly refused: Readonly<Record<string, { readonly before: number; readonly after: number }>>;
  /** Most fen in either direction first; those without any difference are left out. */
  readonly inviters: readonly {
    readonly participant: string;
    readonly name: string | null;
    readonly before: Sum;
    readonly after: Sum;
  }[];
}

const GONE: ReadonlySet<string> = new Set<RewardState>(["rejected", "clawed-back"]);
const REFUSALS: ReadonlySet<RewardReason | null> = new Set<RewardReason>([
  "cap-per-inviter",
  "cap-per-day",
  "cap-per-outlet",
  "budget-exhausted",
  "campaign-ended",
  "inviter-removed",
]);

export function differenceOf({ people, rewards, then }: Judgement): Difference {
  const before = [...then.values()].filter(({ state }) => !GONE.has(state));
  const after = rewards.filter(isStanding);
  const { gained, lost } = changesOf(before, after);
  const owners = new Set([...gained, ...lost].map(({ owner }) => owner));
  return {
    participants: people.size,
    moved: [...people.values()].filter(({ was, inviter }) => was !== inviter)
      .map(({ id, joined, was, inviter, refused }) => ({
        participant: id,
        name: joined.mask,
        was,
        is: inviter,
        refused,
      })),
    before: sum(before),
    after: sum(after),
    gained: sum(gained),
    lost: sum(lost),
    refused: refusedOf([...then.values()], rewards),
    inviters: invitersOf(owners, { people, before, after }),
  };
}

export function isStanding({ state }: Pick<Judged, "state">): boolean {
  return state === "standing" || state === "pending";
}

interface Reward {
  readonly key: string;
  readonly owner: string;
  readonly fen: number;
}

/** By what they are for: the same reward made at another instant is no difference. */
function changesOf(before: readonly Then[], after: readonly Judged[]) {
  const was = Map.groupBy<string, Reward>(before, ({ key }) => key);
  const is = Map.groupBy<string, Reward>(after, ({ key }) => key);
  const gained: Reward[] = [];
  const lost: Reward[] = [];
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [old = [], now = []] = [was.get(key), is.get(key)];
    gained.push(...now.slice(old.length));
    lost.push(...old.slice(now.length));
  }
  return { gained, lost };
}

function sum(rewards: readonly Reward[]): Sum {
  return {
    rewards: rewards.length,
    fen: rewards.reduce((total, { fen }) => total + fen, 0),
  };
}

function refusedOf(then: readonly Then[], rewards: readonly Judged[]) {
  const counts: Record<string, { before: number; after: number }> = {};
  const count = (reason: RewardReason | null, when: "before" | "after") => {
    if (reason === null || !REFUSALS.has(reason)) return;
    const both = counts[reason] ??= { before: 0, after: 0 };
    both[when]++;
  };
  for (const { state, reason } of then) if (state === "rejected") count(reason, "before");
  for (const { state, reason } of rewards) {
    if (state === "refused" || state === "taken") count(reason, "after");
  }
  return counts;
}

function invitersOf(
  owners: ReadonlySet<string>,
  { people, before, after }: {
    readonly people: ReadonlyMap<string, Person>;
    readonly before: readonly Reward[];
    readonly after: readonly Reward[];
  },
): Difference["inviters"] {
  const was = Map.groupBy(before, ({ owner }) => owner);
  const is = Map.groupBy(after, ({ owner }) => owner);
  return [...owners].map((owner) => ({
    participant: owner,
    name: people.get(owner)?.joined.mask ?? null,
    before: sum(was.get(owner) ?? []),
    after: sum(is.get(owner) ?? []),
  })).toSorted((one, other) =>
    Math.abs(other.after.fen - other.before.fen) - Math.abs(one.after.fen - one.before.fen) ||
    (one.participant < other.participant ? -1 : 1)
  );
}
