import { assertEquals, assertThrows } from "@std/assert";
import { commandOf, parseRun } from "./options.ts";
import { Refusal } from "./plan.ts";

const ENV = { AUTH_SECRET: "secret-of-the-target", LIMIT_GRABS_PER_SECOND: "1000" };

function refusalOf(...args: readonly string[]): string {
  return assertThrows(() => parseRun(args, ENV), Refusal).message;
}

Deno.test("a run without flags is a flash sale on a product of its own", () => {
  const { plan, out } = parseRun([], {});
  assertEquals([plan.scenario, plan.profile, out], ["flash_sale", "load", "bench/out"]);
  assertEquals(plan.target, { kind: "start", port: null, journal: null, scale: null });
  assertEquals(plan.overrides, { SEED: "1" });
});

Deno.test("flags set what the suite and the product are told", () => {
  const { plan, out } = parseRun(
    [
      ...["--scenario=mixed_day", "--profile", "spike", "--port", "8123", "--journal", "redis"],
      ...["--rate", "300", "--seconds", "20", "--units", "500", "--seed", "7", "--out", "x y"],
    ],
    ENV,
  );
  assertEquals(plan.target, { kind: "start", port: 8_123, journal: "redis", scale: "jiangxi" });
  assertEquals(plan.overrides, { SEED: "7", RATE: "300", SECONDS: "20", UNITS: "500" });
  assertEquals(out, "x y");
});

Deno.test("storefronts need the whole bank, in a smoke run a part of it", () => {
  const target = (...args: readonly string[]) => parseRun(args, {}).plan.target;
  const smoke = target("--scenario", "storefront", "--profile", "smoke");
  assertEquals(smoke.kind === "start" && smoke.scale, "demo");
});

Deno.test("a target elsewhere takes its secrets from the environment", () => {
  const url = "http://127.0.0.1:8000";
  const target = (...args: readonly string[]) => parseRun(["--url", url, ...args], ENV).plan.target;
  assertEquals(target("--scenario", "referral_storm", "--yes-this-is-production"), {
    ...{ kind: "elsewhere", url, secret: "secret-of-the-target", eventsSecret: null },
    ...{ needsEvents: true, isProductionMeant: true },
  });
  const plain = parseRun(["--url", url], { AUTH_SECRET: "" }).plan.target;
  assertEquals(plain.kind === "elsewhere" && plain.secret, null);
});

Deno.test("what is wrong with flags is one line that names the flag and what it may be", () => {
  const names = "flash_sale, sold_out, one_person, referral_storm, storefront, mixed_day, sse";
  assertEquals(
    refusalOf("--scenario", "nope"),
    `Unknown scenario "nope", the scenarios are: ${names}`,
  );
  assertEquals(
    refusalOf("--profile", "fast"),
    'Unknown profile "fast", the profiles are: smoke, load, spike, herd, soak, breakpoint',
  );
  assertEquals(
    refusalOf("--journal", "paper"),
    'Unknown journal "paper", the journals are: sqlite, redis, redis-http',
  );
  assertEquals(
    refusalOf("--rate", "-3"),
    '--rate is "-3": expected a whole number from 1 to 100000',
  );
  assertEquals(
    refusalOf("--seconds", "1.5"),
    '--seconds is "1.5": expected a whole number from 1 to 86400',
  );
  assertEquals(
    refusalOf("--port", "70000"),
    '--port is "70000": expected a whole number from 1 to 65535',
  );
  assertEquals(refusalOf("--rate"), "--rate needs a value");
  assertEquals(refusalOf("--rate="), '--rate is "": expected a whole number from 1 to 100000');
  assertEquals(refusalOf("--scenario", "--profile"), "--scenario needs a value");
  assertEquals(refusalOf("--speed", "9").split(",")[0], "Unknown flag --speed");
  assertEquals(refusalOf("-x").split(",")[0], "Unknown flag -x");
  assertEquals(refusalOf("--scenario", "sold_out", "extra"), 'Unknown word "extra"');
  assertEquals(refusalOf("--yes-this-is-production=1"), "--yes-this-is-production takes no value");
});

Deno.test("flags that contradict each other are refused", () => {
  const url = ["--url", "http://127.0.0.1:1"];
  assertEquals(
    refusalOf(...url, "--port", "9"),
    "--port is for a product that is started: it cannot go with --url",
  );
  assertEquals(
    refusalOf("--yes-this-is-production"),
    "--yes-this-is-production needs --url: without it the product is started",
  );
  assertEquals(
    refusalOf("--scenario", "sold_out", "--subscribers", "9"),
    "--subscribers is for the scenarios sse and flash_sale, not sold_out",
  );
});

Deno.test("the command that repeats a run has every setting and no secret", () => {
  const command = (args: readonly string[], variables: Record<string, string>) => {
    const { plan, out } = parseRun(args, variables);
    return commandOf(plan, { out, variables });
  };
  assertEquals(
    command(["--units", "5", "--out", "a b"], { LIMIT_WAIT_MS: "9", HOME: "/h" }),
    "LIMIT_WAIT_MS=9 deno task bench --scenario flash_sale --profile load --units 5 --seed 1 --out 'a b'",
  );
  assertEquals(
    command(["--scenario", "sold_out"], { REDIS_URL: "redis://:pass@127.0.0.1:6379" }),
    "REDIS_URL=$REDIS_URL deno task bench --scenario sold_out --profile load --seed 1",
  );
  assertEquals(
    command(["--url", "http://127.0.0.1:8000", "--scenario", "mixed_day"], ENV),
    "AUTH_SECRET=$AUTH_SECRET EVENTS_SECRET=$EVENTS_SECRET deno task bench --scenario mixed_day " +
      "--profile load --url http://127.0.0.1:8000 --seed 1",
  );
});
