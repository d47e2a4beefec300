import { assertEquals } from "@std/assert";
import { isThisMachine } from "./hosts.ts";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "yundian.test": ["127.0.0.1"],
  "both.test": ["127.0.0.1", "10.0.0.7"],
  "bank.example": ["203.0.113.9"],
};

Deno.test("only what leads to loopback addresses alone is this machine", async () => {
  const is = (url: string) =>
    isThisMachine(new URL(url), (host) => Promise.resolve(NAMES[host] ?? []));
  for (
    const url of [
      "http://localhost:8000",
      "http://127.0.0.1",
      "http://127.1",
      "https://[::1]:8443",
      "http://0.0.0.0:8000",
      "http://yundian.test",
    ]
  ) {
    assertEquals(await is(url), true, url);
  }
  for (
    const url of [
      "https://bank.example",
      "http://both.test",
      "http://unknown.example",
      "http://10.0.0.7",
      "http://127.0.0.1.bank.example",
      "http://localhost.bank.example",
    ]
  ) {
    assertEquals(await is(url), false, url);
  }
});
