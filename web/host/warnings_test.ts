import { assertEquals, assertMatch } from "@std/assert";
import type { Variables } from "../../engine/environment.ts";
import { type Config, parseConfig } from "./config.ts";
import { phonesCannotReach, warningsOf } from "./warnings.ts";

const URL = "http://127.0.0.1:8000";
const WECHAT = { WECHAT_APP_ID: "wx1", WECHAT_APP_SECRET: "s" };

function configOf(variables: Variables): Config {
  const parsed = parseConfig([], variables);
  if (parsed.kind !== "ok") throw new Error(JSON.stringify(parsed));
  return parsed.config;
}

function warned(variables: Variables, word: string): boolean {
  return warningsOf(configOf(variables)).some((line) => line.includes(word));
}

Deno.test("the demo starts without a warning", () => {
  assertEquals(warningsOf(configOf({})), []);
});

Deno.test("without the demo every stand-in that is left is named", () => {
  assertEquals(warned({ DEMO: "0" }, "WeChat"), true);
  assertEquals(warned({ DEMO: "0", ...WECHAT }, "WeChat"), false);
  assertEquals(warned({ DEMO: "0" }, "console"), true);
  assertEquals(warned({ DEMO: "0", STAFF_ADMIN_PASSWORD: "a long password" }, "console"), false);
  assertEquals(warned({ DEMO: "0", ...WECHAT }, "one-time codes"), true);
  assertEquals(warned({ DEMO: "0", ...WECHAT }, "payment"), true);
});

Deno.test("what is reserved is warned of in either case", () => {
  assertEquals(warned({ NODE_SECRET: "x", DEMO: "1" }, "NODE_SECRET"), true);
  assertEquals(warned({ NODE_SECRET: "x", DEMO: "0" }, "NODE_SECRET"), true);
});

Deno.test("a start on this machine alone says that phones cannot reach it", () => {
  for (const HOST of ["127.0.0.1", "127.1.2.3", "localhost", "::1"]) {
    assertMatch(phonesCannotReach(configOf({ HOST }), URL) ?? "", /127\.0\.0\.1.*PUBLIC_URL/);
  }
  for (const HOST of ["0.0.0.0", "::", "192.168.1.5", "127.example.org"]) {
    assertEquals(phonesCannotReach(configOf({ HOST }), URL), null);
  }
  assertEquals(phonesCannotReach(configOf({ PUBLIC_URL: "https://sale.example" }), URL), null);
});
