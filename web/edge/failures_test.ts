/** Failures that users of other systems met, each as a test over HTTP. The names say where they were reported. */
import { assert, assertEquals } from "@std/assert";
import type { ReservationJson } from "../shared/api.ts";
import { problemOf, type Reply, STAFF, type TestEdge, withEdge } from "./fixtures/edge.ts";

const HOLD_MS = 60_000;

function statuses(replies: readonly Reply[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, json } of replies) {
    const name = status < 300 ? String(status) : `${status} ${json.code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The law of the sale, from the journal and from the view. */
async function assertConserved(edge: TestEdge, id: string): Promise<void> {
  await edge.world.advance(1_000);
  const audit = await edge.send(`/api/v1/campaigns/${id}/audit`, { as: STAFF.bank });
  assertEquals(audit.status, 200, audit.text);
  assert(audit.json.conserved, audit.text);
  const { units } = await edge.view(id);
  const { total, available, held, confirmed, withdrawn, unreleased } = units;
  assertEquals(available + held + confirmed + withdrawn + unreleased, total, audit.text);
  for (const count of Object.values(units)) assert(count >= 0, JSON.stringify(units));
}

function confirm(edge: TestEdge, one: ReservationJson, as: string, body: unknown = {}) {
  return edge.post(`/api/v1/reservations/${one.id}/confirm`, { as, body });
}

Deno.test("litemall#581: 64 parallel requests claim one coupon once", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 100, perCustomerMax: 1 });
    const replies = await Promise.all(
      Array.from({ length: 64 }, () => edge.grab(id, "one-person")),
    );
    assertEquals(statuses(replies), { "201": 1, "200": 63 });
    const ids = new Set(replies.map(({ json }) => json.reservation.id));
    assertEquals(ids.size, 1);
    await assertConserved(edge, id);
    assertEquals((await edge.view(id)).units.available, 99);
  });
});

Deno.test("medusa#16825: two orders for the last unit end in one sale", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 1 });
    const replies = await Promise.all([edge.grab(id, "alice"), edge.grab(id, "bob")]);
    assertEquals(statuses(replies), { "201": 1, "409 all-held": 1 });
    await assertConserved(edge, id);
  });
});

Deno.test("vendure PR 4660: no mix of orders goes beyond the limit per person", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 100, perCustomerMax: 5, perOrderMax: 3 });
    problemOf(await edge.grab(id, "alice", { body: { units: 4 } }), 409, "order-limit");
    const replies = await Promise.all(
      [3, 1, 2, 3, 1, 1, 2].map((units) => edge.grab(id, "alice", { body: { units } })),
    );
    const got = replies.filter(({ status }) => status === 201)
      .reduce((sum, { json }) => sum + json.reservation.units, 0);
    assertEquals(got, 5);
    const refused = problemOf(await edge.grab(id, "alice"), 409, "limit-reached");
    assertEquals(refused.limit, 5);
    await assertConserved(edge, id);
  });
});

Deno.test("vendure#1466: cancelling and expiry free the limit", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 10, perCustomerMax: 1 });
    const first = await edge.hold(id, "alice");
    const cancelled = await edge.post(`/api/v1/reservations/${first.id}/cancel`, { as: "alice" });
    assertEquals(cancelled.json.reservation.state, "cancelled");
    const second = await edge.hold(id, "alice");
    assert(second.id !== first.id);
    await edge.world.advance(HOLD_MS + 1_000);
    const third = await edge.hold(id, "alice");
    assertEquals(new Set([first.id, second.id, third.id]).size, 3);
    await assertConserved(edge, id);
  });
});

Deno.test("magento2#6363: stock never falls below zero, whatever is cancelled twice", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 14, perCustomerMax: 1 });
    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, n) => edge.grab(id, `c${n}`)),
    );
    assertEquals(statuses(replies), { "201": 14, "409 all-held": 46 });
    const winners = replies.flatMap(({ status, json }, n) =>
      status === 201 ? [{ id: json.reservation.id, as: `c${n}` }] : []
    );
    await Promise.all(
      winners.flatMap((one) => [one, one, one]).map((one) =>
        edge.post(`/api/v1/reservations/${one.id}/cancel`, { as: one.as })
      ),
    );
    await assertConserved(edge, id);
    const { units } = await edge.view(id);
    assertEquals([units.available, units.held], [14, 0]);
  });
});

Deno.test("mall#353 and #271: locking at checkout does not oversell a stock of one", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 1 });
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, n) => edge.grab(id, `c${n}`)),
    );
    assertEquals(statuses(replies), { "201": 1, "409 all-held": 199 });
    const winner = replies.findIndex(({ status }) => status === 201);
    const { reservation } = replies[winner]?.json;
    const paid = await Promise.all([1, 2, 3].map(() => confirm(edge, reservation, `c${winner}`)));
    assertEquals(statuses(paid), { "200": 3 });
    await edge.world.advance(2_000);
    problemOf(await edge.grab(id, "late"), 409, "sold-out");
    await assertConserved(edge, id);
  });
});

Deno.test("mall#311: an order that is cancelled or expires gives its stock back, once", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 3, perCustomerMax: 1 });
    const cancelled = await edge.hold(id, "a");
    await edge.hold(id, "b");
    const kept = await edge.hold(id, "c");
    assertEquals((await confirm(edge, kept, "c")).status, 200);
    await edge.post(`/api/v1/reservations/${cancelled.id}/cancel`, { as: "a" });
    await edge.world.advance(HOLD_MS + 1_000);
    problemOf(
      await edge.post(`/api/v1/reservations/${kept.id}/cancel`, { as: "c" }),
      409,
      "already-confirmed",
    );
    await assertConserved(edge, id);
    const { units } = await edge.view(id);
    assertEquals([units.available, units.held, units.confirmed], [2, 0, 1]);
  });
});

Deno.test("hfbin/Seckill PR 11: one person's clicks do not drain the sale", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 100, perCustomerMax: 1 });
    await Promise.all(Array.from({ length: 150 }, () => edge.grab(id, "clicker")));
    const replies = await Promise.all(
      Array.from({ length: 99 }, (_, n) => edge.grab(id, `c${n}`)),
    );
    assertEquals(statuses(replies), { "201": 99 });
    await assertConserved(edge, id);
  });
});

Deno.test("pretix#1405 and #1163: a freed unit is offered to the next in line, within a second", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 1, holdSeconds: 600 });
    const held = await edge.hold(id, "winner");
    await edge.world.advance(1_000);
    for (const customer of ["first", "second"]) {
      const joined = await edge.post(`/api/v1/campaigns/${id}/waiting`, { as: customer });
      assertEquals(joined.status, 201, joined.text);
    }
    await edge.post(`/api/v1/reservations/${held.id}/cancel`, { as: "winner" });
    await edge.world.advance(1_000);
    const mine = await edge.send(`/api/v1/campaigns/${id}/waiting/me`, { as: "first" });
    assert(mine.json.offer !== null, mine.text);
    const other = await edge.send(`/api/v1/campaigns/${id}/waiting/me`, { as: "second" });
    assertEquals([other.json.offer, other.json.place], [null, 1]);
    problemOf(await edge.grab(id, "stranger"), 409, "all-held");
    problemOf(await edge.grab(id, "second"), 409, "all-held");
    assertEquals((await edge.grab(id, "first")).status, 201);
    await assertConserved(edge, id);
  });
});

Deno.test("pretix#1163: an offer that nobody takes goes to the next after its deadline", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 1, holdSeconds: 600 });
    const held = await edge.hold(id, "winner");
    await edge.world.advance(1_000);
    for (const customer of ["first", "second"]) {
      await edge.post(`/api/v1/campaigns/${id}/waiting`, { as: customer });
    }
    await edge.post(`/api/v1/reservations/${held.id}/cancel`, { as: "winner" });
    await edge.world.advance(1_000);
    const { json } = await edge.send(`/api/v1/campaigns/${id}/waiting/me`, { as: "first" });
    await edge.world.advance(Date.parse(json.offer.deadline) - edge.engine.nowMs() + 1_500);
    const next = await edge.send(`/api/v1/campaigns/${id}/waiting/me`, { as: "second" });
    assert(next.json.offer !== null, next.text);
    assertEquals((await edge.grab(id, "second")).status, 201);
    await assertConserved(edge, id);
  });
});

Deno.test("who has all that one person may have cannot queue for more", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 4, perCustomerMax: 2, perOrderMax: 2, holdSeconds: 600 });
    const join = (customer: string) =>
      edge.post(`/api/v1/campaigns/${id}/waiting`, { as: customer });
    const full = await edge.hold(id, "full", { units: 2 });
    await edge.hold(id, "half", { units: 1 });
    await edge.hold(id, "other", { units: 1 });
    await edge.world.advance(1_000);
    const refused = problemOf(await join("full"), 409, "limit-reached");
    assertEquals([refused.limit, refused.reservation?.id], [2, full.id]);
    const none = await edge.send(`/api/v1/campaigns/${id}/waiting/me`, { as: "full" });
    assertEquals(none.status, 404, none.text);
    assertEquals((await join("half")).status, 201, "one more may be had");
    await edge.post(`/api/v1/reservations/${full.id}/cancel`, { as: "full" });
    assertEquals((await edge.grab(id, "third")).status, 201);
    await edge.world.advance(1_000);
    assertEquals((await join("full")).status, 201, "what was given up does not count");
  });
});

Deno.test("saleor#14926: a page that is loaded again pays once", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 5, priceFen: 1_250 });
    const held = await edge.hold(id, "alice");
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => confirm(edge, held, "alice")),
    );
    assertEquals(statuses(replies), { "200": 8 });
    const paid = [...edge.payments.ledger.values()];
    assertEquals(paid, [{ paidFen: 1_250, refundedFen: 0 }]);
    await assertConserved(edge, id);
  });
});

Deno.test("Yoink: a crowd of 1,000 on 100 units leaves no unit oversold and no ghost", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 100, expectedPeakPerSecond: 8_000, priceFen: 100 });
    const replies = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => edge.grab(id, `c${n}`)),
    );
    const winners = replies.flatMap(({ status, json }, n) =>
      status === 201 ? [{ as: `c${n}`, reservation: json.reservation }] : []
    );
    assertEquals(winners.length, 100, JSON.stringify(statuses(replies)));
    for (const { as, reservation } of winners) {
      const stored = await edge.send(`/api/v1/reservations/${reservation.id}`, { as });
      assertEquals(stored.json.reservation, reservation);
    }
    await assertConserved(edge, id);
    const audit = await edge.send(`/api/v1/campaigns/${id}/audit`, { as: STAFF.bank });
    assertEquals(audit.json.reservations, 100);
  });
});

Deno.test("ACIDRain: inventory never negative, a voucher once, the total is what was paid", async () => {
  await withEdge(async (edge) => {
    const priceFen = 700;
    const id = await edge.sale({ units: 20, perCustomerMax: 2, priceFen });
    const buyers = Array.from({ length: 30 }, (_, n) => `c${n}`);
    await Promise.all(buyers.map(async (as) => {
      const [one, two, same] = await Promise.all([
        edge.grab(id, as, { key: "voucher" }),
        edge.grab(id, as, { body: { units: 2 } }),
        edge.grab(id, as, { key: "voucher" }),
      ]);
      if (one?.status === 201 && same?.status === 200) {
        assertEquals(same.json.reservation.id, one.json.reservation.id);
      }
      const held = [one, two, same].filter((reply) => reply?.status === 201);
      await Promise.all(held.flatMap((reply) => [
        confirm(edge, reply?.json.reservation, as),
        edge.post(`/api/v1/reservations/${reply?.json.reservation.id}/cancel`, { as }),
        confirm(edge, reply?.json.reservation, as),
      ]));
      const mine = await edge.send(`/api/v1/campaigns/${id}/grabs/mine`, { as });
      const items: ReservationJson[] = mine.json.items;
      const active = items.filter(({ state }) => state === "held" || state === "confirmed");
      assert(active.reduce((sum, { units }) => sum + units, 0) <= 2, mine.text);
    }));
    await assertConserved(edge, id);
    const { units } = await edge.view(id);
    assert(units.confirmed <= 20);
    const paidFen = [...edge.payments.ledger.values()]
      .reduce((sum, one) => sum + one.paidFen - one.refundedFen, 0);
    assertEquals(paidFen, units.confirmed * priceFen);
  });
});

Deno.test("late payment: the unit again if one is left, else the money back, never both", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 2, priceFen: 500 });
    const lucky = await edge.hold(id, "lucky");
    const unlucky = await edge.hold(id, "unlucky");
    for (const [one, as] of [[lucky, "lucky"], [unlucky, "unlucky"]] as const) {
      const pending = await confirm(edge, one, as, { payment: "late" });
      assertEquals([pending.status, pending.json.payment], [202, "pending"]);
    }
    // Both holds run out; one of the two units is bought by another before the late payments arrive.
    await edge.world.advance(HOLD_MS + 500);
    const bought = await edge.hold(id, "quick");
    assertEquals((await confirm(edge, bought, "quick")).status, 200);
    await edge.world.advance(5_000);
    const states = await Promise.all(
      [[lucky, "lucky"], [unlucky, "unlucky"]].map(async ([one, as]) => {
        const { json } = await edge.send(`/api/v1/reservations/${(one as ReservationJson).id}`, {
          as: as as string,
        });
        return [json.reservation.state, json.reservation.refundFen ?? 0];
      }),
    );
    assertEquals(states.toSorted(), [["confirmed", 0], ["expired", 500]]);
    const refunded = [...edge.payments.ledger.values()].map((one) => one.refundedFen).toSorted();
    assertEquals(refunded, [0, 0, 500]);
    await assertConserved(edge, id);
  });
});
