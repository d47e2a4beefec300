import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Redis } from "ioredis";
import postgres from "postgres";
import { hasRedis, startRedis } from "../../engine/journal/redis_server.ts";
import { hasPostgres, startPostgres } from "../../web/store/testing/postgres_server.ts";
import { Refusal } from "../runs/plan.ts";
import { takeStores } from "./stores.ts";

const take = (variables: Record<string, string>) =>
  takeStores(variables, { isProductionMeant: false });

Deno.test({
  name: "a rehearsal takes an empty database of the same Redis, and leaves it empty",
  ignore: !await hasRedis(),
  async fn() {
    await using server = await startRedis();
    const url = `${server.url}/2`;
    await hold(server.url, [0, 14]);
    const stores = await take({ REDIS_URL: url });
    const own = new URL(stores.env["REDIS_URL"] ?? "");
    assertEquals(own.pathname, "/15");
    const second = await take({ REDIS_URL: url });
    assertEquals(new URL(second.env["REDIS_URL"] ?? "").pathname, "/13");
    const client = new Redis(own.href);
    await client.set("journal", "of the rehearsal");
    client.disconnect();
    assertEquals([...await stores.remove(), ...await second.remove()], []);
    assertEquals(await keyspace(server.url), ["db0", "db14"]);
  },
});

Deno.test({
  name: "a Redis without an empty database, or none at all, is refused and left as it is",
  ignore: !await hasRedis(),
  async fn() {
    await using server = await startRedis({ args: ["--databases", "2"] });
    await hold(server.url, [1]);
    const full = await assertRejects(() => take({ REDIS_URL: server.url }), Refusal);
    assertStringIncludes(full.message, "none of its 2 databases is empty");
    assertEquals(await keyspace(server.url), ["db1"]);
    await server.kill("SIGKILL");
    const gone = await assertRejects(() => take({ REDIS_URL: server.url }), Refusal);
    assertStringIncludes(
      gone.message,
      "Cannot rehearse on REDIS_URL: no Redis answers at 127.0.0.1",
    );
  },
});

Deno.test({
  name: "what a rehearsal left that was killed is removed by the next",
  ignore: !await hasRedis() || !await hasPostgres(),
  async fn() {
    await using redis = await startRedis();
    await using server = await startPostgres();
    const given = { REDIS_URL: redis.url, DATABASE_URL: server.url };
    const program = `
      import { takeStores } from ${JSON.stringify(import.meta.resolve("./stores.ts"))};
      await takeStores(${JSON.stringify(given)}, { isProductionMeant: false });
      Deno.kill(Deno.pid, "SIGKILL");`;
    const file = await Deno.makeTempFile({ suffix: ".ts" });
    await Deno.writeTextFile(file, program);
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const args = ["run", "-A", "--no-check", "--config", config, file];
    const { signal } = await new Deno.Command(Deno.execPath(), { args }).output();
    await Deno.remove(file);
    assertEquals(signal, "SIGKILL");
    assertEquals(await keyspace(redis.url), ["db15"]);
    const stores = await take(given);
    assertEquals(new URL(stores.env["REDIS_URL"] ?? "").pathname, "/15");
    assertEquals(await stores.remove(), []);
    assertEquals(await keyspace(redis.url), []);
    const sql = postgres(server.url, { max: 1 });
    const left = await sql`SELECT FROM pg_database WHERE datname LIKE 'yundian_rehearsal_%'`;
    await sql.end();
    assertEquals(left.length, 0);
  },
});

Deno.test({
  name: "a Redis Cluster is refused, whether it is said or found out",
  ignore: !await hasRedis(),
  async fn() {
    await using server = await startRedis({ args: ["--cluster-enabled", "yes"] });
    for (const more of [{}, { REDIS_CLUSTER: "1" }]) {
      const refusal = await assertRejects(() => take({ REDIS_URL: server.url, ...more }), Refusal);
      assertStringIncludes(refusal.message, "a Redis Cluster has one database");
    }
  },
});

Deno.test({
  name: "a rehearsal makes a database in the same PostgreSQL, and drops it with whoever is in it",
  ignore: !await hasPostgres(),
  async fn() {
    await using server = await startPostgres();
    const sql = postgres(server.url, { max: 1 });
    const names = async () =>
      (await sql`SELECT datname FROM pg_database ORDER BY 1`).map(({ datname }) => datname);
    try {
      const before = await names();
      const stores = await take({ DATABASE_URL: server.url });
      assertEquals((await names()).length, before.length + 1);
      const inside = postgres(stores.env["DATABASE_URL"] ?? "", { max: 1, onclose: () => {} });
      await inside`CREATE TABLE mine (id int)`;
      assertEquals(await stores.remove(), []);
      assertEquals(await names(), before);
      await inside.end({ timeout: 0 });

      await sql`CREATE ROLE clerk LOGIN`;
      const clerk = new URL(server.url);
      clerk.username = "clerk";
      const refusal = await assertRejects(() => take({ DATABASE_URL: clerk.href }), Refusal);
      assertStringIncludes(refusal.message, "it needs CREATEDB");
    } finally {
      await sql.end();
    }
  },
});

/** Puts a key into each of these databases. */
async function hold(url: string, indexes: readonly number[]): Promise<void> {
  const client = new Redis(url);
  for (const index of indexes) {
    await client.select(index);
    await client.set("real", "of the installation");
  }
  client.disconnect();
}

/** Databases that hold anything. */
async function keyspace(url: string): Promise<string[]> {
  const client = new Redis(url);
  const info = await client.info("keyspace");
  client.disconnect();
  return [...info.matchAll(/^(db\d+):keys=1,/gm)].map(([, name = ""]) => name);
}
