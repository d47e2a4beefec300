/**
 * The projector in the real process: `kill -9` at random moments under load, PostgreSQL stopped in the middle of a
 * sale. Whatever was acknowledged is in the rows once, and the rows are what the archive folds to.
 */
import { assert, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import type postgres from "postgres";
import { createKinds, parseReservationId } from "../../actors/mod.ts";
import type { StockEvent } from "../../actors/stock/events.ts";
import { bearer, Crowd, openSale, pause, until } from "../../engine/crash/crowd.ts";
import { type Product, spawnProduct, startProduct } from "../../engine/crash/product.ts";
import { hasRedis, startRedis } from "../../engine/journal/redis_server.ts";
import { DEFAULT_LIMITS, SILENT, systemWorld } from "../../engine/mod.ts";
import type { CampaignListJson } from "../shared/api.ts";
import { readArchive } from "../store/archive.ts";
import { openDatabase } from "../store/database.ts";
import { dumpSchema } from "../store/testing/dump.ts";
import { hasPostgres, startPostgres } from "../store/testing/postgres_server.ts";
import { PROJECTIONS } from "./mod.ts";
import { Rows } from "./rows.ts";

const KILLS = Number(Deno.env.get("CRASH_KILLS") ?? "3");
const CUSTOMERS = 4_000;
const PER_CUSTOMER_MAX = 2;
const PARALLEL = 24;
const LIMITS = {
  APPROVAL: "off",
  LIMIT_CUSTOMER_BURST: "1000000",
  LIMIT_ADDRESS_BURST: "1000000",
};

Deno.test(`kill -9 of projector and embedded database under load (${KILLS} kills)`, async () => {
  await survive({});
});

Deno.test({
  name: `kill -9 of the projector under load on PostgreSQL (${KILLS} kills)`,
  ignore: !await hasPostgres(),
  async fn() {
    await using server = await startPostgres();
    await survive({ DATABASE_URL: server.url });
  },
});

Deno.test({
  name: "PostgreSQL stops in the middle of a sale: it sells on, the list stays, the rows catch up",
  ignore: !await hasPostgres(),
  async fn() {
    await using server = await startPostgres();
    const dataDir = await Deno.makeTempDir({ prefix: "yundian-projector-" });
    const env = { ...LIMITS, DATABASE_URL: server.url };
    const product = await startProduct({ dataDir, env });
    try {
      const sale = await openSale(product.url, { units: 50_000, perCustomerMax: PER_CUSTOMER_MAX });
      const crowd = new Crowd(sale, { customers: 25_000, perCustomerMax: PER_CUSTOMER_MAX });
      const rush = crowd.rush(product.url, { parallel: PARALLEL });
      await until(() => crowd.acknowledged > 100, "the sale sells");
      const position = "yundian_projector_position_entries";
      const early = await metric(product.url, position);
      await until(async () => await metric(product.url, position) > early, "rows follow");
      await server.stop("SIGINT");
      const before = crowd.acknowledged;
      await until(() => crowd.acknowledged > before + 500, "it sells on without a database");
      const list = await campaigns(product.url);
      assertEquals(list.items.map(({ id }) => id), [sale]);
      assert(Date.now() - Date.parse(list.asOf) < 10_000, list.asOf);
      // Whether it answers is asked once a second.
      await until(async () => {
        const ready = await fetch(`${product.url}/readyz`);
        assertEquals(ready.status, 200);
        return /database does not answer since/.test((await ready.json()).notes[0] ?? "");
      }, "readyz says what is stale");
      assertEquals(await metric(product.url, "yundian_database_up"), 0);
      assertGreater(await metric(product.url, "yundian_projector_lag_seconds"), 0);
      await server.start();
      crowd.stop();
      await rush;
      await level(product.url);
      product.signal("SIGTERM");
      assertEquals((await product.ended).code, 0);
      await verify({ dataDir, url: server.url, sale, crowd });
    } finally {
      await ended(product);
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});

Deno.test({
  name: "an address where no database answers is a warning: the start is quick and sales sell",
  async fn() {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    const dataDir = await Deno.makeTempDir({ prefix: "yundian-projector-" });
    const startMs = performance.now();
    const env = { ...LIMITS, DATABASE_URL: `postgres://u:hunter2@127.0.0.1:${port}/none` };
    const product = await startProduct({ dataDir, env });
    try {
      assert(performance.now() - startMs < 15_000, product.output());
      const sale = await openSale(product.url, { units: 5, perCustomerMax: 1 });
      const grabbed = await fetch(`${product.url}/api/v1/campaigns/${sale}/grabs`, {
        method: "POST",
        headers: { authorization: bearer("c1", "customer") },
      });
      await grabbed.body?.cancel();
      assertEquals(grabbed.status, 201);
      assertEquals((await campaigns(product.url)).items.length, 1);
      await until(() => product.output().includes("Database unavailable"), "a warning");
      assert(!product.output().includes("hunter2"));
      product.signal("SIGTERM");
      assertEquals((await product.ended).code, 0);
    } finally {
      await ended(product);
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});

Deno.test({
  name: "a journal that cannot be archived refuses writes before it is full, and says so",
  ignore: !await hasPostgres(),
  async fn() {
    await using server = await startPostgres();
    const dataDir = await Deno.makeTempDir({ prefix: "yundian-projector-" });
    const env = { ...LIMITS, DATABASE_URL: server.url, LIMIT_BACKLOG_BYTES_MAX: "200000" };
    const product = await startProduct({ dataDir, env });
    try {
      const sale = await openSale(product.url, { units: 50_000, perCustomerMax: 1 });
      await level(product.url);
      await server.stop("SIGINT");
      const crowd = new Crowd(sale, { customers: 50_000, perCustomerMax: 1 });
      const rush = crowd.rush(product.url, { parallel: 8 });
      const ready = () => fetch(`${product.url}/readyz`).then((response) => response.json());
      await until(async () => !(await ready()).ready, "it is not ready any more");
      assertMatch((await ready()).reasons.join(), /journal is full: \d+ bytes wait/);
      const refused = () => crowd.statuses.get(503) ?? 0;
      await until(() => refused() > 0, "grabs are refused");
      await server.start();
      await until(async () => (await ready()).ready, "it is ready again");
      const before = crowd.acknowledged;
      await until(() => crowd.acknowledged > before, "it sells again");
      crowd.stop();
      await rush;
      await level(product.url);
      product.signal("SIGTERM");
      assertEquals((await product.ended).code, 0);
      await verify({ dataDir, url: server.url, sale, crowd });
    } finally {
      await ended(product);
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});

Deno.test("a start that is killed while the database is made is made good by the next", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "yundian-projector-" });
  const isThere = (name: string) => Deno.lstat(join(dataDir, name)).then(() => true, () => false);
  const { child } = spawnProduct({ dataDir, env: LIMITS });
  await patiently(() => isThere("postgres.new/base"), "half a database");
  child.kill("SIGKILL");
  await child.ended;
  assert(!await isThere("postgres"));
  const next = spawnProduct({ dataDir, env: LIMITS });
  try {
    const addressOf = () => /ready at (\S+)/.exec(next.output())?.[1];
    await patiently(() => addressOf() !== undefined, "the next start is ready");
    const url = addressOf() ?? "";
    await writeDraft(url);
    await level(url);
    assert(!await isThere("postgres.new"));
    assertEquals((await campaigns(url)).items.length, 1);
  } finally {
    next.child.kill("SIGKILL");
    await next.child.ended;
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("--rebuild makes the rows anew while the product runs", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "yundian-projector-" });
  let product = await startProduct({ dataDir, env: LIMITS });
  try {
    await writeDraft(product.url);
    const sale = await openSale(product.url, { units: 5, perCustomerMax: 1 });
    await level(product.url);
    const { items } = await campaigns(product.url);
    product.signal("SIGTERM");
    await product.ended;
    product = await startProduct({ dataDir, env: LIMITS, args: ["--rebuild"] });
    await until(() => product.output().includes("Rows are rebuilt"), "a rebuild");
    await level(product.url);
    const draft = await writeDraft(product.url);
    const { items: after } = await campaigns(product.url);
    assertEquals(after.map(({ id }) => id), [draft, ...items.map(({ id }) => id)]);
    assertEquals(after[1]?.id, sale);
  } finally {
    await ended(product);
    await Deno.remove(dataDir, { recursive: true });
  }
});

for (const journal of ["sqlite", "redis"] as const) {
  Deno.test({
    name: `whoever writes a draft finds it in the list at once, on ${journal}`,
    ignore: journal === "redis" && !await hasRedis(),
    async fn() {
      await using redis = journal === "redis" ? await startRedis() : null;
      const dataDir = await Deno.makeTempDir({ prefix: "yundian-projector-" });
      const env = { ...LIMITS, ...redis === null ? {} : { REDIS_URL: redis.url } };
      const product = await startProduct({ dataDir, env });
      try {
        const sale = await openSale(product.url, { units: 20_000, perCustomerMax: 1 });
        await level(product.url);
        const crowd = new Crowd(sale, { customers: 20_000, perCustomerMax: 1 });
        const rush = crowd.rush(product.url, { parallel: 4 });
        const drafts: string[] = [];
        let atOnce = 0;
        for (let n = 0; n < 10; n++) {
          drafts.unshift(await writeDraft(product.url));
          const writtenMs = Date.now();
          const { items, asOf } = await campaigns(product.url);
          if (items[0]?.id === drafts[0]) atOnce++;
          // On a machine that is too busy to follow the list is older, and says so.
          else assert(Date.parse(asOf) < writtenMs, asOf);
        }
        assertGreater(atOnce, 0);
        crowd.stop();
        await rush;
        await level(product.url);
        const { items } = await campaigns(product.url);
        assertEquals(items.map(({ id }) => id), [...drafts, sale]);
        assert(await metric(product.url, "yundian_projector_records_total") > crowd.acknowledged);
      } finally {
        await ended(product);
        await Deno.remove(dataDir, { recursive: true });
      }
    },
  });
}

/** Writes a draft; its id. */
async function writeDraft(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/campaigns`, {
    method: "POST",
    headers: {
      authorization: bearer("staff-test", "province"),
      "content-type": "application/json",
    },
    body: JSON.stringify({
      kind: "flash-sale",
      title: "Draft",
      product: "Rice",
      priceFen: 1,
      units: 1,
      perCustomerMax: 1,
      startsAt: new Date(Date.now() + 3_600_000).toISOString(),
      endsAt: new Date(Date.now() + 7_200_000).toISOString(),
      holdSeconds: 60,
    }),
  });
  const { id } = await response.json();
  assertEquals(response.status, 201);
  return id;
}

async function survive(database: { readonly DATABASE_URL?: string }): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "yundian-projector-" });
  const options = { dataDir, env: { ...LIMITS, ...database } };
  let product = await startProduct(options);
  try {
    const sale = await openSale(product.url, {
      units: 50_000,
      perCustomerMax: PER_CUSTOMER_MAX,
      expectedPeakPerSecond: 16_000,
    });
    // Rows are being written when it is killed, not only the database being made.
    await level(product.url);
    const crowd = new Crowd(sale, { customers: CUSTOMERS, perCustomerMax: PER_CUSTOMER_MAX });
    for (let kill = 0; kill < KILLS; kill++) {
      const rush = crowd.rush(product.url, { parallel: PARALLEL });
      await pause(700 + Math.random() * 1_500);
      product.signal("SIGKILL");
      crowd.stop();
      await Promise.all([rush, product.ended]);
      product = await startProduct(options);
      if (kill % 2 === 0) await level(product.url);
    }
    await level(product.url);
    product.signal("SIGTERM");
    assertEquals((await product.ended).code, 0);
    await verify({ dataDir, url: database.DATABASE_URL, sale, crowd });
  } finally {
    await ended(product);
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Kills it where it still runs. */
async function ended(product: Product): Promise<void> {
  try {
    product.signal("SIGKILL");
  } catch {
    // It has ended.
  }
  await product.ended;
}

async function verify(
  of: { dataDir: string; url: string | undefined; sale: string; crowd: Crowd },
): Promise<void> {
  const { dataDir, url, sale, crowd } = of;
  const world = systemWorld();
  const database = await openDatabase({
    source: url === undefined
      ? { kind: "pglite", folder: join(dataDir, "postgres"), password: "test" }
      : { kind: "postgres", url },
    log: SILENT,
    scheduler: world.scheduler,
    nowMs: world.clock.nowMs,
    connectionsMax: 2,
    statementMs: 30_000,
  });
  try {
    assert(await database.ready(20_000), "the database opens again");
    const { sql } = database;
    await verifyArchive(sql, { dataDir, sale, crowd });
    const before = await dumpSchema(sql, "projected");
    const rows = new Rows(sql, {
      kinds: createKinds(DEFAULT_LIMITS),
      projections: PROJECTIONS,
      broke: (name, error) => {
        throw new Error(`Projection ${name} is broken`, { cause: error });
      },
    });
    assertEquals(await rows.prepare({ rebuild: true }), true);
    while (!(await rows.replay()).finished);
    assertEquals(await dumpSchema(sql, "projected"), before);
  } finally {
    await database.close();
  }
}

/** Every actor's records are archived from the first to the newest, once; with them every reservation told. */
async function verifyArchive(
  sql: postgres.Sql,
  of: { dataDir: string; sale: string; crowd: Crowd },
): Promise<void> {
  const archived = new Map<string, number>();
  const reserved = new Set<string>();
  for (const kind of createKinds(DEFAULT_LIMITS).map(({ name }) => name)) {
    for await (const record of readArchive(sql, { kind })) {
      const { actor, seq } = record;
      assertEquals(seq, (archived.get(actor) ?? 0) + 1, `${actor} has a gap or a repetition`);
      archived.set(actor, seq);
      for (const event of record.events as readonly StockEvent[]) {
        if (event.kind === "reserved") reserved.add(`${record.key}/${event.n}`);
      }
    }
  }
  const journal = new DatabaseSync(join(of.dataDir, "journal.sqlite"), { readOnly: true });
  const heads = journal.prepare("SELECT name, head FROM actor WHERE head > 0").all();
  journal.close();
  assertEquals(archived, new Map(heads.map(({ name, head }) => [String(name), Number(head)])));
  assertGreater(of.crowd.reservations.length, 100);
  for (const id of of.crowd.reservations) {
    const parsed = parseReservationId(id);
    assert(parsed !== null && reserved.has(`${parsed.campaignId}/${parsed.cell}/${parsed.n}`), id);
  }
}

/** Waits until nothing is missing from the rows. */
async function level(url: string): Promise<void> {
  const isLevel = async () => {
    const [behind, lag] = await Promise.all([
      metric(url, "yundian_projector_behind_entries"),
      metric(url, "yundian_projector_lag_seconds"),
    ]);
    return behind === 0 && lag === 0;
  };
  await patiently(isLevel, "the rows catch up");
}

/** For what takes seconds of processor time, on a machine that has other things to do. */
async function patiently(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  await until(holds, what).catch(() => until(holds, what)).catch(() => until(holds, what));
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1]);
}

async function campaigns(url: string): Promise<CampaignListJson> {
  const headers = { authorization: bearer("staff-test", "province") };
  const response = await fetch(`${url}/api/v1/campaigns`, { headers });
  assertEquals(response.status, 200);
  return await response.json();
}
