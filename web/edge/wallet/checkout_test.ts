/** Paying with a coupon, whatever happens in between. */
import { createHmac } from "node:crypto";
import { assertEquals } from "@std/assert";
import type { ReservationJson } from "../../shared/api.ts";
import type { Payments } from "../ports/payment.ts";
import { breakable } from "../fixtures/breakable_journal.ts";
import { couponOf, give, walletOf } from "../fixtures/coupons.ts";
import { problemOf, SECRET, STAFF, type TestEdge, withEdge } from "../fixtures/edge.ts";

const HOLD_MS = 60_000;
const GRACE_MS = 5_000;

function confirm(edge: TestEdge, one: ReservationJson, body: unknown, as = "ann") {
  return edge.post(`/api/v1/reservations/${one.id}/confirm`, { as, body });
}

async function shown(edge: TestEdge, one: ReservationJson): Promise<ReservationJson> {
  return (await edge.send(`/api/v1/reservations/${one.id}`, { as: "ann" })).json.reservation;
}

/** A notification as a provider signs it. */
async function notify(edge: TestEdge, one: ReservationJson, paidFen: number) {
  const body = JSON.stringify({
    paymentId: `pay_${one.id}`,
    reservationId: one.id,
    customer: "ann",
    paidFen,
  });
  const signature = createHmac("sha256", SECRET).update(`payment\n${body}`).digest("hex");
  return await edge.world.until(edge.edge.notifyPayment(body, signature));
}

Deno.test("a coupon takes its amount off, the rest is paid, and it is used", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const { id: coupon } = await give(edge, "ann");
    const hold = await edge.hold(id, "ann");
    const paid = await confirm(edge, hold, { coupon });
    assertEquals([paid.status, paid.json.reservation?.state], [200, "confirmed"], paid.text);
    assertEquals(paid.json.reservation.discountFen, 500);
    assertEquals(edge.payments.ledger.get(`pay_${hold.id}`)?.paidFen, 490);
    await edge.world.settle();
    const used = await couponOf(edge, "ann", coupon);
    assertEquals([used.state, used.use?.kind, used.use?.reservation], ["used", "order", hold.id]);
    const again = await confirm(edge, hold, { coupon });
    assertEquals(again.json.reservation, paid.json.reservation, "again is the same answer");
  });
});

Deno.test("a coupon that covers the price needs no payment", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const { id: coupon } = await give(edge, "ann", { rules: { amountFen: 2_000 } });
    const hold = await edge.hold(id, "ann");
    const paid = await confirm(edge, hold, { coupon, payment: "fail" });
    assertEquals([paid.status, paid.json.reservation?.discountFen], [200, 990], paid.text);
    assertEquals(edge.payments.ledger.size, 0);
    await edge.world.settle();
    assertEquals((await couponOf(edge, "ann", coupon)).state, "used");
  });
});

Deno.test("coupons that do not fit are refused with the reason, and nothing is taken", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ perCustomerMax: 3 });
    const hold = await edge.hold(id, "ann");
    problemOf(await confirm(edge, hold, { coupon: "none" }), 404, "unknown-coupon");
    const dear = await give(edge, "ann", { id: "x.0.1", rules: { minimumFen: 1_000 } });
    const refused = await confirm(edge, hold, { coupon: dear.id });
    assertEquals(problemOf(refused, 409, "minimum-not-met").minimumFen, 1_000);
    const one = await give(edge, "ann", { id: "x.0.2" });
    const other = await edge.hold(id, "ann");
    assertEquals((await confirm(edge, other, { coupon: one.id, payment: "late" })).status, 202);
    problemOf(await confirm(edge, hold, { coupon: one.id }), 409, "coupon-locked");
    await give(edge, "bob", { id: "x.0.3" });
    problemOf(await confirm(edge, hold, { coupon: "x.0.3" }), 404, "unknown-coupon");
    assertEquals(edge.payments.ledger.size, 0);
  });
});

Deno.test("a payment that fails frees the coupon, and it pays the second time", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const { id: coupon } = await give(edge, "ann");
    const hold = await edge.hold(id, "ann");
    problemOf(await confirm(edge, hold, { coupon, payment: "fail" }), 402, "payment-failed");
    assertEquals((await couponOf(edge, "ann", coupon)).state, "unused");
    assertEquals((await confirm(edge, hold, { coupon })).status, 200);
  });
});

