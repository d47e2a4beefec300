import { assertEquals } from "@std/assert";
import { budget } from "./referral_truth.ts";

const POOL = { total: 1_000, available: 300, held: 100, paid: 600, withdrawn: 0 };

Deno.test("the budget is what rewards say and never overspent", () => {
  const none = { rewards: 0, fen: 0 };
  const states = { pending: none, held: none, approved: none, flagged: none, rejected: none };
  const rewardsOf = (fen: number) => ({
    ...{ ...states, "clawed-back": none, paid: { rewards: 2, fen } },
  });
  const paid600 = { fen: POOL, rewards: rewardsOf(600) };
  assertEquals(budget(paid600), {
    name: "referral budget",
    ok: true,
    text: "600 fen paid, rewards say 600; 300 of 1,000 left, 100 held",
  });
  assertEquals(budget({ ...paid600, rewards: rewardsOf(700) }).ok, false);
  const overspent = { ...POOL, paid: 1_400, available: -500 };
  assertEquals(budget({ fen: overspent, rewards: rewardsOf(1_400) }).ok, false);
  assertEquals(budget({ ...paid600, fen: null }).ok, true);
});
