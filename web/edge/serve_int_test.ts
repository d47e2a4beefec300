/** The edge behind a real server: what only sockets show. */
import { assert, assertEquals } from "@std/assert";
import { createTestWorld, START_MS } from "./fixtures/world.ts";
import { openEdge, STAFF, type TestEdge, tokenOf } from "./fixtures/edge.ts";
import type { World } from "../../engine/mod.ts";
import { systemWorld } from "../../engine/mod.ts";

/** Time of tests, timers of the system: sockets do not wait for tests. */
function servedWorld(): World {
  const { clock, random } = createTestWorld();
  return { clock, random, scheduler: systemWorld().scheduler };
}

async function serve(
  run: (node: { edge: TestEdge; origin: string; port: number }) => Promise<void>,
  limits = {},
): Promise<void> {
  const edge = await openEdge({ limits, edge: { world: servedWorld() } });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, edge.edge.handler);
  try {
    const { port } = server.addr;
    await run({ edge, origin: `http://127.0.0.1:${port}`, port });
  } finally {
    await edge.close();
    await server.shutdown();
  }
}

async function until(right: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await right()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("It did not become so");
}

Deno.test("a grab over a socket: with, without and with a chunked body", async () => {
  await serve(async ({ edge, origin }) => {
    const id = await edge.sale({ perCustomerMax: 5, perOrderMax: 3 });
    const grab = async (body: BodyInit | null, as: string) => {
      const response = await fetch(`${origin}/api/v1/campaigns/${id}/grabs`, {
        method: "POST",
        headers: { authorization: `Bearer ${tokenOf(as)}` },
        body,
      });
      return [response.status, (await response.json()).reservation.units];
    };
    assertEquals(await grab(null, "a"), [201, 1]);
    assertEquals(await grab('{"units":2}', "b"), [201, 2]);
    const chunked = ReadableStream.from(['{"uni', 'ts":3}']).pipeThrough(new TextEncoderStream());
    assertEquals(await grab(chunked, "c"), [201, 3]);
  });
});

Deno.test("a body that never ends is answered with 503 in time", async () => {
  await serve(async ({ edge, port }) => {
    const id = await edge.sale();
    for (
      const [path, as] of [
        [`/api/v1/campaigns/${id}/grabs`, "a"],
        [`/api/v1/campaigns/${id}/pause`, STAFF.bank],
      ] as const
    ) {
      const socket = await Deno.connect({ hostname: "127.0.0.1", port });
      const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokenOf(as)}\r\n` +
        `Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"units":`;
      await socket.write(new TextEncoder().encode(head));
      const bytes = new Uint8Array(4_096);
      const length = await socket.read(bytes);
      const text = new TextDecoder().decode(bytes.subarray(0, length ?? 0));
      assert(text.startsWith("HTTP/1.1 503"), text);
      assert(text.includes("timed-out"), text);
      socket.close();
    }
  }, { requestMs: 200 });
});

Deno.test("a subscriber that goes away is forgotten", async () => {
  await serve(async ({ edge, origin }) => {
    const id = await edge.sale();
    const stop = new AbortController();
    const response = await fetch(`${origin}/api/v1/campaigns/${id}/live`, { signal: stop.signal });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    assert(new TextDecoder().decode(first?.value).startsWith("id: "));
    const subscribers = async (count: number) =>
      (await edge.send("/metrics")).text.includes(`yundian_sse_subscribers ${count}\n`);
    assert(await subscribers(1));
    stop.abort();
    await until(() => subscribers(0));
  });
});

Deno.test("closing ends the streams of real sockets, so that the server can stop", async () => {
  await serve(async ({ edge, origin }) => {
    const id = await edge.sale();
    const response = await fetch(`${origin}/api/v1/campaigns/${id}/live`);
    await edge.edge.close();
    const text = await response.text();
    assert(text.includes(`"serverTime":"${new Date(START_MS).toISOString().slice(0, 16)}`), text);
  });
});
