/** What the bank's systems tell: signed, fresh, once. */
import { assert, assertEquals } from "@std/assert";
import type { CustomerProtocol, Happening } from "../../../actors/customer/protocol.ts";
import type { EventRequest } from "../../shared/api_referral.ts";
import { SILENT } from "../../../engine/mod.ts";
import { customerId } from "../customer_session.ts";
import {
  EVENTS_SECRET,
  problemOf,
  type Reply,
  SECRET,
  type SendOptions,
  type TestEdge,
  withEdge,
} from "../fixtures/edge.ts";
import { openReferral } from "../fixtures/referral.ts";
import { START_MS } from "../fixtures/world.ts";
import { SIGNATURE_HEADER, signatureOf, TIMESTAMP_HEADER } from "./event_signature.ts";

const PATH = "/api/v1/events";
const PHONE = "13900000101";

function eventOf(fields: Partial<Record<keyof EventRequest, unknown>> = {}) {
  return {
    id: "core-1",
    type: "account-opened",
    phone: PHONE,
    at: new Date(START_MS - 60_000).toISOString(),
    ...fields,
  };
}

interface Signed {
  readonly secret?: string;
  readonly atMs?: number;
  /** What is signed where it is another than what is sent. */
  readonly signs?: string;
}

function tells(edge: TestEdge, event: unknown, signed: Signed = {}): Promise<Reply> {
  const body = typeof event === "string" ? event : JSON.stringify(event);
  return edge.post(PATH, { body, headers: headersOf(signed.signs ?? body, signed) });
}

function headersOf(
  body: string,
  { secret = EVENTS_SECRET, atMs = START_MS }: Signed,
): NonNullable<SendOptions["headers"]> {
  const timestamp = String(Math.floor(atMs / 1_000));
  const signature = signatureOf(secret, { timestamp, body: new TextEncoder().encode(body) });
  return { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature };
}

/** Whether the customer's record has heard of the event: then the same one again is not the first. */
async function isKnown(edge: TestEdge, customer: string, event: Happening): Promise<boolean> {
  await edge.world.settle();
  const ref = edge.engine.ref<CustomerProtocol>("customer", customer);
  const asked = edge.engine.ask(ref, { kind: "event", event, reversal: false });
  const reply = await edge.world.until(asked);
  return reply.kind === "event" && !reply.first;
}

function fieldsOf(reply: Reply): string[] {
  const { errors = [] } = problemOf(reply, 422, "invalid");
  for (const { message } of errors) assert(message.length > 0);
  return errors.map(({ field }) => field).toSorted();
}

Deno.test("what the bank tells of a phone reaches its customer, and again gets the first answer", async () => {
  await withEdge(async (edge) => {
    const first = await tells(edge, eventOf());
    assertEquals(first.status, 201, first.text);
    await edge.world.advance(60_000);
    const again = await tells(edge, eventOf(), { atMs: START_MS + 60_000 });
    assertEquals([again.status, again.json], [200, first.json]);
    const event = { id: "core-1", type: "account-opened", atMs: START_MS - 60_000 } as const;
    assert(await isKnown(edge, customerId(SECRET, "phone", PHONE), event));
  });
});

Deno.test("a forged, a stale and an unsigned event are refused alike, and nothing is taken of them", async () => {
  await withEdge(async (edge) => {
    const forged = await tells(edge, eventOf(), { secret: "not the secret" });
    const changed = await tells(edge, eventOf({ phone: "13900000102" }), {
      signs: JSON.stringify(eventOf()),
    });
    const stale = await tells(edge, eventOf(), { atMs: START_MS - 301_000 });
    const early = await tells(edge, eventOf(), { atMs: START_MS + 301_000 });
    const unsigned = await edge.post(PATH, { body: eventOf() });
    const garbled = await edge.post(PATH, {
      body: eventOf(),
      headers: { [TIMESTAMP_HEADER]: "now", [SIGNATURE_HEADER]: "sha256=00" },
    });
    const replies = [forged, changed, stale, early, unsigned, garbled];
    for (const reply of replies) problemOf(reply, 401, "unauthenticated");
    assertEquals(new Set(replies.map(({ text }) => text)).size, 1, "no reason leaves");
    // The id is still free.
    assertEquals((await tells(edge, eventOf())).status, 201);
  });
});

Deno.test("a signature does not change its timestamp", async () => {
  await withEdge(async (edge) => {
    const body = JSON.stringify(eventOf());
    const headers = headersOf(body, { atMs: START_MS - 600_000 });
    const fresh = { ...headers, [TIMESTAMP_HEADER]: String(START_MS / 1_000) };
    problemOf(await edge.post(PATH, { body, headers: fresh }), 401, "unauthenticated");
  });
});

Deno.test("an id stands for one event, whoever it is about", async () => {
  await withEdge(async (edge) => {
    await tells(edge, eventOf());
    for (
      const other of [
        eventOf({ phone: "13900000102" }),
        eventOf({ type: "card-activated" }),
        eventOf({ amountFen: 100 }),
        eventOf({ at: new Date(START_MS - 1).toISOString() }),
      ]
    ) problemOf(await tells(edge, other), 409, "idempotency-mismatch");
  });
});

