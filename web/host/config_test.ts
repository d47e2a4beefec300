import { assertEquals, assertMatch } from "@std/assert";
import type { Variables } from "../../engine/environment.ts";
import { type Config, parseConfig } from "./config.ts";

const SECRET = "0123456789abcdef0123456789abcdef";

function configOf(variables: Variables, args: readonly string[] = []): Config {
  const parsed = parseConfig(args, variables);
  if (parsed.kind !== "ok") throw new Error(JSON.stringify(parsed));
  return parsed.config;
}

function problemsOf(variables: Variables, args: readonly string[] = []): readonly string[] {
  const parsed = parseConfig(args, variables);
  return parsed.kind === "invalid" ? parsed.problems : [];
}

Deno.test("an empty environment starts embedded with the demo and approval", () => {
  const config = configOf({});
  assertEquals(config.journal, { kind: "sqlite" });
  assertEquals([config.host, config.port, config.dataDir], ["127.0.0.1", 8000, ".yundian"]);
  assertEquals([config.embedded, config.demo, config.approval], [true, true, true]);
  assertEquals([config.fresh, config.authSecret, config.publicUrl], [false, null, null]);
});

Deno.test("without the demo approval is off unless asked for", () => {
  assertEquals(configOf({ DEMO: "0" }).approval, false);
  assertEquals(configOf({ DEMO: "0", APPROVAL: "on" }).approval, true);
});

Deno.test("a leading -- is dropped and --fresh is known", () => {
  assertEquals(configOf({}, ["--", "--fresh"]).fresh, true);
  assertEquals(configOf({}, ["--fresh"]).fresh, true);
});

Deno.test("an unknown flag is an error that lists the known ones", () => {
  const [problem = ""] = problemsOf({}, ["--freash"]);
  assertMatch(problem, /^Unknown flag "--freash"/);
  assertMatch(problem, /--fresh/);
  assertEquals(problemsOf({}, ["--fresh", "--"]).length, 1);
});

Deno.test("a Redis without AUTH_SECRET refuses to run", () => {
  assertEquals(problemsOf({ REDIS_URL: "redis://127.0.0.1:6379" }), [
    "AUTH_SECRET: expected, since the data is not embedded",
  ]);
});

Deno.test("a Redis over TCP has no demo unless asked for", () => {
  const variables = { REDIS_URL: "redis://127.0.0.1:6379", AUTH_SECRET: SECRET };
  assertEquals(configOf(variables).demo, false);
  assertEquals(configOf(variables).journal, {
    kind: "redis-tcp",
    url: "redis://127.0.0.1:6379",
    replicas: 0,
    cluster: false,
  });
  assertEquals(configOf({ ...variables, DEMO: "1" }).demo, true);
});

Deno.test("a Redis over HTTP needs its URL and its token", () => {
  const url = "https://redis.example";
  assertEquals(
    configOf({ UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: "t", AUTH_SECRET: SECRET })
      .journal,
    { kind: "redis-http", url, token: "t" },
  );
  assertEquals(problemsOf({ UPSTASH_REDIS_REST_URL: url, AUTH_SECRET: SECRET }), [
    "UPSTASH_REDIS_REST_TOKEN: expected with its URL",
  ]);
  assertEquals(problemsOf({ UPSTASH_REDIS_REST_TOKEN: "t", AUTH_SECRET: SECRET }), [
    "UPSTASH_REDIS_REST_URL: expected with its token",
  ]);
});

Deno.test("replicas and Cluster belong to a Redis over TCP", () => {
  const variables = { REDIS_REPLICAS: "1", REDIS_CLUSTER: "1" };
  assertEquals(problemsOf(variables), [
    "REDIS_REPLICAS: expected only with REDIS_URL",
    "REDIS_CLUSTER: expected only with REDIS_URL",
  ]);
  const url = "redis://127.0.0.1:6379";
  assertEquals(configOf({ ...variables, REDIS_URL: url, AUTH_SECRET: SECRET }).journal, {
    kind: "redis-tcp",
    url,
    replicas: 1,
    cluster: true,
  });
});

