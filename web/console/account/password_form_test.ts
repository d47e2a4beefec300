import { assertEquals } from "@std/assert";
import { checkPassword, deviceOf, NO_PASSWORD } from "./password_form.ts";

const check = (current: string, password: string, again: string) =>
  Object.fromEntries(checkPassword({ current, password, again }, ["王营销", "bank"]));

Deno.test("a new password is long, new, without the name and typed twice alike", () => {
  assertEquals(Object.fromEntries(checkPassword(NO_PASSWORD, [])), {
    current: "required",
    password: "weak",
  });
  assertEquals(check("old", "long enough 1", "long enough 1"), {});
  assertEquals(check("old", "the-bank-and-me", "the-bank-and-me"), { password: "weak" });
  assertEquals(check("long enough 1", "long enough 1", "long enough 2"), {
    password: "same",
    again: "differs",
  });
});

Deno.test("devices are told apart by browser and system", () => {
  const windows =
    "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36";
  const phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/120 Mobile MicroMessenger/8.0";
  assertEquals([windows, phone, "curl/8"].map(deviceOf), [
    "Chrome · Windows",
    "WeChat · Android",
    null,
  ]);
});
