/** Wallets and redemption over HTTP. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { qrSvg } from "../../share/qr.ts";
import { couponOf, give, walletOf } from "../fixtures/coupons.ts";
import { problemOf, STAFF, type TestEdge, withEdge } from "../fixtures/edge.ts";

const MINUTE_MS = 60_000;

function redeem(edge: TestEdge, code: string, options: Parameters<TestEdge["post"]>[1] = {}) {
  return edge.post(`/api/v1/coupons/${code}/redeem`, { as: STAFF.manager, ...options });
}

Deno.test("a customer sees the own wallet and nobody else's", async () => {
  await withEdge(async (edge) => {
    const coupon = await give(edge, "ann");
    assertEquals([coupon.state, coupon.rules.title, coupon.campaignId], [
      "unused",
      "立减 5 元",
      "x",
    ]);
    assertMatch(coupon.code, /^[0-9]{16}$/);
    assertEquals((await walletOf(edge, "bob")).coupons, []);
    problemOf(await edge.send("/api/v1/wallet"), 401, "unauthenticated");
    const path = `/api/v1/wallet/coupons/${coupon.id}/qr.svg`;
    const picture = await edge.send(path, { as: "ann" });
    assertEquals([picture.status, picture.text], [200, qrSvg(coupon.code)]);
    assertEquals(picture.headers.get("cache-control"), "private, no-store");
    problemOf(await edge.send(path, { as: "bob" }), 404, "not-found");
  });
});

Deno.test("points show what is locked, what expires and why", async () => {
  await withEdge(async (edge) => {
    const grant = {
      kind: "grant",
      id: "x.0.1",
      reward: { kind: "points", ref: "points", amount: 80 },
      rules: null,
      campaign: "x",
      title: "邀请有礼",
    };
    await edge.world.until(edge.engine.ask(edge.engine.ref("wallet", "ann"), grant));
    const { points } = await walletOf(edge, "ann");
    assertEquals([points.balance, points.locked, points.expiring?.points], [80, 80, 80]);
    const [entry] = points.entries;
    assertEquals([entry?.title, entry?.against, entry?.balance], ["邀请有礼", "granted", 80]);
    assert(entry !== undefined && entry.lockedUntil !== null && entry.expiresAt !== null);
  });
});

Deno.test("staff see what a code is before anything happens, and the customer's name masked", async () => {
  await withEdge(async (edge) => {
    const { code, id } = await give(edge, "ann");
    const record = { name: "陈安", since: null, tags: [], binding: null, by: "s" };
    const customer = edge.engine.ref("customer", "ann");
    await edge.world.until(edge.engine.ask(customer, { kind: "import", ...record }));
    const spaced = code.replace(/(....)/g, "$1 ").trim();
    const path = `/api/v1/coupons/${encodeURIComponent(spaced)}`;
    const shown = await edge.send(path, { as: STAFF.manager });
    assertEquals(shown.status, 200, shown.text);
    const { redeemable, why, state, use } = shown.json;
    assertEquals([redeemable, why, state, use], [true, null, "unused", null]);
    assertEquals(shown.json.customer, "陈*");
    assert(!/ann|陈安/.test(shown.text), "who it is");
    assertEquals((await couponOf(edge, "ann", id)).state, "unused");
  });
});

Deno.test("a second redemption is refused with when, where and by whom the first was", async () => {
  await withEdge(async (edge) => {
    const { code, id } = await give(edge, "ann");
    const first = await redeem(edge, code);
    assertEquals([first.status, first.json.state], [200, "used"], first.text);
    await edge.world.advance(MINUTE_MS);
    const second = problemOf(
      await redeem(edge, code, { as: STAFF.otherBank }),
      409,
      "already-used",
    );
    assertEquals(second.use, first.json.use);
    assertEquals([second.use?.unitName, second.use?.by], ["jx.a.1", "s-manager"]);
    assertStringIncludes(second.detail, "2026年11月22日 16:00");
    assertStringIncludes(second.detail, "s-manager");
    const own = await couponOf(edge, "ann", id);
    assertEquals(own.use?.by, undefined, "who stood there is not the customer's business");
    const looked = await edge.send(`/api/v1/coupons/${code}`, { as: STAFF.manager });
    assertEquals([looked.json.redeemable, looked.json.why], [false, second.detail]);
  });
});

Deno.test("litemall#581: 64 parallel redemptions of one coupon are one success", async () => {
  await withEdge(async (edge) => {
    const { code } = await give(edge, "ann");
    const replies = await Promise.all(
      Array.from(
        { length: 64 },
        (_, n) =>
          redeem(edge, code, { as: { ...STAFF.manager, sub: `s-${n}` }, address: `10.0.1.${n}` }),
      ),
    );
    assertEquals(replies.filter(({ status }) => status === 200).length, 1);
    const refused = replies.filter(({ json }) => json.code === "already-used");
    assertEquals(refused.length, 63);
    assertEquals(new Set(refused.map(({ json }) => json.use.by)).size, 1);
  });
});

Deno.test("a redemption that is repeated under its key is the first one's success", async () => {
  await withEdge(async (edge) => {
    const { code } = await give(edge, "ann");
    const first = await redeem(edge, code, { key: "tap" });
    assertEquals((await redeem(edge, code, { key: "tap" })).json, first.json);
    problemOf(await redeem(edge, code, { key: "another" }), 409, "already-used");
  });
});

Deno.test("a key that redeemed one coupon redeems no other of the same customer", async () => {
  await withEdge(async (edge) => {
    const first = await give(edge, "ann", { id: "x.0.1" });
    const second = await give(edge, "ann", { id: "x.0.2" });
    const others = await give(edge, "cid", { id: "x.0.3" });
    assertEquals((await redeem(edge, first.code, { key: "tap" })).status, 200);
    problemOf(await redeem(edge, second.code, { key: "tap" }), 409, "idempotency-mismatch");
    assertEquals((await couponOf(edge, "ann", "x.0.2")).state, "unused");
    const colleague = { ...STAFF.manager, sub: "s-other" };
    assertEquals((await redeem(edge, second.code, { key: "tap", as: colleague })).status, 200);
    assertEquals((await couponOf(edge, "ann", "x.0.2")).state, "used");
    // Whose coupon it is makes no difference: what is called used is used.
    assertEquals((await redeem(edge, others.code, { key: "tap" })).status, 200);
    assertEquals((await couponOf(edge, "cid", "x.0.3")).state, "used");
  });
});

Deno.test("a coupon is redeemed at outlets of its units, within its time, unless an order has it", async () => {
  await withEdge(async (edge) => {
    const there = await give(edge, "ann", { id: "x.0.1", rules: { units: ["jx.b"] } });
    const looked = await edge.send(`/api/v1/coupons/${there.code}`, { as: STAFF.manager });
    assertEquals(looked.json.redeemable, false);
    const wrong = problemOf(await redeem(edge, there.code), 409, "wrong-outlet");
    assertEquals(looked.json.why, wrong.detail);
    assertEquals((await redeem(edge, there.code, { as: STAFF.otherBank })).status, 200);
    const fromMs = edge.world.clock.nowMs() + 2_000;
    const validity = { kind: "dates", fromMs, untilMs: fromMs + 2_000 } as const;
    const dated = await give(edge, "ann", { id: "x.0.2", rules: { validity } });
    problemOf(await redeem(edge, dated.code), 409, "not-yet-valid");
    await edge.world.advance(4_000);
    problemOf(await redeem(edge, dated.code), 409, "coupon-expired");
    const kept = await give(edge, "ann", { id: "x.0.3" });
    const hold = await edge.hold(await edge.sale(), "ann");
    const body = { coupon: kept.id, payment: "late" };
    assertEquals(
      (await edge.post(`/api/v1/reservations/${hold.id}/confirm`, { as: "ann", body })).status,
      202,
    );
    problemOf(await redeem(edge, kept.code), 409, "coupon-locked");
  });
});

Deno.test("codes cannot be found by trying", async () => {
  await withEdge(async (edge) => {
    const look = (
      code: string,
      as: { sub: string; role: string } = STAFF.manager,
      address = "10.9.9.9",
    ) => edge.send(`/api/v1/coupons/${code}`, { as, address });
    for (const wrong of ["1", "4000000000000001", "x".repeat(300), "4000000000000002"]) {
      const refused = problemOf(await look(wrong), 404, "unknown-coupon");
      assertStringIncludes(refused.detail, "16");
    }
    await look("1");
    assertEquals(
      problemOf(await look("1"), 429, "too-many-requests").retryAfterMs !== undefined,
      true,
    );
    const other = { ...STAFF.outlet };
    for (let n = 0; n < 3; n++) problemOf(await look("1", other), 404, "unknown-coupon");
    problemOf(await look("1", other), 429, "too-many-requests");
    problemOf(await look("1", STAFF.bank, "10.9.9.10"), 404, "unknown-coupon");
  }, { limits: { couponLooksPerStaffPerMinute: 5, couponLooksPerAddressPerMinute: 8 } });
});

Deno.test("customers and operations redeem nothing", async () => {
  await withEdge(async (edge) => {
    const { code, id } = await give(edge, "ann");
    problemOf(await redeem(edge, code, { as: STAFF.sre }), 403, "forbidden");
    assertEquals((await redeem(edge, code, { as: "ann" })).status, 403);
    assertEquals((await couponOf(edge, "ann", id)).state, "unused");
  });
});

Deno.test("without a database coupons are redeemed, and templates say that they stand still", async () => {
  await withEdge(async (edge) => {
    const { code } = await give(edge, "ann");
    assertEquals((await redeem(edge, code)).status, 200);
    const list = await edge.send("/api/v1/coupon-templates", { as: STAFF.bank });
    problemOf(list, 503, "database-unavailable");
  });
});

Deno.test("without a database a wallet leaves the names of outlets unsaid", async () => {
  await withEdge(async (edge) => {
    const limited = await give(edge, "ann", { rules: { units: ["jx.a.1"] } });
    assertEquals(limited.unitNames, null);
    assertEquals((await give(edge, "bob")).unitNames, []);
  });
});
