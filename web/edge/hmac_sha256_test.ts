import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { HmacSha256 } from "./hmac_sha256.ts";

Deno.test("digest agrees with node:crypto for any key and message, at any place of the buffer", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(fc.property(bytes, bytes, fc.nat(64), (key, message, start) => {
    const buffer = new Uint8Array(start + message.length + 72).fill(0xaa);
    buffer.set(message, start);
    const words = new HmacSha256(key).digest(new DataView(buffer.buffer), start, message.length);
    const made = Buffer.alloc(32);
    words.forEach((word, i) => made.writeInt32BE(word, i * 4));
    assertEquals(made, createHmac("sha256", key).update(message).digest());
  }));
});

Deno.test("one instance digests many messages without carrying anything over", () => {
  const hmac = new HmacSha256(new TextEncoder().encode("key"));
  const view = new DataView(new ArrayBuffer(100));
  const empty = hmac.digest(view, 0, 0).slice();
  hmac.digest(view, 3, 20);
  assertEquals(hmac.digest(view, 0, 0), empty);
});
