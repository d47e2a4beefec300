import { assert, assertEquals } from "@std/assert";
import type { CampaignJson } from "../shared/api.ts";
import { problemOf, STAFF, type TestEdge, withEdge } from "./fixtures/edge.ts";
import { START_MS } from "./fixtures/world.ts";

interface Event {
  readonly id: string;
  readonly data: CampaignJson;
}

/** Follows a campaign; `read` gives what has arrived since. */
async function follow(edge: TestEdge, id: string, headers: Record<string, string> = {}) {
  const response = await edge.respond(`/api/v1/campaigns/${id}/live`, { headers });
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), "text/event-stream");
  if (response.body === null) throw new Error("a stream without a body");
  const reader = response.body.getReader();
  let text = "";
  let ended = false;
  const pump = async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += new TextDecoder().decode(part.value);
    }
    ended = true;
  };
  void pump();
  return {
    get raw() {
      return text;
    },
    get ended() {
      return ended;
    },
    async read(): Promise<Event[]> {
      await edge.world.settle();
      const events = text.split("\n\n").flatMap((block) => {
        const event = /^id: (\d+)\nevent: state\ndata: (.*)$/.exec(block);
        return event === null ? [] : [{ id: event[1] ?? "", data: JSON.parse(event[2] ?? "") }];
      });
      text = "";
      return events;
    },
    stop: () => reader.cancel(),
  };
}

Deno.test("a subscriber gets the state at once, then every change, newest only", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 100 });
    const live = await follow(edge, id);
    const [first] = await live.read();
    assertEquals(first?.data.units.available, 100);
    assertEquals(first?.id, String(first?.data.version));
    for (let n = 0; n < 30; n++) await edge.hold(id, `c${n}`);
    await edge.world.advance(1_000);
    const events = await live.read();
    assert(events.length >= 1 && events.length <= 5, `${events.length} frames`);
    assertEquals(events.at(-1)?.data.units.held, 30);
    await live.stop();
  });
});

Deno.test("frames are at most five a second, whatever happens", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 1_000 });
    const live = await follow(edge, id);
    await live.read();
    for (let n = 0; n < 40; n++) {
      await edge.post(`/api/v1/campaigns/${id}/units`, { as: STAFF.bank, body: { delta: 1 } });
      await edge.world.advance(50);
    }
    const events = await live.read();
    // 40 changes in 2 s: 10 frames at 5 a second, and one that was due.
    assert(events.length >= 5 && events.length <= 11, `${events.length} frames`);
    await edge.world.advance(1_000);
    const [last] = (await live.read()).slice(-1);
    assertEquals((last ?? events.at(-1))?.data.units.total, 1_040);
    await live.stop();
  });
});

Deno.test("time alone pushes the phases: warming, open, ended", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({
      startsAt: new Date(START_MS + 600_000).toISOString(),
      endsAt: new Date(START_MS + 620_000).toISOString(),
    });
    const live = await follow(edge, id);
    assertEquals((await live.read()).map(({ data }) => data.phase), ["scheduled"]);
    await edge.world.advance(601_000);
    await edge.hold(id, "a");
    await edge.world.advance(21_000);
    const phases = (await live.read()).map(({ data }) => data.phase);
    assertEquals([...new Set(phases)].slice(0, 3), ["warming", "open", "ended"]);
    await live.stop();
  });
});

Deno.test("Last-Event-ID resumes: nothing again, what is newer at once", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const one = await follow(edge, id);
    const [first] = await one.read();
    await one.stop();
    const same = await follow(edge, id, { "last-event-id": first?.id ?? "" });
    assertEquals(await same.read(), []);
    await edge.post(`/api/v1/campaigns/${id}/pause`, { as: STAFF.bank });
    await edge.world.advance(500);
    assertEquals((await same.read()).at(-1)?.data.phase, "paused");
    await same.stop();
    const later = await follow(edge, id, { "last-event-id": first?.id ?? "" });
    assertEquals((await later.read()).map(({ data }) => data.phase), ["paused"]);
    await later.stop();
  });
});

Deno.test("subscribers share one frame, are counted, bounded and heard from every 15 s", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const two = [await follow(edge, id), await follow(edge, id)];
    const third = await edge.send(`/api/v1/campaigns/${id}/live`);
    problemOf(third, 503, "overloaded");
    assert((await edge.send("/metrics")).text.includes("yundian_sse_subscribers 2"));
    for (const live of two) await live.read();
    await edge.world.advance(16_000);
    for (const live of two) assert(live.raw.includes(":\n\n"), live.raw);
    for (const live of two) await live.stop();
    await edge.world.settle();
    assert((await edge.send("/metrics")).text.includes("yundian_sse_subscribers 0"));
  }, { limits: { sseSubscribersMax: 2 } });
});

Deno.test("a subscriber that does not read is dropped", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 1_000 });
    const response = await edge.respond(`/api/v1/campaigns/${id}/live`);
    for (let beat = 0; beat < 5; beat++) {
      await edge.post(`/api/v1/campaigns/${id}/units`, { as: STAFF.bank, body: { delta: 1 } });
      await edge.world.advance(15_000);
    }
    const { text } = await edge.send("/metrics");
    assert(text.includes("yundian_sse_dropped_total 1"), text);
    assert(text.includes("yundian_sse_subscribers 0"), text);
    await response.body?.cancel();
  });
});

Deno.test("closing ends every stream; drafts and unknown campaigns have none", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const live = await follow(edge, id);
    problemOf(await edge.send("/api/v1/campaigns/nope/live"), 404, "not-found");
    await edge.edge.close();
    await edge.world.settle();
    assert(live.ended);
  });
});
