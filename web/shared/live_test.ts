import { assertEquals } from "@std/assert";
import { createStreamParser, follow, type StreamEvent } from "./live.ts";
import { virtualOutside } from "./virtual_outside.ts";

function stream(...parts: readonly string[]): Response {
  return new Response(parts.join(""), { headers: { "Content-Type": "text/event-stream" } });
}

Deno.test("stream parser reads events from parts cut at every place", () => {
  const text = ': hello\r\n\r\nid: 7\nevent: state\ndata: {"a":\ndata: 1}\n\ndata:x\n\n';
  for (let cut = 0; cut <= text.length; cut++) {
    const events: StreamEvent[] = [];
    const parse = createStreamParser((event) => events.push(event));
    parse(text.slice(0, cut));
    parse(text.slice(cut));
    assertEquals(events, [
      { event: "state", id: "7", data: '{"a":\n1}' },
      { event: "message", id: "7", data: "x" },
    ], `cut at ${cut}`);
  }
});

Deno.test("follow resumes after a break with the last event id", async () => {
  const seen: string[] = [];
  const links: boolean[] = [];
  const outside = virtualOutside((sent) =>
    sent.headers.get("Last-Event-ID") === "5"
      ? stream("id: 6\nevent: state\ndata: b\n\n")
      : stream("id: 5\nevent: state\ndata: a\n\n")
  );
  const stop = follow({
    path: "/live",
    outside,
    lastEventId: "4",
    onEvent: (event) => seen.push(event.data),
    onLink: (connected) => links.push(connected),
  });
  await outside.advance(500);
  stop();
  assertEquals(outside.sent.map((one) => one.headers.get("Last-Event-ID")), ["4", "5"]);
  assertEquals(seen, ["a", "b"]);
  assertEquals(links.slice(0, 3), [true, false, true]);
});

Deno.test("follow waits as long as a 503 asks, and is not gone for good", async () => {
  let calls = 0;
  const outside = virtualOutside(() =>
    ++calls === 1
      ? new Response("", { status: 503, headers: { "Retry-After": "4" } })
      : stream("id: 1\ndata: a\n\n")
  );
  const stop = follow({
    path: "/live",
    outside,
    lastEventId: "",
    onEvent: () => {},
    onLink: () => {},
  });
  await outside.advance(4_100);
  stop();
  assertEquals(outside.sent.slice(0, 2).map((one) => one.atMs), [0, 4_000]);
});

Deno.test("follow takes long silence for a dead connection", async () => {
  const outside = virtualOutside((sent) =>
    new Response(
      new ReadableStream({
        start: (controller) =>
          sent.signal?.addEventListener("abort", () => controller.error(new Error("aborted"))),
      }),
    )
  );
  const stop = follow({
    path: "/live",
    outside,
    lastEventId: "",
    onEvent: () => {},
    onLink: () => {},
  });
  await outside.advance(46_000);
  assertEquals(outside.sent.length, 2);
  stop();
  await outside.advance(100_000);
  assertEquals(outside.sent.length, 2);
});

Deno.test("follow believes a device that says it is offline, though its connection stays open", async () => {
  const links: boolean[] = [];
  let offline = () => {};
  const outside = Object.assign(
    virtualOutside((sent) =>
      new Response(
        new ReadableStream({
          start(controller) {
            sent.signal?.addEventListener("abort", () => controller.error(new Error("aborted")));
          },
        }),
      )
    ),
    { whenOffline: (run: () => void) => (offline = run, () => {}) },
  );
  const stop = follow({
    path: "/live",
    outside,
    lastEventId: "",
    onEvent: () => {},
    onLink: (connected) => links.push(connected),
  });
  await outside.advance(0);
  offline();
  await outside.advance(0);
  stop();
  assertEquals(links.slice(0, 2), [true, false]);
});
