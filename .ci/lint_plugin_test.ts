import { assertEquals } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";
import plugin from "./lint_plugin.ts";

const ROOT = dirname(dirname(fromFileUrl(import.meta.url)));

/** The rules that complain about `source` in `file`. */
function rulesBroken(file: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, join(ROOT, file), source).map((one) => one.id);
}

const BOUNDARIES = "yundian/import-boundaries";
const PURE = "yundian/pure-actors";
const CLOCK = "yundian/one-clock";

function testImport(name: string, file: string, source: string, allowed: boolean): void {
  Deno.test(`import boundaries ${allowed ? "allow" : "refuse"} ${name}`, () => {
    assertEquals(rulesBroken(file, source), allowed ? [] : [BOUNDARIES]);
  });
}

testImport("engine importing itself", "engine/a.ts", `import "./journal/b.ts";`, true);
testImport("engine importing a kind", "engine/a.ts", `import "../actors/mod.ts";`, false);
testImport("engine importing its simulator", "engine/a.ts", `import "./sim/world.ts";`, false);
testImport("engine importing hono", "engine/a.ts", `import { Hono } from "hono";`, false);
testImport("engine importing ioredis", "engine/a.ts", `import "ioredis";`, false);
testImport("a journal driver importing ioredis", "engine/journal/a.ts", `import "ioredis";`, true);
testImport(
  "the simulator importing kinds",
  "engine/sim/a.ts",
  `import "../../actors/mod.ts";`,
  true,
);
testImport(
  "the crash test importing the edge",
  "engine/crash/a.ts",
  `import "../../web/edge/mod.ts";`,
  false,
);
testImport("a test importing anything", "engine/a_test.ts", `import "../actors/mod.ts";`, true);
testImport(
  "a kind importing types of the contract",
  "actors/stock/kind.ts",
  `import type { Kind } from "../../engine/contract.ts";`,
  true,
);
testImport(
  "a kind importing types one by one",
  "actors/stock/kind.ts",
  `import { type Kind, type Send } from "../../engine/contract.ts";`,
  true,
);
testImport(
  "a kind importing values of the engine",
  "actors/stock/kind.ts",
  `import { Fault } from "../../engine/fault.ts";`,
  false,
);
testImport(
  "a kind importing types of the runtime",
  "actors/stock/kind.ts",
  `import type { Lane } from "../../engine/lanes.ts";`,
  false,
);
testImport(
  "a kind importing another's protocol",
  "actors/campaign/kind.ts",
  `import type { StockReply } from "../stock/protocol.ts";`,
  true,
);
testImport(
  "a kind importing another's inside",
  "actors/campaign/kind.ts",
  `import { hold } from "../stock/hold.ts";`,
  false,
);
testImport("a kind importing node", "actors/stock/kind.ts", `import "node:crypto";`, false);
testImport("a kind importing a package", "actors/stock/kind.ts", `import "nanoid";`, false);
testImport("the edge importing the entry", "web/edge/a.ts", `import "../../engine/mod.ts";`, true);
testImport(
  "the edge importing the runtime",
  "web/edge/a.ts",
  `import "../../engine/engine.ts";`,
  false,
);
testImport("the edge importing a kind", "web/edge/a.ts", `import "../../actors/mod.ts";`, false);
testImport("the edge importing a driver", "web/edge/a.ts", `import "ioredis";`, false);
testImport(
  "the host importing a driver",
  "web/host/a.ts",
  `import "../../engine/journal/sqlite.ts";`,
  true,
);
testImport("the host importing the kinds", "web/host/a.ts", `import "../../actors/mod.ts";`, true);
testImport("the host importing the edge", "web/host/a.ts", `import "../edge/mod.ts";`, true);
testImport(
  "the host importing the runtime",
  "web/host/a.ts",
  `import "../../engine/engine.ts";`,
  false,
);
testImport("the host importing a page", "web/host/a.ts", `import "../h5/model.ts";`, false);
testImport(
  "the host importing a kind's inside",
  "web/host/a.ts",
  `import "../../actors/stock/decide.ts";`,
  false,
);
testImport("the edge importing the host", "web/edge/a.ts", `import "../host/config.ts";`, false);
testImport("a page importing the edge", "web/h5/a.tsx", `import "../edge/mod.ts";`, false);
testImport("a page importing the engine", "web/h5/a.tsx", `import "../../engine/mod.ts";`, false);
testImport("a page importing what is shared", "web/h5/a.tsx", `import "../shared/api.ts";`, true);
testImport("the bench importing the runtime", "bench/a.ts", `import "../engine/lane.ts";`, false);
testImport("a re-export across parts", "engine/a.ts", `export * from "../web/build.ts";`, false);
testImport("a dynamic import across parts", "engine/a.ts", `import("../web/build.ts");`, false);
testImport("deploy.ts importing everything", "deploy.ts", `import "./actors/mod.ts";`, true);

for (
  const impure of [
    "const now = Date.now();",
    "const now = new Date();",
    "const chance = Math.random();",
    "setTimeout(() => {}, 1);",
    "const id = crypto.randomUUID();",
    "const env = Deno.env;",
    "const all = { fetch };",
    "globalThis.x = 1;",
    "async function decide() {}",
    "const decide = async () => {};",
  ]
) {
  Deno.test(`pure actors refuse ${impure}`, () => {
    assertEquals(rulesBroken("actors/stock/kind.ts", impure), [PURE]);
  });
}

Deno.test("pure actors allow names that only look impure", () => {
  const source =
    `const x = { process: 1, Date: 2 }; x.process; interface Y { performance: number }`;
  assertEquals(rulesBroken("actors/stock/kind.ts", source), []);
});

Deno.test("pure actors allow the audit to wait for the journal", () => {
  assertEquals(rulesBroken("actors/audit.ts", "async function audit() {}"), []);
});

for (
  const impure of [
    "Date.now();",
    "globalThis.Date.now();",
    "performance.now();",
    "Math.random();",
    "crypto.getRandomValues(x);",
    "crypto.randomUUID();",
    "new Date();",
  ]
) {
  Deno.test(`one clock refuses ${impure} outside engine/system.ts`, () => {
    assertEquals(rulesBroken("engine/lane.ts", impure), [CLOCK]);
    assertEquals(rulesBroken("web/edge/grab.ts", impure), [CLOCK]);
    assertEquals(rulesBroken("web/host/door.ts", impure), [CLOCK]);
    assertEquals(rulesBroken("deploy.ts", impure), [CLOCK]);
    assertEquals(rulesBroken("engine/system.ts", impure), []);
    assertEquals(rulesBroken("engine/lane_test.ts", impure), []);
    assertEquals(rulesBroken("web/h5/model.ts", impure), []);
  });
}

Deno.test("one clock allows a date made of an instant", () => {
  assertEquals(rulesBroken("engine/lane.ts", "new Date(atMs);"), []);
});
