/**
 * `kill -9` at random moments under load: whatever a customer was told is true after the restart.
 * CRASH_KILLS says how often (3), CRASH_SEED which moments. It cannot show a missing fsync, since
 * the kernel keeps what was written: the sqlite driver's tests count those.
 */
import { assertEquals, assertGreater } from "@std/assert";
import { hasRedis, startRedis } from "../journal/redis_server.ts";
import { audit, Crowd, openSale, pause } from "./crowd.ts";
import { type Product, type ProductOptions, spawnProduct, startProduct } from "./product.ts";

const KILLS = Number(Deno.env.get("CRASH_KILLS") ?? "3");
const SEED = Number(Deno.env.get("CRASH_SEED") ?? Math.floor(Math.random() * 2 ** 31));
const PER_CUSTOMER_MAX = 2;
const UNITS = 100_000;
/** Enough for every round to have customers below their limit. */
const CUSTOMERS = 1_000 * (KILLS + 1);
const PARALLEL = 24;
/** A start takes about this long on a quiet machine. */
const START_MS = 500;

Deno.test(`kill -9 under load loses nothing on sqlite (${KILLS} kills)`, async () => {
  await survive({});
});

Deno.test({
  name: `kill -9 under load loses nothing on redis, appendfsync always (${KILLS} kills)`,
  ignore: !await hasRedis(),
  async fn() {
    await using redis = await startRedis({ appendfsync: "always" });
    await survive({ REDIS_URL: redis.url });
  },
});

async function survive(journal: Record<string, string>): Promise<void> {
  const dataDir = await Deno.makeTempDir();
  const random = mulberry32(SEED);
  const options = { dataDir, env: { ...NO_LIMITS, ...journal } };
  let product: Product | null = await startProduct(options);
  try {
    const sale = await openSale(product.url, { units: UNITS, perCustomerMax: PER_CUSTOMER_MAX });
    const crowd = new Crowd(sale, {
      customers: CUSTOMERS,
      perCustomerMax: PER_CUSTOMER_MAX,
      random,
    });
    for (let kill = 1; kill <= KILLS; kill++) {
      const before = crowd.acknowledged;
      const rush = crowd.rush(product.url, { parallel: PARALLEL });
      await pause(100 + random() * 900);
      product.signal("SIGKILL");
      crowd.stop();
      await Promise.all([rush, product.ended]);
      product = null;
      // Sometimes the next start is killed as well, somewhere between lock, recovery and first turn.
      if (random() < 0.3) await killStarting(options, random() * START_MS);
      product = await startProduct(options);
      await verify(product.url, { crowd, sale, everyone: kill === KILLS });
      console.log(`kill ${kill} of ${KILLS} (seed ${SEED}): ${crowd.acknowledged - before} told`);
    }
    assertGreater(
      crowd.acknowledged,
      KILLS * 10,
      "The crowd was told too little to prove anything",
    );
  } finally {
    product?.signal("SIGKILL");
    await product?.ended;
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function killStarting(options: ProductOptions, afterMs: number): Promise<void> {
  const { child } = spawnProduct(options);
  await pause(afterMs);
  child.kill("SIGKILL");
  await child.ended;
}

async function verify(
  url: string,
  options: { crowd: Crowd; sale: string; everyone: boolean },
): Promise<void> {
  const problems = await options.crowd.check(url, { everyone: options.everyone });
  assertEquals(problems, [], `seed ${SEED}`);
  const sums = await audit(url, options.sale);
  assertEquals(sums.violations, [], `seed ${SEED}`);
  assertEquals(sums.conserved, true, `seed ${SEED}`);
  assertEquals(sums.total, UNITS);
}

/** One address sends for everyone here. */
const NO_LIMITS = {
  APPROVAL: "off",
  LIMIT_CUSTOMER_REQUESTS_PER_SECOND: "1000000",
  LIMIT_CUSTOMER_BURST: "1000000",
  LIMIT_ADDRESS_REQUESTS_PER_SECOND: "1000000",
  LIMIT_ADDRESS_BURST: "1000000",
};

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
