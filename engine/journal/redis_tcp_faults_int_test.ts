import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { Redis } from "ioredis";
import { Fault } from "../fault.ts";
import type { Acquired, Journal, ShardAppend, Verdict } from "./journal.ts";
import { hasRedis, startRedis } from "./redis_server.ts";
import { createRedisTcpJournal, type RedisTcpOptions } from "./redis_tcp.ts";

const ignore = !await hasRedis();
const SHARD = 1;
const OWNER = { nonce: "n", incarnation: "i", address: "" };

function check(sentence: string, fn: () => Promise<void>): void {
  Deno.test({ name: `redis over TCP: ${sentence}`, ignore, fn });
}

check("what was acknowledged under appendfsync always is there after kill -9", async () => {
  await using first = await startRedis({ appendfsync: "always" });
  const journal = await own({ url: first.url });
  assertStringIncludes(journal.durability, "appendfsync always");
  for (let seq = 0; seq < 20; seq++) {
    assertEquals((await only(journal.append([batch(seq)]))).kind, "ok");
  }
  await first.kill("SIGKILL");
  await using second = await startRedis({
    appendfsync: "always",
    folder: first.folder,
    port: first.port,
  });
  assertEquals(second.port, first.port);
  assertEquals(await untilLoaded(journal), 20);
  await journal.close();
});

check(
  "a server that cannot be reached at open is one clear line without the password",
  async () => {
    const url = "redis://user:hidden@127.0.0.1:1";
    const fault = await assertRejects(() => own({ url }), Fault, "Cannot open journal");
    assertEquals(fault.code, "journal-unavailable");
    assertMatch(fault.message, /ECONNREFUSED|refused/);
    assert(!fault.message.includes("hidden") && !fault.message.includes("\n"), fault.message);
  },
);

check("appends fail quickly while the server is gone and work again when it is back", async () => {
  await using first = await startRedis({ appendfsync: "always" });
  const journal = await own({ url: first.url });
  assertEquals((await only(journal.append([batch(0)]))).kind, "ok");
  await first.kill("SIGKILL");
  const lost = await only(journal.append([batch(1)]));
  assert(lost.kind === "failed" || lost.kind === "unknown", JSON.stringify(lost));
  const gone = await only(journal.append([batch(1)]));
  assertEquals(gone.kind, "failed", JSON.stringify(gone));
  assertEquals(await journal.ping(), false);
  await assertRejects(() => journal.load(SHARD, "a/1"), Fault);
  await using _second = await startRedis({
    appendfsync: "always",
    folder: first.folder,
    port: first.port,
  });
  assertEquals(await untilLoaded(journal), 1);
  assertEquals(await journal.ping(), true);
  await take(journal);
  assertEquals((await only(journal.append([batch(1, 2)]))).kind, "ok");
  await journal.close();
});

check(
  "an append whose reply is lost is unknown, and its repetition finds that it took effect",
  async () => {
    await using server = await startRedis();
    const journal = await own({ url: server.url, timeoutMs: 400 });
    server.signal("SIGSTOP");
    const stalled = await only(journal.append([batch(0)]));
    assertEquals(stalled.kind, "unknown");
    server.signal("SIGCONT");
    assertEquals(await untilLoaded(journal), 1);
    assertEquals((await only(journal.append([batch(0)]))).kind, "ok");
    assertEquals((await journal.load(SHARD, "a/1")).tail.length, 1);
    await journal.close();
  },
);

check("a take-over after an unknown append fences it", async () => {
  await using server = await startRedis();
  const journal = await own({ url: server.url, timeoutMs: 400 });
  server.signal("SIGSTOP");
  assertEquals((await only(journal.append([batch(0)]))).kind, "unknown");
  server.signal("SIGCONT");
  const head = await untilLoaded(journal);
  assertEquals(await take(journal), { kind: "ok", epoch: 2 });
  assertEquals((await only(journal.append([batch(head)]))).kind, "fenced");
  assertEquals((await only(journal.append([batch(head, 2)]))).kind, "ok");
  await journal.close();
});

