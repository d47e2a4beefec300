import { assertEquals } from "@std/assert";
import { budget } from "./truth_referral.ts";

const POOL = { total: 1_000, available: 300, held: 100, paid: 600, withdrawn: 0 };
const AUDIT = { participants: 3, invited: 2, qualified: 2, fen: POOL };

Deno.test("the budget is what rewards say and never overspent", () => {
  const rewards = { paid: { rewards: 2, fen: 600 } };
  assertEquals(budget({ ...AUDIT, rewards }), {
    name: "budget",
    ok: true,
    text: "600 fen paid, rewards say 600; 300 of 1,000 left, 100 held",
  });
  assertEquals(budget({ ...AUDIT, rewards: { paid: { rewards: 2, fen: 700 } } }).ok, false);
  const overspent = { ...POOL, paid: 1_400, available: -500, held: 100 };
  const paid = { paid: { rewards: 4, fen: 1_400 } };
  assertEquals(budget({ ...AUDIT, rewards: paid, fen: overspent }).ok, false);
  assertEquals(budget({ ...AUDIT, rewards, fen: null }).ok, true);
});
