import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  costOfInviter,
  fenOf,
  type LiabilityTerms,
  mostOfInviter,
  worstCaseOf,
} from "./liability.ts";

const coupon = (amount: number) => ({ kind: "coupon", ref: "券", amount }) as const;
const TERMS: LiabilityTerms = {
  rewards: {
    perInvitee: coupon(1_000),
    perInvitedSelf: { kind: "points", ref: "积分", amount: 100 },
    tiers: [{ at: 3, reward: coupon(3_000) }, { at: 10, reward: coupon(20_000) }],
  },
  caps: { perInviter: 10 },
  budget: { fen: 50_000, units: 100 },
};

Deno.test("without an expectation there is no bound but the budget's", () => {
  assertEquals(worstCaseOf(TERMS), {
    fen: null,
    rewards: null,
    cappedFen: 50_000,
    cappedRewards: 100,
  });
  assertEquals(worstCaseOf({ ...TERMS, budget: { units: 7 } }).cappedFen, 140_000);
  assertEquals(worstCaseOf({ ...TERMS, budget: { fen: 50_000 } }).cappedRewards, 500);
});

Deno.test("with an expectation everybody qualifies and the dearest tiers are reached as often as can be", () => {
  const worst = worstCaseOf({ ...TERMS, expectedParticipants: 20 });
  // Twenty times 11.00, and two inviters with ten each: 2 × (30.00 + 200.00).
  assertEquals([worst.fen, worst.rewards], [20 * 1_100 + 2 * 23_000, 40 + 6]);
  assertEquals([worst.cappedFen, worst.cappedRewards], [50_000, 46]);
  assertEquals(
    worstCaseOf({ ...TERMS, expectedParticipants: 2 }).fen,
    2_200,
    "no tier is in reach",
  );
});

Deno.test("points cost what a point is worth, and one fen where nobody says", () => {
  assertEquals(fenOf({ kind: "points", ref: "积分", amount: 100 }, undefined), 100);
  assertEquals(fenOf({ kind: "points", ref: "积分", amount: 100 }, 5), 500);
});

Deno.test("one inviter earns up to the cap, and every tier once", () => {
  assertEquals(mostOfInviter(TERMS), 10 * 1_000 + 23_000);
  assertEquals(mostOfInviter({ ...TERMS, caps: {} }), null);
  assertEquals(costOfInviter(TERMS, 12), {
    fen: 10 * 1_000 + 12 * 100 + 23_000,
    rewards: 10 + 12 + 2,
  });
});

/** Every way to spread so many invitees over inviters. */
function partitions(people: number, most = people): number[][] {
  if (people === 0) return [[]];
  const all: number[][] = [];
  for (let first = Math.min(most, people); first >= 1; first--) {
    for (const rest of partitions(people - first, first)) all.push([first, ...rest]);
  }
  return all;
}

Deno.test("no spread of invitees over inviters costs more than the worst case", () => {
  const amount = fc.integer({ min: 1, max: 500 });
  const tier = fc.record({ at: fc.integer({ min: 1, max: 9 }), amount });
  fc.assert(fc.property(
    fc.array(tier, { maxLength: 4 }),
    amount,
    fc.integer({ min: 1, max: 9 }),
    (tiers, each, people) => {
      const terms: LiabilityTerms = {
        rewards: {
          perInvitee: coupon(each),
          tiers: tiers.map(({ at, amount }) => ({ at, reward: coupon(amount) })),
        },
        budget: { fen: 1 },
        expectedParticipants: people,
      };
      const worst = worstCaseOf(terms);
      for (const spread of partitions(people)) {
        const costs = spread.map((qualified) => costOfInviter(terms, qualified));
        assert(costs.reduce((sum, { fen }) => sum + fen, 0) <= (worst.fen ?? 0));
        assert(costs.reduce((sum, { rewards }) => sum + rewards, 0) <= (worst.rewards ?? 0));
      }
      assertEquals(worst.cappedFen, 1);
    },
  ));
});
