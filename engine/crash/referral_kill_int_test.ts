/**
 * `kill -9` in the middle of a referral storm: no join, no event and no reward is lost, none is given twice, the
 * budget is exact to the fen and every wallet has what was paid. CRASH_KILLS says how often (3, at most 6).
 */
import { assertEquals, assertGreater } from "@std/assert";
import { hasRedis, startRedis } from "../journal/redis_server.ts";
import { Prng } from "../sim/prng.ts";
import { audit, pause } from "./crowd.ts";
import { type Product, startProduct } from "./product.ts";
import { EVENTS_SECRET, openReferral, REWARD_FEN, Storm } from "./storm.ts";

const KILLS = Math.min(6, Number(Deno.env.get("CRASH_KILLS") ?? "3"));
const SEED = Number(Deno.env.get("CRASH_SEED") ?? Math.floor(Math.random() * 2 ** 31));
/** Less than the storm would cost: it ends in the middle. */
const BUDGET_FEN = 40 * KILLS * REWARD_FEN + 100;

Deno.test(`kill -9 in a referral storm loses and doubles nothing on sqlite (${KILLS} kills)`, async () => {
  await survive({});
});

Deno.test({
  name: `kill -9 in a referral storm loses and doubles nothing on redis (${KILLS} kills)`,
  ignore: !await hasRedis(),
  async fn() {
    await using redis = await startRedis({ appendfsync: "always" });
    await survive({ REDIS_URL: redis.url });
  },
});

async function survive(journal: Record<string, string>): Promise<void> {
  const dataDir = await Deno.makeTempDir();
  const prng = new Prng(SEED, "storm");
  const random = () => prng.fraction();
  const options = { dataDir, env: { ...FREE, ...journal } };
  let product: Product | null = await startProduct(options);
  try {
    const id = await openReferral(product.url, BUDGET_FEN);
    const storm = new Storm(id, random);
    for (let kill = 1; kill <= KILLS; kill++) {
      const rage = storm.rage(product.url);
      await pause(200 + random() * 1_200);
      product.signal("SIGKILL");
      storm.stop();
      await Promise.all([rage, product.ended]);
      product = null;
      product = await startProduct(options);
      const { violations } = await audit(product.url, id);
      assertEquals(violations, [], `seed ${SEED}`);
      assertEquals(await storm.check(product.url), [], `seed ${SEED}`);
      const { joins, events } = storm.acknowledged;
      console.log(`kill ${kill} of ${KILLS} (seed ${SEED}): ${joins} joins, ${events} events`);
    }
    const settled = await storm.settle(product.url);
    assertEquals(settled.wrong, [], `seed ${SEED}`);
    const { referral } = settled.audit;
    assertEquals(referral?.fen?.available, 100, "the budget is used to the last reward");
    assertEquals(settled.audit.violations, [], `seed ${SEED}`);
    assertGreater(storm.acknowledged.joins, KILLS * 20, "Too few people to prove anything");
  } finally {
    product?.signal("SIGKILL");
    await product?.ended;
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** One address sends for everyone here. */
const FREE = {
  APPROVAL: "off",
  EVENTS_SECRET,
  LIMIT_CUSTOMER_REQUESTS_PER_SECOND: "1000000",
  LIMIT_CUSTOMER_BURST: "1000000",
  LIMIT_ADDRESS_REQUESTS_PER_SECOND: "1000000",
  LIMIT_ADDRESS_BURST: "1000000",
};
