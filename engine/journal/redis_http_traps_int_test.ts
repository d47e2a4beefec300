/** The traps of @upstash/redis (docs/decisions/0012-redis-journal.md), each shown to be shut. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Redis as UpstashRedis } from "@upstash/redis";
import { Redis } from "ioredis";
import { Fault } from "../fault.ts";
import type { Journal, ShardAppend, Verdict } from "./journal.ts";
import { scriptsFor, serverAt } from "./redis_digests.ts";
import { createRedisHttpJournal } from "./redis_http.ts";
import { hasRedis, startRedis } from "./redis_server.ts";
import { startGateway } from "./upstash_gateway.ts";

const redis = await hasRedis();
const SHARD = 1;
const OWNER = { nonce: "n", incarnation: "i", address: "" };

Deno.test("@upstash/redis trap: a write is sent once, although the client retries by default", async () => {
  await using upstash = fakeUpstash(() => new Response("<html>", { status: 502 }));
  const journal = await open(upstash.url);
  const before = upstash.requests.length;
  assertEquals((await only(journal.append([batch(0)]))).kind, "unknown");
  assertEquals(upstash.requests.length - before, 1);
  await journal.close();
});

Deno.test("@upstash/redis trap: a call over a broken connection is sent once", async () => {
  // A server that reads one request on each connection and hangs up.
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let requests = 0;
  const serving = (async () => {
    for await (const connection of listener) {
      requests++;
      await connection.read(new Uint8Array(65_536)).catch(() => null);
      connection.close();
    }
  })();
  const { port } = listener.addr as Deno.NetAddr;
  const url = `http://127.0.0.1:${port}`;
  const unsafe = new UpstashRedis({ url, token: "t", retry: false, enableTelemetry: false });
  await assertRejects(() => unsafe.set("key", "value"));
  assertEquals(requests, 2, "retry: false is expected to try twice; if not, drop the workaround");
  requests = 0;
  await assertRejects(() => open(url), Fault, "Cannot open journal");
  assertEquals(requests, 1);
  listener.close();
  await serving;
});

Deno.test("@upstash/redis trap: an append that is aborted by its time limit is unknown, never ok", async () => {
  await using upstash = fakeUpstash(() => new Promise<Response>(() => undefined));
  const journal = await open(upstash.url, 300);
  const verdict = await only(journal.append([batch(0)]));
  assertEquals(verdict.kind, "unknown");
  await assertRejects(() => journal.load(SHARD, "a/1"), Fault);
  await journal.close();
});

Deno.test("@upstash/redis trap: a plain AbortSignal that fires resolves, one made by a function rejects", async () => {
  await using upstash = fakeUpstash(() => new Promise<Response>(() => undefined));
  const given = {
    url: upstash.url,
    token: "t",
    enableTelemetry: false,
    enableAutoPipelining: false,
    responseEncoding: false as const,
    retry: { retries: 0 },
  };
  const plain = new AbortController();
  const trapped = new UpstashRedis({ ...given, signal: plain.signal }).evalsha("digest", [], []);
  plain.abort("too late");
  assertEquals(await trapped, "too late");
  const safe = new UpstashRedis({ ...given, signal: () => AbortSignal.timeout(50) });
  await assertRejects(() => safe.evalsha("digest", [], []));
});

Deno.test("@upstash/redis trap: calls of one turn are not pipelined behind our back", async () => {
  await using upstash = fakeUpstash(() => Response.json({ result: [0, 1, 0] }));
  const journal = await open(upstash.url);
  const before = upstash.requests.length;
  await Promise.all([...journal.append([batch(0)]), ...journal.append([batch(1)])]);
  const paths = upstash.requests.slice(before).map(({ path }) => path);
  assertEquals(paths, ["/", "/"]);
  await journal.close();
});

Deno.test("@upstash/redis trap: replies are asked for as text, not as base64", async () => {
  await using upstash = fakeUpstash(() => Response.json({ result: [0, 1, 0] }));
  const journal = await open(upstash.url);
  await only(journal.append([batch(0)]));
  assert(upstash.requests.every(({ encoding }) => encoding === null));
  await journal.close();
});

Deno.test("@upstash/redis trap: only a reply that can be read to its last cell is ok", async () => {
  let reply: unknown = null;
  await using upstash = fakeUpstash(() => Response.json(reply));
  const journal = await open(upstash.url);
  const outcome = async (answer: unknown) => {
    reply = answer;
    return (await only(journal.append([batch(0)]))).kind;
  };
  assertEquals(await outcome({ result: [0, 1, 0] }), "ok");
  for (
    const result of [
      ...[null, "OK", "Aborted", 0, [], [0], [0, 1], [0, 1, 0, 0], [0, -1, 0], [0, 1.5, 0]],
      ...[[0, "1", "0"], ["MA==", "MQ==", "MA=="], [9, 1, 0], { kind: "ok" }, [[0, 1, 0]]],
    ]
  ) {
    assertEquals(await outcome({ result }), "unknown", JSON.stringify(result));
  }
  for (const answer of [{}, [], null, [{ result: [0, 1, 0] }]]) {
    assertEquals(await outcome(answer), "unknown", JSON.stringify(answer));
  }
  await journal.close();
});

Deno.test("@upstash/redis trap: an error that nothing was executed under is failed, any other unknown", async () => {
  let error = "";
  await using upstash = fakeUpstash(() => Response.json({ error }, { status: 400 }));
  const journal = await open(upstash.url);
  const outcome = async (text: string) => {
    error = text;
    return await only(journal.append([batch(0)]));
  };
  const full = await outcome("OOM command not allowed when used memory > 'maxmemory'.");
  assert(full.kind === "failed" && full.full === true, JSON.stringify(full));
  assertEquals((await outcome("ERR max daily request limit exceeded")).kind, "failed");
  const odd = await outcome("ERR internal error");
  assert(odd.kind === "unknown" && !odd.message.includes("command was"), JSON.stringify(odd));
  await journal.close();
});

Deno.test("@upstash/redis trap: the key locking header goes to Upstash and to nobody else", () => {
  assertEquals(serverAt("https://eu1-mighty-cat-1.upstash.io"), "upstash");
  assertEquals(serverAt("http://127.0.0.1:8079"), "plain");
  assertEquals(serverAt("https://upstash.io.example.com"), "plain");
  const [upstash, plain] = [scriptsFor("upstash").append, scriptsFor("plain").append];
  assert(upstash.body.startsWith("#!lua flags=allow-key-locking\n"));
  assertEquals(upstash.body.split("\n").slice(1).join("\n"), plain.body);
  assert(upstash.digest !== plain.digest);
});

Deno.test({
  name: "@upstash/redis trap: open-source Redis refuses the key locking header",
  ignore: !redis,
  fn: async () => {
    await using server = await startRedis();
    const client = new Redis(server.url, { protocol: 2 });
    await assertRejects(() => client.eval(scriptsFor("upstash").open.body, 1, "k", 1));
    assertEquals(await client.eval(scriptsFor("plain").open.body, 1, "k", 7), 7);
    await client.quit();
  },
});

Deno.test({
  name: "redis over HTTP: scripts that the server has forgotten are sent again",
  ignore: !redis,
  fn: async () => {
    await using server = await startRedis();
    await using gateway = startGateway({ redis: server.url, token: "t" });
    const journal = await open(gateway.url);
    const client = new Redis(server.url, { protocol: 2 });
    await take(journal);
    await client.script("FLUSH");
    assertEquals((await only(journal.append([batch(0)]))).kind, "ok");
    await client.quit();
    await journal.close();
  },
});

Deno.test({
  name: "redis over HTTP: Redis behind the gateway goes and comes back",
  ignore: !redis,
  fn: async () => {
    await using first = await startRedis({ appendfsync: "always" });
    await using gateway = startGateway({ redis: first.url, token: "t" });
    const journal = await open(gateway.url);
    await take(journal);
    assertEquals((await only(journal.append([batch(0)]))).kind, "ok");
    await first.kill("SIGKILL");
    assert((await only(journal.append([batch(1)]))).kind !== "ok");
    assertEquals(await journal.ping(), false);
    await using _second = await startRedis({
      appendfsync: "always",
      folder: first.folder,
      port: first.port,
    });
    for (let attempt = 0; attempt < 100 && !await journal.ping(); attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assertEquals((await journal.load(SHARD, "a/1")).head, 1);
    await journal.close();
  },
});

Deno.test({
  name: "redis over HTTP: a wrong token is one clear line at open",
  ignore: !redis,
  fn: async () => {
    await using server = await startRedis();
    await using gateway = startGateway({ redis: server.url, token: "right" });
    const fault = await assertRejects(() => open(gateway.url), Fault, "Unauthorized");
    assert(!fault.message.includes("\n"));
  },
});

/** Answers PING and the opening of a journal as Upstash would, and every other script as the test says. */
function fakeUpstash(answer: () => Response | Promise<Response>) {
  const requests: { readonly path: string; readonly encoding: string | null }[] = [];
  const abort = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: abort.signal, onListen: () => undefined },
    async (request) => {
      const encoding = request.headers.get("upstash-encoding");
      requests.push({ path: new URL(request.url).pathname, encoding });
      const body = await request.text();
      if (body === '["ping"]' || body === '["PING"]') return Response.json({ result: "PONG" });
      if (body.includes("CONFIG")) {
        return Response.json({ error: "ERR no CONFIG" }, { status: 400 });
      }
      if (body.includes("{s:all}")) return Response.json({ result: 4 });
      return await answer();
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests,
    async [Symbol.asyncDispose]() {
      abort.abort();
      await server.finished;
    },
  };
}

async function open(url: string, timeoutMs = 2_000): Promise<Journal> {
  const options = { shards: 4, archive: false, timeoutMs, url, token: "t" };
  const journal = createRedisHttpJournal(options);
  await journal.open();
  return journal;
}

async function take(journal: Journal): Promise<void> {
  await Promise.all(journal.acquire([{ shard: SHARD, owner: OWNER }]));
}

function batch(expectedSeq: number): ShardAppend {
  const entries = [{ actor: "a/1", expectedSeq, count: 1, body: "[]" }];
  return { shard: SHARD, epoch: 1, nonce: OWNER.nonce, batchId: `b-${expectedSeq}`, entries };
}

function only(promises: readonly Promise<Verdict>[]): Promise<Verdict> {
  return promises[0] ?? Promise.reject(new Error("no promise came back"));
}
