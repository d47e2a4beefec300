/** What referrals need of the rows: why the webhook refused, whose phone is staff's, which product one applies for. */
import { assert, assertEquals } from "@std/assert";
import type { CustomerProtocol } from "../../../actors/customer/protocol.ts";
import { seedCatalogue } from "../../store/catalogue/seed.ts";
import { dayNumber, dayText } from "../../projection/statistics/day.ts";
import { customerId } from "../customer_session.ts";
import { EVENTS_SECRET, problemOf, SECRET } from "../fixtures/edge.ts";
import { openReferral } from "../fixtures/referral.ts";
import { demoStaff, eachStaffedEdge } from "../fixtures/staffed_edge.ts";
import { START_MS } from "../fixtures/world.ts";
import { SIGNATURE_HEADER, signatureOf, TIMESTAMP_HEADER } from "./event_signature.ts";

eachStaffedEdge(
  "why the webhook refused stands in the change log, and a forger cannot fill it",
  async (edge) => {
    const body = "{}";
    const forged = (secret: string, atMs: number) => {
      const timestamp = String(atMs / 1_000);
      const signed = { timestamp, body: new TextEncoder().encode(body) };
      const headers = {
        [TIMESTAMP_HEADER]: timestamp,
        [SIGNATURE_HEADER]: signatureOf(secret, signed),
      };
      return edge.post("/api/v1/events", { body, headers, address: "203.0.113.7" });
    };
    problemOf(await forged("a guess", START_MS), 401, "unauthenticated");
    problemOf(await forged(EVENTS_SECRET, START_MS - 400_000), 401, "unauthenticated");
    for (let n = 0; n < 60; n++) await forged("a guess", START_MS);
    await until(async () => await count() >= 20);
    const rows = await edge.sql<{ after: { reason: string; address: string } }[]>`
    select after from bank.change where action = 'events.refused' order by id`;
    assertEquals(rows.length, 20);
    assertEquals(rows.slice(0, 2).map(({ after }) => after.reason), ["forged", "stale"]);
    assertEquals(rows[0]?.after.address, "203.0.113.7");
    const shown = await edge.send("/api/v1/changes?subject=webhook/events", {
      as: demoStaff("province"),
    });
    assertEquals(shown.status, 200, shown.text);
    assert(shown.json.items.length > 0);

    async function count(): Promise<number> {
      const [row] = await edge.sql<{ lines: number }[]>`
      select count(*)::int as lines from bank.change where action = 'events.refused'`;
      return row?.lines ?? 0;
    }
  },
);

eachStaffedEdge(
  "a member of staff who signs in as a customer by the own phone takes no part",
  async (edge) => {
    const referral = await openReferral(edge);
    const staff = await edge.sql<{ phone: string }[]>`
    select phone from bank.staff where phone is not null and left_ms is null limit 100`;
    // They are read after the start; another one each time, since whoever was quicker has joined.
    let refused = "";
    await until(async () => {
      await edge.world.advance(1_000);
      refused = customerId(SECRET, "phone", staff.pop()?.phone ?? "");
      return (await referral.tries(refused)).status === 409;
    });
    problemOf(await referral.tries(refused), 409, "staff");
    assertEquals((await referral.tries("ann")).status, 201);
    // Joining needs no database.
    edge.stop();
    assertEquals((await referral.tries("bob")).status, 201);
    problemOf(await referral.tries(refused), 409, "staff");
  },
);

eachStaffedEdge(
  "whoever taps the button of a product that one applies for has opened an application",
  async (edge) => {
    await seedCatalogue(edge.sql, START_MS);
    const products = await edge.sql<{ id: string; kind: string }[]>`
    select id, content->'action'->>'kind' as kind from bank.product order by id`;
    const apply = products.find(({ kind }) => kind === "apply")?.id;
    const other = products.find(({ kind }) => kind !== null && kind !== "apply")?.id;
    assert(apply !== undefined && other !== undefined, JSON.stringify(products));
    const events = [apply, apply, other].map((item) => ({ kind: "action", item }));
    for (const as of ["ann", undefined]) {
      const told = await edge.post("/api/v1/storefronts/staff-manager/events", {
        body: { events },
        headers: { "user-agent": "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15" },
        ...as === undefined ? {} : { as },
      });
      assertEquals(told.status, 202, told.text);
      await edge.world.advance(1_000);
    }
    const ann = edge.engine.ref<CustomerProtocol>("customer", "ann");
    for (const [product, first] of [[apply, false], [other, true]] as const) {
      const id = `application:${product}:${dayText(dayNumber(START_MS))}`;
      const event = {
        id,
        type: "application-opened",
        atMs: Math.floor(edge.engine.nowMs()),
      } as const;
      const reply = await edge.engine.ask(ann, { kind: "event", event, reversal: false });
      const isKnown = reply.kind === "rejected" || (reply.kind === "event" && !reply.first);
      assertEquals(isKnown, !first, product);
    }
  },
);

/** Waits for what nobody answers for. */
async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200 && !await done(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
