import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import { audit, Crowd, openSale, pause, until } from "../../engine/crash/crowd.ts";
import { type Ended, spawnProduct, startProduct } from "../../engine/crash/product.ts";
import { hasRedis, startRedis } from "../../engine/journal/redis_server.ts";
import { startGateway } from "../../engine/journal/upstash_gateway.ts";

/** Runs `body` with a data folder of its own. */
async function withDataDir(body: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = await Deno.makeTempDir();
  try {
    await body(dataDir);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** A start that is refused; the output. */
async function refused(
  dataDir: string,
  options: { env?: Record<string, string>; args?: string[] } = {},
): Promise<Ended> {
  return await spawnProduct({ dataDir, ...options }).child.ended;
}

Deno.test("a second start exits 2 and names the pid and address of the first", async () => {
  await withDataDir(async (dataDir) => {
    const first = await startProduct({ dataDir });
    const second = await refused(dataDir);
    assertEquals(second.code, 2);
    assert(second.output.includes(`pid ${first.pid} at ${first.url}`), second.output);
    assertEquals((await fetch(`${first.url}/readyz`).then(drop)).status, 200);
    first.signal("SIGTERM");
    assertEquals((await first.ended).code, 0);
    const third = await startProduct({ dataDir });
    third.signal("SIGTERM");
    assertEquals((await third.ended).code, 0);
  });
});

Deno.test("a port in use is one clear line and exit 2", async () => {
  await withDataDir(async (dataDir) => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const { code, output } = await refused(dataDir, { env: { PORT: String(port) } });
    listener.close();
    assertEquals(code, 2);
    assertEquals(
      output.trim(),
      `Cannot start: cannot listen on 127.0.0.1:${port}: the port is in use, set PORT to another`,
    );
  });
});

Deno.test("an unknown flag exits 2 and lists the known ones", async () => {
  await withDataDir(async (dataDir) => {
    const { code, output } = await refused(dataDir, { args: ["--", "--nodes"] });
    assertEquals(code, 2);
    assertMatch(output, /Unknown flag "--nodes"/);
    assertMatch(output, /--fresh/);
  });
});

Deno.test("wrong variables exit 2, each on its line, before anything is opened", async () => {
  await withDataDir(async (dataDir) => {
    const { code, output } = await refused(join(dataDir, "new"), {
      env: { PORT: "http", LIMIT_NONE: "1" },
    });
    assertEquals(code, 2);
    assertMatch(output, /^PORT: /m);
    assertMatch(output, /^LIMIT_NONE: /m);
    assertEquals((await Array.fromAsync(Deno.readDir(dataDir))).length, 0);
  });
});

Deno.test("a journal that is out of reach at the start is one clear line and exit 1", async () => {
  await withDataDir(async (dataDir) => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    for (
      const env of [
        { REDIS_URL: `redis://:hunter2@127.0.0.1:${port}` },
        {
          UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${port}`,
          UPSTASH_REDIS_REST_TOKEN: "hunter2",
        },
      ]
    ) {
      const { code, output } = await refused(dataDir, { env });
      assertEquals(code, 1, output);
      assertEquals(output.trim().split("\n").length, 1, output);
      assertMatch(output, /^Cannot /);
      assertNotMatch(output, /hunter2/);
    }
  });
});

Deno.test("--fresh starts anew and the next start keeps what it finds", async () => {
  await withDataDir(async (dataDir) => {
    const first = await startProduct({ dataDir, env: { APPROVAL: "off" } });
    const sale = await openSale(first.url, { units: 10, perCustomerMax: 1 });
    first.signal("SIGTERM");
    await first.ended;

    const second = await startProduct({ dataDir });
    const kept = await fetch(`${second.url}/api/v1/campaigns/${sale}`).then(drop);
    second.signal("SIGTERM");
    await second.ended;
    assertEquals(kept.status, 200);

    const third = await startProduct({ dataDir, args: ["--fresh"] });
    const gone = await fetch(`${third.url}/api/v1/campaigns/${sale}`).then(drop);
    third.signal("SIGTERM");
    await third.ended;
    assertEquals(gone.status, 404);
  });
});

Deno.test("an embedded start makes a secret, keeps it with its data and does not print it", async () => {
  await withDataDir(async (dataDir) => {
    const product = await startProduct({ dataDir, env: { AUTH_SECRET: "" } });
    product.signal("SIGTERM");
    const { output } = await product.ended;
    const path = join(dataDir, "auth_secret");
    const secret = (await Deno.readTextFile(path)).trim();
    assertEquals(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
    assert(secret.length >= 43);
    assert(!output.includes(secret));
  });
});

Deno.test("the demo shows a sale that is open, one that opens within 60 s and one that is over", async () => {
  await withDataDir(async (dataDir) => {
    for (const round of ["first start", "second start"]) {
      const product = await startProduct({ dataDir, env: { DEMO: "1" } });
      const output = product.output();
      const phases = new Map<string, string>();
      for (const [, id = "", what = ""] of output.matchAll(/\/c\/(demo-(open|next|over)-\w+)/g)) {
        const view = await fetch(`${product.url}/api/v1/campaigns/${id}`).then((r) => r.json());
        phases.set(what, view.phase);
      }
      const page = await fetch(`${product.url}/console`).then(drop);
      const roles = await rolesOfDemo(product.url, output);
      product.signal("SIGTERM");
      assertEquals((await product.ended).code, 0, round);
      assertMatch(phases.get("open") ?? "", /^(warming|open)$/, round);
      assertMatch(phases.get("next") ?? "", /^(scheduled|warming)$/, round);
      assertMatch(phases.get("over") ?? "", /^(ended|settled)$/, round);
      assertEquals(page.status, 200);
      assertEquals([...new Set(roles)].sort(), ["bank", "manager", "outlet", "province", "sre"]);
    }
  });
});

/** Signs in with every login that the start has printed; the roles. */
async function rolesOfDemo(url: string, output: string): Promise<string[]> {
  const names = /Demo staff: +(.*)/.exec(output)?.[1]?.split(", ") ?? [];
  const password = /Demo password: +(.*)/.exec(output)?.[1];
  return await Promise.all(names.map(async (username) => {
    const response = await fetch(`${url}/api/v1/staff/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    return (await response.json()).staff?.role ?? `${username} was refused`;
  }));
}

Deno.test("SIGTERM ends event streams and exits at once", async () => {
  await withDataDir(async (dataDir) => {
    const product = await startProduct({ dataDir, env: { APPROVAL: "off" } });
    const sale = await openSale(product.url, { units: 10, perCustomerMax: 1 });
    const stream = await fetch(`${product.url}/api/v1/campaigns/${sale}/live`);
    assertEquals(stream.headers.get("content-type")?.split(";")[0], "text/event-stream");
    const ended = stream.text().catch(() => "broken");
    const startMs = performance.now();
    product.signal("SIGTERM");
    const { code, output } = await product.ended;
    assertEquals(code, 0, output);
    assertMatch(await ended, /^event: state$/m);
    assert(performance.now() - startMs < 5_000, output);
  });
});

Deno.test({
  name: "the journal over HTTP carries a sale through kill -9 and SIGTERM",
  ignore: !await hasRedis(),
  async fn() {
    await using redis = await startRedis({ appendfsync: "always" });
    await using gateway = startGateway({ redis: redis.url, token: "gateway" });
    await withDataDir(async (dataDir) => {
      const env = {
        APPROVAL: "off",
        LIMIT_CUSTOMER_BURST: "1000000",
        UPSTASH_REDIS_REST_URL: gateway.url,
        UPSTASH_REDIS_REST_TOKEN: "gateway",
      };
      const first = await startProduct({ dataDir, env });
      const sale = await openSale(first.url, { units: 5_000, perCustomerMax: 2 });
      const crowd = new Crowd(sale, { customers: 500, perCustomerMax: 2 });
      let product = first;
      for (const signal of ["SIGKILL", "SIGTERM"] as const) {
        const before = crowd.acknowledged;
        const rush = crowd.rush(product.url, { parallel: 8 });
        await until(() => crowd.acknowledged > before + 50, "the crowd is told something");
        product.signal(signal);
        await product.ended;
        crowd.stop();
        await rush;
        product = await startProduct({ dataDir, env });
        const problems = await crowd.check(product.url, { everyone: true });
        const sums = await audit(product.url, sale);
        assertEquals([problems, sums.violations], [[], []]);
      }
      product.signal("SIGTERM");
      assertEquals((await product.ended).code, 0);
    });
  },
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`${signal} twice under load loses nothing and exits 0`, async () => {
    await withDataDir(async (dataDir) => {
      const env = { APPROVAL: "off", LIMIT_CUSTOMER_BURST: "1000000" };
      const first = await startProduct({ dataDir, env });
      const sale = await openSale(first.url, { units: 50_000, perCustomerMax: 2 });
      const crowd = new Crowd(sale, { customers: 2_000, perCustomerMax: 2 });
      const rush = crowd.rush(first.url, { parallel: 16 });
      await pause(600);
      first.signal(signal);
      await pause(5);
      first.signal(signal);
      const { code, output } = await first.ended;
      crowd.stop();
      await rush;
      assertEquals(code, 0, output);
      assert(crowd.acknowledged > 10, "the crowd was told too little");

      const second = await startProduct({ dataDir, env });
      const problems = await crowd.check(second.url, { everyone: true });
      const sums = await audit(second.url, sale);
      second.signal("SIGTERM");
      await second.ended;
      assertEquals(problems, []);
      assertEquals([sums.violations, sums.conserved], [[], true]);
    });
  });
}

/** Reads a body that the test does not look at. */
async function drop(response: Response): Promise<Response> {
  await response.body?.cancel();
  return response;
}
