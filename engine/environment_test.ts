import { assertEquals, assertMatch } from "@std/assert";
import { Environment, readLimits, variableOf } from "./environment.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

Deno.test("an absent or empty variable gives the default", () => {
  const environment = new Environment({ PORT: "" });
  assertEquals(environment.integer("PORT", { default: 8000, min: 0, max: 65_535 }), 8000);
  assertEquals(environment.choice("DEMO", { default: "1", of: ["0", "1"] }), "1");
  assertEquals(environment.url("REDIS_URL", ["redis"]), null);
  assertEquals(environment.problems, []);
});

Deno.test("every problem names its variable, what is expected and what was given", () => {
  const environment = new Environment({ PORT: "80000", DEMO: "yes", N: "1e3", M: "-1" });
  environment.integer("PORT", { default: 8000, min: 0, max: 65_535 });
  environment.choice("DEMO", { default: "1", of: ["0", "1"] });
  environment.integer("N", { default: 1, min: 0, max: 9 });
  environment.integer("M", { default: 1, min: 0, max: 9 });
  assertEquals(environment.problems, [
    `PORT: expected a whole number from 0 to 65535, got "80000"`,
    `DEMO: expected 0 or 1, got "yes"`,
    `N: expected a whole number from 0 to 9, got "1e3"`,
    `M: expected a whole number from 0 to 9, got "-1"`,
  ]);
});

Deno.test("a wrong URL is refused without repeating its password", () => {
  const environment = new Environment({ REDIS_URL: "http://:hunter2@redis:6379" });
  assertEquals(environment.url("REDIS_URL", ["redis", "rediss"]), null);
  assertEquals(environment.problems, [
    "REDIS_URL: expected a URL that begins with redis:// or rediss://",
  ]);
});

Deno.test("limits follow the environment by their names in capitals", () => {
  const variables = { LIMIT_MAILBOX_COMMANDS_MAX: "7", LIMIT_SHARDS: "16", OTHER: "x" };
  const environment = new Environment(variables);
  const limits = readLimits(environment, variables);
  assertEquals(limits, { ...DEFAULT_LIMITS, mailboxCommandsMax: 7, shards: 16 });
  assertEquals(environment.problems, []);
});

Deno.test("an unknown limit is a problem that lists the known ones", () => {
  const variables = { LIMIT_MAILBOX_COMANDS_MAX: "7" };
  const environment = new Environment(variables);
  assertEquals(readLimits(environment, variables), DEFAULT_LIMITS);
  assertEquals(environment.problems.length, 1);
  assertMatch(environment.problems[0] ?? "", /^LIMIT_MAILBOX_COMANDS_MAX: unknown limit/);
  assertMatch(environment.problems[0] ?? "", /LIMIT_MAILBOX_COMMANDS_MAX/);
});

Deno.test("a limit may be 0 only where 0 is its default", () => {
  const variables = { LIMIT_SHARDS: "0", LIMIT_GRABS_PER_SECOND: "0" };
  const environment = new Environment(variables);
  assertEquals(readLimits(environment, variables), DEFAULT_LIMITS);
  assertEquals(environment.problems, [
    `LIMIT_SHARDS: expected a whole number from 1 to 9007199254740991, got "0"`,
  ]);
});

Deno.test("digits in a limit's name stand apart in its variable", () => {
  assertEquals(
    variableOf("loginsPerAccountPer15Minutes"),
    "LIMIT_LOGINS_PER_ACCOUNT_PER_15_MINUTES",
  );
  assertEquals(variableOf("bodyBytesMax"), "LIMIT_BODY_BYTES_MAX");
});