check("scripts that the server has forgotten are sent again", async () => {
  await using server = await startRedis();
  const journal = await own({ url: server.url });
  const client = new Redis(server.url, { protocol: 2 });
  for (let seq = 0; seq < 3; seq++) {
    await client.script("FLUSH");
    assertEquals((await only(journal.append([batch(seq)]))).kind, "ok");
  }
  assertEquals((await journal.load(SHARD, "a/1")).head, 3);
  await client.quit();
  await journal.close();
});

check("a full server fails the append, stores nothing of it and is survived", async () => {
  await using server = await startRedis({ args: ["--maxmemory", "3mb"] });
  const journal = await own({ url: server.url, appendBytesMax: 8_000_000 });
  assertEquals((await only(journal.append([batch(0)]))).kind, "ok");
  const client = new Redis(server.url, { protocol: 2 });
  await client.config("SET", "maxmemory", "1");
  const full = await only(journal.append([batch(1)]));
  assert(full.kind === "failed" && full.full === true, JSON.stringify(full));
  assertEquals((await journal.load(SHARD, "a/1")).head, 1);
  await client.config("SET", "maxmemory", "0");
  assertEquals((await only(journal.append([batch(1)]))).kind, "ok");
  await client.quit();
  await journal.close();
});

check("a server that may evict keys is refused", async () => {
  await using server = await startRedis({
    args: ["--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"],
  });
  await assertRejects(() => own({ url: server.url }), Fault, "may evict");
});

check("replicated: an append is ok only once enough replicas have it", async () => {
  await using primary = await startRedis({ args: ["--repl-diskless-sync-delay", "0"] });
  await using replica = await startRedis({ args: ["--replicaof", "127.0.0.1", `${primary.port}`] });
  const client = new Redis(primary.url, { protocol: 2 });
  await untilTrue(async () => (await client.info("replication")).includes("state=online"));
  const journal = await own({ url: primary.url, replicas: 1, timeoutMs: 1_000 });
  assertStringIncludes(journal.durability, "1 replicas");
  assertEquals((await only(journal.append([batch(0)]))).kind, "ok");
  replica.signal("SIGSTOP");
  assertEquals((await only(journal.append([batch(1)]))).kind, "unknown");
  replica.signal("SIGCONT");
  await client.quit();
  await journal.close();
});

check("a Cluster of one node takes each shard by itself", async () => {
  await using server = await startRedis({
    args: ["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"],
  });
  const client = new Redis(server.url, { protocol: 2 });
  await client.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
  await untilTrue(async () => (await client.cluster("INFO")).includes("cluster_state:ok"));
  const journal = await own({ url: server.url, cluster: true });
  assertEquals(journal.lanes, "shard");
  const verdicts = await Promise.all(journal.append([
    batch(0),
    { ...batch(0), shard: 2, entries: [{ actor: "b/1", expectedSeq: 0, count: 1, body: "" }] },
  ]));
  assertEquals(verdicts.map(({ kind }) => kind), ["ok", "fenced"]);
  assertEquals((await journal.load(SHARD, "a/1")).head, 1);
  await client.quit();
  await journal.close();
});

function batch(expectedSeq: number, epoch = 1): ShardAppend {
  const entries = [{ actor: "a/1", expectedSeq, count: 1, body: "[]" }];
  return { shard: SHARD, epoch, nonce: OWNER.nonce, batchId: `b-${epoch}-${expectedSeq}`, entries };
}

async function own(
  options: Pick<RedisTcpOptions, "url"> & Partial<RedisTcpOptions>,
): Promise<Journal> {
  const journal = createRedisTcpJournal({
    shards: 4,
    archive: false,
    timeoutMs: 5_000,
    ...options,
  });
  await journal.open();
  await take(journal);
  return journal;
}

async function take(journal: Journal): Promise<Acquired | undefined> {
  const [acquired] = await Promise.all(journal.acquire([{ shard: SHARD, owner: OWNER }]));
  return acquired;
}

function only(promises: readonly Promise<Verdict>[]): Promise<Verdict> {
  return promises[0] ?? Promise.reject(new Error("no promise came back"));
}

/** Head of the actor as soon as the journal answers again. */
async function untilLoaded(journal: Journal): Promise<number> {
  let head = -1;
  await untilTrue(async () => {
    head = (await journal.load(SHARD, "a/1").catch(() => ({ head: -1 }))).head;
    return head >= 0;
  });
  return head;
}

async function untilTrue(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it did not come true within 10 s");
}