Deno.test("two journals at once are refused", () => {
  const [problem = ""] = problemsOf({
    REDIS_URL: "redis://127.0.0.1:6379",
    UPSTASH_REDIS_REST_URL: "https://redis.example",
    UPSTASH_REDIS_REST_TOKEN: "t",
    AUTH_SECRET: SECRET,
  });
  assertMatch(problem, /^UPSTASH_REDIS_REST_URL: /);
});

Deno.test("a short secret is refused without being printed", () => {
  assertEquals(problemsOf({ HOST: "0.0.0.0", AUTH_SECRET: "hunter2" }), [
    "AUTH_SECRET: expected at least 32 bytes",
  ]);
});

Deno.test("a short secret is a warning where only this machine comes in", () => {
  const { authSecret, warnings } = configOf({ AUTH_SECRET: "hunter2" });
  assertEquals(authSecret, "hunter2");
  assertEquals(warnings, ["AUTH_SECRET can be guessed: expected at least 32 bytes"]);
});

Deno.test("--fresh does not clear a Redis", () => {
  const variables = { REDIS_URL: "redis://127.0.0.1:6379", AUTH_SECRET: SECRET };
  assertMatch(problemsOf(variables, ["--fresh"])[0] ?? "", /^--fresh: /);
});

Deno.test("every wrong variable is named at once", () => {
  const problems = problemsOf({
    PORT: "x",
    DEMO: "2",
    APPROVAL: "maybe",
    ROLE: "node",
    TRUST_PROXY: "yes",
    PUBLIC_URL: "ftp://x",
    WECHAT_APP_ID: "wx1",
    STAFF_ADMIN_PASSWORD: "short",
    LIMIT_NONE: "1",
  });
  assertEquals(
    problems.map((problem) => problem.split(":")[0]).sort(),
    [
      "APPROVAL",
      "DEMO",
      "LIMIT_NONE",
      "PORT",
      "PUBLIC_URL",
      "ROLE",
      "STAFF_ADMIN_PASSWORD",
      "TRUST_PROXY",
      "WECHAT_APP_SECRET",
    ],
  );
});

Deno.test("what is reserved is accepted with a warning", () => {
  assertEquals(configOf({ NODE_SECRET: "x" }).warnings.length, 1);
});

Deno.test("a database of one's own is no embedded start", () => {
  const url = "postgres://yundian:secret@db.example/yundian";
  const config = configOf({ DATABASE_URL: url, AUTH_SECRET: SECRET });
  assertEquals(config.database, { kind: "postgres", url });
  assertEquals([config.embedded, config.demo], [false, false]);
  assertEquals(configOf({}).database, null);
});

Deno.test("the scale of the demo is a flag with a value", () => {
  const scaleOf = (...args: string[]) => {
    const parsed = parseConfig(args, {});
    return parsed.kind === "ok" ? parsed.config.scale : parsed.kind;
  };
  assertEquals(scaleOf(), "demo");
  assertEquals(scaleOf("--scale", "jiangxi"), "jiangxi");
  assertEquals(scaleOf("--", "--fresh", "--scale=jiangxi"), "jiangxi");
  assertEquals(scaleOf("--scale", "world"), "invalid");
  assertEquals(scaleOf("--scale"), "invalid");
});

Deno.test("--fresh does not clear a database of one's own", () => {
  const parsed = parseConfig(["--fresh"], { DATABASE_URL: "postgres://x", AUTH_SECRET: SECRET });
  assertEquals(parsed.kind, "invalid");
});

Deno.test("without EVENTS_SECRET nothing is taken from the bank's systems, but on an embedded start", () => {
  const served = { AUTH_SECRET: SECRET, DATABASE_URL: "postgres://db/yd", REDIS_URL: "redis://r" };
  const word = (variables: Variables) =>
    configOf(variables).warnings.filter((line) => line.includes("EVENTS_SECRET")).length;
  assertEquals([word({}), word(served), word({ ...served, EVENTS_SECRET: SECRET })], [0, 1, 0]);
  assertEquals(configOf({ EVENTS_SECRET: SECRET }).eventsSecret, SECRET);
  assertEquals(problemsOf({ EVENTS_SECRET: "short", HOST: "0.0.0.0" }).length, 1);
});
