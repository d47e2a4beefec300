import { assertEquals, assertRejects } from "@std/assert";
import { Redis } from "@upstash/redis";
import { hasRedis, startRedis } from "./redis_server.ts";
import { startGateway } from "./upstash_gateway.ts";

const ignore = !await hasRedis();

function check(sentence: string, run: (call: Call) => Promise<void>): void {
  Deno.test({
    name: `upstash gateway: ${sentence}`,
    ignore,
    fn: async () => {
      await using redis = await startRedis();
      await using gateway = startGateway({ redis: redis.url, token: "secret" });
      await run(async (path, body, headers = {}) => {
        const response = await fetch(`${gateway.url}${path}`, {
          method: "POST",
          headers: { authorization: "Bearer secret", ...headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        });
        return [response.status, await response.json()];
      });
    },
  });
}

/** Status and body of one request. */
type Call = (
  path: string,
  body: unknown,
  headers?: Record<string, string>,
) => Promise<[status: number, body: unknown]>;

check("a command answers with its result", async (call) => {
  assertEquals(await call("/", ["SET", "k", "值"]), [200, { result: "OK" }]);
  assertEquals(await call("/", ["GET", "k"]), [200, { result: "值" }]);
  assertEquals(await call("/", ["GET", "none"]), [200, { result: null }]);
  assertEquals(await call("/", ["STRLEN", "k"]), [200, { result: 3 }]);
});

check("a command that fails answers 400 with the error of Redis", async (call) => {
  const [status, body] = await call("/", ["NONSENSE"]);
  assertEquals(status, 400);
  assertEquals(String(Object.values(body as object)[0]).startsWith("ERR unknown command"), true);
});

check("each command of a pipeline has its own result or error", async (call) => {
  const [status, body] = await call("/pipeline", [["SET", "k", "1"], ["LPUSH", "k", "x"], [
    "INCR",
    "k",
  ]]);
  assertEquals(status, 200);
  assertEquals(body, [
    { result: "OK" },
    { error: "WRONGTYPE Operation against a key holding the wrong kind of value" },
    { result: 2 },
  ]);
});

check(
  "a transaction runs whole or, with a command that Redis does not know, not at all",
  async (call) => {
    assertEquals(await call("/multi-exec", [["SET", "k", "1"], ["INCR", "k"]]), [
      200,
      [{ result: "OK" }, { result: 2 }],
    ]);
    const [status] = await call("/multi-exec", [["INCR", "k"], ["NONSENSE"]]);
    assertEquals(status, 400);
    assertEquals(await call("/", ["GET", "k"]), [200, { result: "2" }]);
  },
);

check("replies are base64 where asked for, numbers and OK are not", async (call) => {
  const asked = { "upstash-encoding": "base64" };
  assertEquals(await call("/", ["SET", "k", "值"], asked), [200, { result: "OK" }]);
  assertEquals(
    await call("/pipeline", [["GET", "k"], ["MGET", "k", "none"], ["STRLEN", "k"]], asked),
    [
      200,
      [{ result: "5YC8" }, { result: ["5YC8", null] }, { result: 3 }],
    ],
  );
});

check("a wrong token and a body that is no command are refused", async (call) => {
  assertEquals(await call("/", ["PING"], { authorization: "Bearer wrong" }), [
    401,
    { error: "Unauthorized" },
  ]);
  for (const body of ["not json", {}, [], [{}], "null"]) {
    assertEquals((await call("/", body))[0], 400);
    assertEquals((await call("/pipeline", body))[0], 400);
  }
  assertEquals((await call("/elsewhere", ["PING"]))[0], 404);
});

Deno.test({
  name: "upstash gateway: @upstash/redis with its default settings understands it",
  ignore,
  fn: async () => {
    await using server = await startRedis();
    await using gateway = startGateway({ redis: server.url, token: "secret" });
    const client = new Redis({ url: gateway.url, token: "secret", enableTelemetry: false });
    assertEquals(await client.set("k", { 名: "秒杀" }), "OK");
    assertEquals(await client.get("k"), { 名: "秒杀" });
    assertEquals(await client.multi().incr("n").incr("n").exec(), [1, 2]);
    assertEquals(await client.eval("return {KEYS[1], 7}", ["键"], []), ["键", 7]);
    await assertRejects(() => client.lpush("k", "x"));
  },
});
