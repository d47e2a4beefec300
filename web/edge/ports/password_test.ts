import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { hashPassword, isPassword, weaknessOf } from "./password.ts";

Deno.test("a hash knows its password and no other, and a salt makes equal passwords differ", async () => {
  const stored = await hashPassword("liu-he-shan-shui", "salt-one");
  assertMatch(stored, /^scrypt\$16384\$8\$1\$salt-one\$/);
  assert(await isPassword("liu-he-shan-shui", stored));
  assertEquals(await isPassword("liu-he-shan-shui ", stored), false);
  assertNotEquals(await hashPassword("liu-he-shan-shui", "salt-two"), stored);
});

Deno.test("what is no hash of ours matches nothing", async () => {
  for (
    const stored of [
      "",
      "plain",
      "scrypt$16384$8$1$salt$short",
      "scrypt$9999999$8$1$s$" + "a".repeat(43),
    ]
  ) {
    assertEquals(await isPassword("plain", stored), false, stored);
  }
});

Deno.test("a password is refused that is short, has the name in it, or is a pattern", () => {
  const owner = { username: "wangli", name: "王丽" };
  assertEquals(weaknessOf("kurz-und-gut", owner), null);
  assertEquals(weaknessOf("elf-zeichen", owner), "short");
  assertEquals(weaknessOf("my-WangLi-2026", owner), "name");
  assertEquals(weaknessOf("王丽的密码要十二个字以上", owner), "name");
  assertEquals(weaknessOf("abababababab", owner), "pattern");
});
