import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { BRANCH, planBranch } from "./branch.ts";
import { diceOf } from "./dice.ts";

const BRANCHES = 4_000;

Deno.test("a branch starts at the code and every inviter joins before the invitees", () => {
  for (let seed = 0; seed < 500; seed++) {
    const people = planBranch(diceOf(seed));
    assertEquals(people[0]?.inviter, null);
    people.slice(1).forEach(({ inviter, depth }, index) => {
      assert(inviter !== null && inviter <= index);
      const before = inviter === null ? undefined : people[inviter];
      assertEquals(depth, (before?.depth ?? 0) + 1);
    });
    assert(people.length <= BRANCH.peopleMax);
    assert(people.every(({ depth }) => depth <= BRANCH.depthMax));
  }
});

Deno.test("each invites as many as asked for on average, where there is room", () => {
  for (const mean of [0.5, 1, 3]) {
    const options = { invitesMin: mean, invitesMax: mean, depthMax: 2, peopleMax: 1_000 };
    let invited = 0;
    for (let seed = 0; seed < BRANCHES; seed++) {
      invited += planBranch(diceOf(seed), options).length - 1;
    }
    assertAlmostEquals(invited / BRANCHES, mean, 0.1);
  }
});

Deno.test("branches are thin and deep as well as broad", () => {
  const plans = Array.from({ length: BRANCHES }, (_, seed) => planBranch(diceOf(seed)));
  const deepest = plans.map((people) => Math.max(...people.map(({ depth }) => depth)));
  const deep = deepest.filter((depth) => depth === BRANCH.depthMax).length / BRANCHES;
  const alone = plans.filter(({ length }) => length === 1).length / BRANCHES;
  const full = plans.filter(({ length }) => length === BRANCH.peopleMax).length / BRANCHES;
  for (const share of [deep, alone, full]) assert(share > 0.05 && share < 0.8, `${share}`);
});

Deno.test("people do what the shares say, and only those with a deed are told of again", () => {
  const people = Array.from({ length: BRANCHES }, (_, seed) => planBranch(diceOf(seed))).flat();
  const share = (deed: string) => people.filter((one) => one.deed === deed).length / people.length;
  assertAlmostEquals(share("in-time"), 0.55, 0.02);
  assertAlmostEquals(share("late"), 0.05, 0.01);
  assert(people.every(({ deed, toldAgain }) => !toldAgain || deed !== "none"));
  assert(people.every((one) => one.depth > 2 || !(one.takesAnother || one.closesLoop)));
  assert(people.some((one) => one.takesAnother) && people.some((one) => one.closesLoop));
});

Deno.test("the same seed plans the same branch", () => {
  assertEquals(planBranch(diceOf(5)), planBranch(diceOf(5)));
});
