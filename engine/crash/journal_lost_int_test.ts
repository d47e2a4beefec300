import { assertEquals } from "@std/assert";
import { hasRedis, startRedis } from "../journal/redis_server.ts";
import { audit, Crowd, openSale, status, until } from "./crowd.ts";
import { startProduct } from "./product.ts";

Deno.test({
  name: "a journal lost while running answers 503, comes back by itself and has lost nothing",
  ignore: !await hasRedis(),
  async fn() {
    const dataDir = await Deno.makeTempDir();
    const folder = await Deno.makeTempDir();
    const always = { appendfsync: "always", folder } as const;
    let redis = await startRedis(always);
    const env = { APPROVAL: "off", LIMIT_CUSTOMER_BURST: "1000000", REDIS_URL: redis.url };
    const product = await startProduct({ dataDir, env });
    try {
      const sale = await openSale(product.url, { units: 50_000, perCustomerMax: 2 });
      const crowd = new Crowd(sale, { customers: 20_000, perCustomerMax: 2 });
      const rush = crowd.rush(product.url, { parallel: 8 });
      await until(() => crowd.acknowledged > 50, "the crowd is told something");

      await redis.kill("SIGKILL");
      await until(() => (crowd.statuses.get(503) ?? 0) > 8, "a lost journal answers 503");
      await until(async () => await status(`${product.url}/readyz`) === 503, "/readyz turns 503");
      assertEquals(await status(`${product.url}/healthz`), 200);

      const before = crowd.acknowledged;
      redis = await startRedis({ ...always, port: redis.port });
      await until(async () => await status(`${product.url}/readyz`) === 200, "/readyz turns 200");
      await until(() => crowd.acknowledged > before + 50, "the sale goes on");
      crowd.stop();
      await rush;

      assertEquals(await crowd.check(product.url), []);
      const sums = await audit(product.url, sale);
      assertEquals([sums.violations, sums.conserved], [[], true]);
      const odd = [...crowd.statuses.keys()].filter((one) => ![200, 201, 409, 503].includes(one));
      assertEquals(odd, []);
    } finally {
      product.signal("SIGTERM");
      const { code, output } = await product.ended;
      await redis.kill("SIGKILL");
      await Deno.remove(dataDir, { recursive: true });
      await Deno.remove(folder, { recursive: true });
      assertEquals(code, 0, output);
    }
  },
});
