import { assertEquals } from "@std/assert";
import { kindOf } from "./send.ts";

Deno.test("what breaks a request has one word, whatever the client calls it", () => {
  const failed = (cause: string) => new TypeError("fetch failed", { cause: new Error(cause) });
  assertEquals(
    [
      failed("client error (Connect): tcp connect error: Connection refused (os error 111)"),
      failed("client error (SendRequest): Connection reset by peer (os error 104)"),
      failed("client error (SendRequest): connection closed before message completed"),
      new TypeError("error reading a body from connection"),
      new DOMException("The operation was aborted due to timeout", "TimeoutError"),
      new Error("something else"),
    ].map(kindOf),
    ["refused", "reset", "closed", "closed", "timeout", "failed"],
  );
});
