/**
 * One branch of a referral's tree: somebody follows a link, joins, and passes an own link on. Virtual users share
 * nothing, so a branch is walked by one iteration from top to bottom; many of them hang from the same few codes.
 */
import { type Dice, pick } from "./dice.ts";

/** When the bank tells of what a person did; `late`: it was before the window, and does not count. */
export type Deed = "early" | "in-time" | "late" | "none";

export interface Person {
  /** Place in the branch of whoever invited; null: the code that the branch hangs from. */
  readonly inviter: number | null;
  /** 1 for the first. */
  readonly depth: number;
  readonly deed: Deed;
  /** The bank tells the same again. */
  readonly toldAgain: boolean;
  readonly joinsAgain: boolean;
  /** Takes the own code: refused. */
  readonly triesSelf: boolean;
  /** Takes the code of the inviter's inviter: refused, since the inviter is fixed. Only where there is one. */
  readonly takesAnother: boolean;
  /** The inviter's inviter takes this one's code: refused as a loop. Only where there is one. */
  readonly closesLoop: boolean;
  /** Looks at the own progress. */
  readonly looks: boolean;
}

export interface BranchOptions {
  /** How many a person invites on average; each branch draws its own, a low one more often. */
  readonly invitesMin: number;
  readonly invitesMax: number;
  readonly depthMax: number;
  readonly peopleMax: number;
}

export const BRANCH: BranchOptions = { invitesMin: 0.5, invitesMax: 3, depthMax: 4, peopleMax: 12 };

const DEEDS = [
  { name: "early", weight: 10 },
  { name: "in-time", weight: 55 },
  { name: "late", weight: 5 },
  { name: "none", weight: 30 },
] as const;
const TOLD_AGAIN = 0.1;
const JOINS_AGAIN = 0.05;
const TRIES_SELF = 0.03;
const TAKES_ANOTHER = 0.05;
const CLOSES_LOOP = 0.02;
const LOOKS = 0.5;

/** People in the order in which they join: every inviter is before all invitees. */
export function planBranch(dice: Dice, options: BranchOptions = BRANCH): readonly Person[] {
  const { invitesMin, invitesMax, depthMax, peopleMax } = options;
  const mean = invitesMin + dice() ** 2 * (invitesMax - invitesMin);
  const people = [person(dice, { inviter: null, depth: 1 })];
  for (let n = 0; n < people.length; n++) {
    const depth = people[n]?.depth ?? 0;
    if (depth === depthMax) break;
    const invites = poisson(mean, dice);
    for (let i = 0; i < invites && people.length < peopleMax; i++) {
      people.push(person(dice, { inviter: n, depth: depth + 1 }));
    }
  }
  return people;
}

function person(
  dice: Dice,
  { inviter, depth }: { readonly inviter: number | null; readonly depth: number },
): Person {
  const deed = pick(DEEDS, dice);
  return {
    inviter,
    depth,
    deed,
    toldAgain: deed !== "none" && dice() < TOLD_AGAIN,
    joinsAgain: dice() < JOINS_AGAIN,
    triesSelf: dice() < TRIES_SELF,
    takesAnother: dice() < TAKES_ANOTHER && depth > 2,
    closesLoop: dice() < CLOSES_LOOP && depth > 2,
    looks: dice() < LOOKS,
  };
}

/** Knuth's way, quick for small means. */
function poisson(mean: number, dice: Dice): number {
  const least = Math.exp(-mean);
  let n = 0;
  for (let product = dice(); product > least; product *= dice()) n++;
  return n;
}