Deno.test("cancelling frees the coupon at once, an abandoned hold a little after its end", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ perCustomerMax: 2 });
    const { id: coupon } = await give(edge, "ann");
    const first = await edge.hold(id, "ann");
    assertEquals((await confirm(edge, first, { coupon, payment: "late" })).status, 202);
    await edge.post(`/api/v1/reservations/${first.id}/cancel`, { as: "ann" });
    assertEquals((await couponOf(edge, "ann", coupon)).state, "unused");
    const second = await edge.hold(id, "ann");
    assertEquals((await confirm(edge, second, { coupon, payment: "late" })).status, 202);
    await edge.world.advance(HOLD_MS);
    assertEquals((await couponOf(edge, "ann", coupon)).state, "locked");
    await edge.world.advance(GRACE_MS + 100);
    assertEquals((await couponOf(edge, "ann", coupon)).state, "unused");
    // Money that came after the hold went back, though units are left.
    assertEquals((await shown(edge, second)).state, "expired");
    assertEquals(edge.payments.ledger.get(`pay_${second.id}`), { paidFen: 490, refundedFen: 490 });
  });
});

Deno.test("a node that dies after the money is told by the provider, and the coupon is used", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const { id: coupon } = await give(edge, "ann");
    const hold = await edge.hold(id, "ann");
    // Locked and charged, and then nothing: the provider tells.
    assertEquals((await confirm(edge, hold, { coupon, payment: "late" })).status, 202);
    assertEquals(await notify(edge, hold, 490), 200);
    assertEquals((await shown(edge, hold)).state, "confirmed");
    assertEquals(await notify(edge, hold, 490), 200, "told twice");
    await edge.world.settle();
    assertEquals((await couponOf(edge, "ann", coupon)).state, "used");
  });
});

Deno.test("money without its coupon buys nothing and goes back", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const { id: coupon, code } = await give(edge, "ann");
    const hold = await edge.hold(id, "ann");
    problemOf(await confirm(edge, hold, { coupon, payment: "fail" }), 402, "payment-failed");
    const redeemed = await edge.post(`/api/v1/coupons/${code}/redeem`, { as: STAFF.manager });
    assertEquals(redeemed.status, 200, redeemed.text);
    // The provider takes the smaller sum after all.
    assertEquals(await notify(edge, hold, 490), 200);
    const after = await shown(edge, hold);
    assertEquals([after.state, after.refundFen], ["held", 490]);
  });
});

/** Takes the money and dies before it answers, as often as told. */
function forgetful(inner: () => Payments, times: number): Payments {
  let left = times;
  return {
    async charge(one) {
      const result = await inner().charge(one);
      if (left-- > 0) throw new Error("connection reset");
      return result;
    },
    refund: (id, amountFen) => inner().refund(id, amountFen),
    readNotification: (body, signature) => inner().readNotification(body, signature),
  };
}

Deno.test("an outcome that nobody knows keeps the coupon, and asking again takes the money once", async () => {
  let inner: Payments | null = null;
  const payments = forgetful(() => {
    if (inner === null) throw new Error("Not open yet");
    return inner;
  }, 1);
  await withEdge(async (edge) => {
    inner = edge.payments;
    const id = await edge.sale();
    const { id: coupon } = await give(edge, "ann");
    const hold = await edge.hold(id, "ann");
    problemOf(await confirm(edge, hold, { coupon }), 503, "outcome-unknown");
    assertEquals((await couponOf(edge, "ann", coupon)).state, "locked");
    // The customer gives up the coupon, but the smaller sum was taken for it.
    const paid = await confirm(edge, hold, {});
    assertEquals([paid.status, paid.json.reservation?.discountFen], [200, 500], paid.text);
    assertEquals(edge.payments.ledger.get(`pay_${hold.id}`), { paidFen: 490, refundedFen: 0 });
    await edge.world.settle();
    assertEquals((await couponOf(edge, "ann", coupon)).state, "used");
  }, { edge: { payments } });
});

