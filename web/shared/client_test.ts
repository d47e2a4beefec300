import { assert, assertEquals } from "@std/assert";
import { backoffMs, createClient } from "./client.ts";
import { json, problem, virtualOutside } from "./virtual_outside.ts";

Deno.test("client repeats a 503 under the same idempotency key and honours retryAfterMs", async () => {
  let calls = 0;
  const outside = virtualOutside(() =>
    ++calls < 3 ? problem("overloaded", 503, { retryAfterMs: 3_000 }) : json({ done: true }, 201)
  );
  const client = createClient({ outside, locale: () => "zh" });
  const answer = client.send({ method: "POST", path: "/g", key: "k1", attemptsMax: 8 });
  await outside.advance(20_000);
  assertEquals(await answer, { ok: true, status: 201, value: { done: true } });
  assertEquals(outside.sent.map((one) => one.headers.get("Idempotency-Key")), ["k1", "k1", "k1"]);
  assertEquals(outside.sent.map((one) => one.atMs), [0, 3_000, 6_000]);
});

Deno.test("client honours the Retry-After header of a 429", async () => {
  let calls = 0;
  const outside = virtualOutside(() =>
    ++calls === 1
      ? new Response("", { status: 429, headers: { "Retry-After": "2" } })
      : json({ ok: 1 })
  );
  const client = createClient({ outside, locale: () => "zh" });
  const answer = client.send({ method: "GET", path: "/g" });
  await outside.advance(10_000);
  assert((await answer).ok);
  assertEquals(outside.sent.map((one) => one.atMs), [0, 2_000]);
});

Deno.test("client never repeats a refusal", async () => {
  const outside = virtualOutside(() => problem("sold-out", 409));
  const client = createClient({ outside, locale: () => "zh" });
  const answer = await client.send({ method: "POST", path: "/g", attemptsMax: 8 });
  assertEquals([answer.ok, outside.sent.length], [false, 1]);
  assertEquals(answer.ok ? null : answer.code, "sold-out");
});

Deno.test("client repeats after a lost connection, then says that it is offline", async () => {
  const outside = virtualOutside(() => {
    throw new TypeError("gone");
  });
  const client = createClient({ outside, locale: () => "zh" });
  const answer = client.send({ method: "POST", path: "/g", key: "k", attemptsMax: 3 });
  await outside.advance(60_000);
  assertEquals(await answer, { ok: false, code: "offline", problem: null });
  assertEquals(outside.sent.length, 3);
});

Deno.test("client gives up on an attempt that hangs and repeats it", async () => {
  let calls = 0;
  const outside = virtualOutside((sent) =>
    ++calls > 1 ? json({ ok: 1 }) : new Promise((_, reject) => {
      sent.signal?.addEventListener("abort", () => reject(new Error("aborted")));
    })
  );
  const client = createClient({ outside, locale: () => "zh" });
  const answer = client.send({ method: "POST", path: "/g", key: "k", attemptsMax: 2 });
  await outside.advance(30_000);
  assert((await answer).ok);
});

Deno.test("client does not repeat a POST that may not be repeated", async () => {
  const outside = virtualOutside(() => problem("overloaded", 503));
  const client = createClient({ outside, locale: () => "zh" });
  await client.send({ method: "POST", path: "/g" });
  assertEquals(outside.sent.length, 1);
});

Deno.test("client tells the server's time with its round trip, and asks in the page's language", async () => {
  const samples: unknown[] = [];
  const outside = virtualOutside(() => json({ serverTime: "2026-11-22T12:00:00Z" }));
  const client = createClient({
    outside,
    locale: () => "en",
    onServerTime: (sample) => samples.push(sample),
  });
  await client.send({ method: "GET", path: "/g" });
  assertEquals(samples, [{
    serverMs: Date.parse("2026-11-22T12:00:00Z"),
    sentMs: 0,
    receivedMs: 0,
  }]);
  assertEquals(outside.sent[0]?.headers.get("Accept-Language"), "en");
});

Deno.test("client takes a page of a proxy for no answer of ours", async () => {
  const outside = virtualOutside(() => new Response("<html>login</html>", { status: 200 }));
  const answer = await createClient({ outside, locale: () => "zh" })
    .send({ method: "POST", path: "/g" });
  assertEquals(answer, { ok: false, code: "unreadable", problem: null });
});

Deno.test("backoff grows, is bounded, adds chance, and never undercuts what the server asks", () => {
  const at = (attempt: number, retryAfterMs = 0, fraction = 0) =>
    backoffMs({ attempt, retryAfterMs, fraction });
  assertEquals([1, 2, 3, 10].map((one) => at(one)), [400, 800, 1_600, 8_000]);
  assertEquals(at(1, 5_000), 5_000);
  assertEquals(at(1, 5_000, 0.5), 6_250);
});

Deno.test("client sends a file as it is, under its own type", async () => {
  const outside = virtualOutside(() => json({ id: "m1" }, 201));
  const client = createClient({ outside, locale: () => "zh" });
  const bytes = new Blob(["a,b"]);
  await client.send({ method: "PUT", path: "/m", file: { bytes, contentType: "text/csv" } });
  assertEquals(outside.sent[0]?.headers.get("Content-Type"), "text/csv");
  assertEquals(outside.sent[0]?.method, "PUT");
});
