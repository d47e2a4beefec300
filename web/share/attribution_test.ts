import { assert, assertEquals } from "@std/assert";
import { Attribution } from "./attribution.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 22, 15);
const days30 = () => new Attribution({ secret: "a secret", days: 30 });

function valueOf(cookie: string): string {
  return cookie.slice(0, cookie.indexOf(";"));
}

Deno.test("what was signed is read back until its days are over", () => {
  const attribution = days30();
  const cookie = attribution.cookie("abcdefgh2", { nowMs: NOW_MS, secure: true });
  for (const part of ["; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age=2592000"]) {
    assert(cookie.includes(part), cookie);
  }
  const header = `yd_lang=zh; ${valueOf(cookie)}; yd_dev=x`;
  assertEquals(attribution.read(header, NOW_MS), "abcdefgh2");
  assertEquals(days30().read(header, NOW_MS + 29 * DAY_MS), "abcdefgh2");
  assertEquals(attribution.read(header, NOW_MS + 30 * DAY_MS), null);
});

Deno.test("nobody can write another's name or a later end", () => {
  const attribution = days30();
  const value = valueOf(attribution.cookie("abcdefgh2", { nowMs: NOW_MS, secure: false }));
  const [, end = ""] = /\.(\d+)\./.exec(value) ?? [];
  for (
    const forged of [
      value.replace("abcdefgh2", "abcdefgh3"),
      value.replace(`.${end}.`, `.${Number(end) + 1}.`),
      value.slice(0, -1),
      "yd_via=abcdefgh2",
      "yd_via=..",
      `yd_via=${"x".repeat(5_000)}`,
    ]
  ) assertEquals(attribution.read(forged, NOW_MS), null, forged);
  const other = new Attribution({ secret: "another secret", days: 30 });
  assertEquals(other.read(value, NOW_MS), null);
});

Deno.test("those who came by one link on one day have the same cookie", () => {
  const at = (nowMs: number) => days30().cookie("abcdefgh2", { nowMs, secure: false });
  assertEquals(at(NOW_MS), at(NOW_MS + 60_000));
});