Deno.test("a journal that is lost while the money is taken: asked again, it is one sale and one coupon", async () => {
  const journal = breakable();
  let inner: Payments | null = null;
  const payments: Payments = {
    charge(one) {
      journal.lost = true;
      return inner?.charge(one) ?? Promise.resolve({ kind: "failed" });
    },
    refund: (id, amountFen) => inner?.refund(id, amountFen) ?? Promise.resolve(),
    readNotification: (body, signature) => inner?.readNotification(body, signature) ?? null,
  };
  await withEdge(async (edge) => {
    inner = edge.payments;
    const id = await edge.sale();
    const { id: coupon } = await give(edge, "ann");
    const hold = await edge.hold(id, "ann");
    assertEquals((await confirm(edge, hold, { coupon })).status, 503);
    journal.lost = false;
    await edge.world.advance(15_000);
    assertEquals((await shown(edge, hold)).state, "held");
    assertEquals((await couponOf(edge, "ann", coupon)).state, "locked");
    assertEquals(await notify(edge, hold, 490), 200);
    await edge.world.settle();
    assertEquals((await shown(edge, hold)).discountFen, 500);
    assertEquals((await couponOf(edge, "ann", coupon)).state, "used");
    assertEquals(edge.payments.ledger.get(`pay_${hold.id}`), { paidFen: 490, refundedFen: 0 });
  }, { edge: { payments }, journal: journal.wrap });
});

Deno.test("a sale that is taken back pays back what was paid and gives the coupon back", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const { id: coupon } = await give(edge, "ann");
    const hold = await edge.hold(id, "ann");
    await confirm(edge, hold, { coupon });
    const returned = await edge.post(`/api/v1/reservations/${hold.id}/return`, {
      as: STAFF.outlet,
      body: { reason: "坏果" },
    });
    problemOf(returned, 404, "not-found");
    const back = await edge.post(`/api/v1/reservations/${hold.id}/return`, {
      as: STAFF.bank,
      body: { reason: "坏果" },
    });
    assertEquals([back.status, back.json.reservation?.refundFen], [200, 490], back.text);
    await edge.world.settle();
    assertEquals((await couponOf(edge, "ann", coupon)).state, "unused");
  });
});

Deno.test("a confirmed sale gives what it promises, once, and its return takes it back", async () => {
  await withEdge(async (edge) => {
    const gift = { kind: "coupon", ref: "满减券", amount: 300 } as const;
    const id = await edge.sale({ priceFen: 0, grants: gift, perCustomerMax: 2 });
    const first = await edge.hold(id, "ann");
    const second = await edge.hold(id, "ann");
    for (const hold of [first, second, first]) {
      assertEquals((await confirm(edge, hold, {})).status, 200);
      await edge.world.settle();
    }
    const { coupons } = await walletOf(edge, "ann");
    assertEquals(coupons.map((one) => one.id).toSorted(), [first.id, second.id].toSorted());
    assertEquals([coupons[0]?.rules.title, coupons[0]?.rules.amountFen], ["满减券", 300]);
    const body = { reason: "坏果" };
    await edge.post(`/api/v1/reservations/${first.id}/return`, { as: STAFF.bank, body });
    await edge.world.settle();
    const taken = await couponOf(edge, "ann", first.id);
    assertEquals([taken.state, taken.reason], ["revoked", "对应的业务已撤销。"]);
    assertEquals((await couponOf(edge, "ann", second.id)).state, "unused");
  });
});

Deno.test("two tabs that pay with one coupon buy once and use it once", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const { id: coupon } = await give(edge, "ann");
    const hold = await edge.hold(id, "ann");
    const bodies = [{ coupon }, { coupon, payment: "fail" }, { coupon }, {}];
    const replies = await Promise.all(bodies.map((body) => confirm(edge, hold, body)));
    assertEquals(replies.filter(({ status }) => status === 200).length >= 1, true);
    await edge.world.advance(HOLD_MS + GRACE_MS + 100);
    const { state, discountFen } = await shown(edge, hold);
    assertEquals(state, "confirmed");
    const ledger = edge.payments.ledger.get(`pay_${hold.id}`);
    assertEquals((ledger?.paidFen ?? 0) - (ledger?.refundedFen ?? 0) + (discountFen ?? 0), 990);
    const isUsed = (await couponOf(edge, "ann", coupon)).state === "used";
    assertEquals(isUsed, discountFen !== undefined);
  });
});