Deno.test("each wrong field is named: type, amount, time, and who it is about", async () => {
  await withEdge(async (edge) => {
    const wrong: readonly (readonly [Partial<Record<keyof EventRequest, unknown>>, string[]])[] = [
      [{ type: "shared-the-link" }, ["type"]],
      [{ amountFen: -1 }, ["amountFen"]],
      [{ amountFen: 1.5 }, ["amountFen"]],
      [{ amountFen: Number.MAX_SAFE_INTEGER }, ["amountFen"]],
      [{ at: new Date(START_MS + 301_000).toISOString() }, ["at"]],
      [{ at: new Date(START_MS - 366 * 86_400_000).toISOString() }, ["at"]],
      [{ at: "yesterday" }, ["at"]],
      [{ phone: undefined }, ["phone"]],
      [{ customerId: "cAnn" }, ["phone"]],
      [{ phone: "110" }, ["phone"]],
      [{ phone: undefined, customerId: "" }, ["customerId"]],
      [{ phone: undefined, customerId: "x".repeat(129) }, ["customerId"]],
      [{ phone: undefined, customerId: 7 }, ["customerId"]],
      [{ id: "with space" }, ["id"]],
      [{ type: "reversed" }, ["of"]],
      [{ type: "reversed", of: "core-1" }, ["of"]],
      [{ of: "core-0" }, ["of"]],
    ];
    for (const [fields, named] of wrong) {
      assertEquals(fieldsOf(await tells(edge, eventOf(fields))), named, JSON.stringify(fields));
    }
    const overflowing = JSON.stringify(eventOf({ amountFen: 0 })).replace(":0}", ":1e400}");
    assertEquals(fieldsOf(await tells(edge, overflowing)), ["amountFen"]);
    problemOf(await tells(edge, "{"), 422, "malformed-json");
    problemOf(await tells(edge, "[]"), 422, "invalid");
  });
});

Deno.test("whoever can join can be told of, whatever the bank's ids of customers are made of", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const { link } = await referral.joins("ann");
    const ids = ["a b", "张三", "Müller/7", "x".repeat(128), "客".repeat(128)];
    for (const id of ids) {
      await referral.joins(id, link.code);
      await referral.does(id);
    }
    const { progress } = await referral.mine("ann");
    assertEquals([progress.invited, progress.qualified], [ids.length, ids.length]);
    // What no token can say is nobody.
    const joined = await referral.tries("x".repeat(129), link.code);
    problemOf(joined, 401, "unauthenticated");
  });
});

Deno.test("a reversal that comes before its event keeps it from counting", async () => {
  await withEdge(async (edge) => {
    const reversal = eventOf({ id: "core-2", type: "reversed", of: "core-1" });
    assertEquals((await tells(edge, reversal)).status, 201);
    assertEquals((await tells(edge, reversal)).status, 200);
    assertEquals((await tells(edge, eventOf())).status, 201);
  });
});

Deno.test("a long body is refused, and without the secret there is no such address", async () => {
  await withEdge(async (edge) => {
    problemOf(await tells(edge, eventOf({ id: "x".repeat(20_000) })), 413, "too-large");
  });
  await withEdge(async (edge) => {
    problemOf(await tells(edge, eventOf()), 404, "not-found");
  }, { edge: { eventsSecret: null } });
});

Deno.test("a forger fills neither the log nor the change log", async () => {
  const lines: string[] = [];
  const log = { ...SILENT, warn: (message: string) => void lines.push(message) };
  await withEdge(async (edge) => {
    for (let n = 0; n < 100; n++) await tells(edge, eventOf(), { secret: "not the secret" });
    await edge.world.settle();
    assert(lines.length > 0 && lines.length <= 25, `${lines.length} lines`);
  }, { edge: { log } });
});

Deno.test("a body that breaks off is no failure of ours: it is to be sent again", async () => {
  const lines: string[] = [];
  const log = { ...SILENT, error: (message: string) => void lines.push(message) };
  await withEdge(async (edge) => {
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error("connection reset"));
      },
    });
    const request = new Request(`http://yundian.test${PATH}`, {
      method: "POST",
      headers: headersOf(JSON.stringify(eventOf()), {}),
      body,
    });
    const remoteAddr = { transport: "tcp", hostname: "10.0.0.1", port: 1 } as const;
    const completed = Promise.resolve();
    const answered = Promise.resolve(edge.edge.handler(request, { remoteAddr, completed }));
    const response = await edge.world.until(answered);
    assertEquals([response.status, (await response.json()).code], [503, "timed-out"]);
    assert(Number(response.headers.get("retry-after")) > 0);
    assertEquals(lines, []);
    assertEquals((await tells(edge, eventOf())).status, 201);
  }, { edge: { log } });
});
