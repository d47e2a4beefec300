import { assert, assertEquals, assertMatch } from "@std/assert";
import { readCode } from "./code.ts";
import { endOfDayMs } from "./day.ts";
import { CELL, DAY_MS, Desk, NOW_MS, ORDER, outcomeOf, RULES } from "./scenario.ts";
import { COUPONS_KEPT_MAX, ENTRIES_KEPT_MAX } from "./state.ts";

Deno.test("the same reward is given once, whoever asks and however often", () => {
  const desk = new Desk();
  assertEquals(outcomeOf(desk.grant("x.0.1")), "granted");
  assertEquals(desk.sent.map(({ to }) => to.replace(/[0-9]{16}$/, "code")), [
    "voucher/code",
    "referral/x/0",
  ]);
  desk.passivate();
  desk.later(DAY_MS);
  assertEquals(desk.grant("x.0.1"), { kind: "granted", id: "x.0.1", atMs: NOW_MS });
  assertEquals(desk.sent.map(({ to }) => to), ["referral/x/0"], "answered, not given");
  desk.grant("x.0.1", {}, "stock/sale/0");
  assertEquals([desk.view().coupons.length, desk.last.events.length], [1, 0]);
});

Deno.test("a coupon has the rules of its issue, a code with a check digit, and days that end at midnight", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  const coupon = desk.coupon("x.0.1");
  assertEquals([coupon.rules, coupon.state, coupon.from], [RULES, "unused", "邀请有礼"]);
  assertMatch(coupon.code, /^[0-9]{16}$/);
  assertEquals(readCode(` ${coupon.code.slice(0, 4)} ${coupon.code.slice(4)}`), coupon.code);
  const slip = String((Number(coupon.code[3]) + 1) % 10);
  assertEquals(readCode(coupon.code.slice(0, 3) + slip + coupon.code.slice(4)), null);
  assertEquals(coupon.validUntilMs, endOfDayMs(NOW_MS, 30));
  assertEquals(new Date(coupon.validUntilMs).toISOString(), "2026-05-31T16:00:00.000Z");
});

Deno.test("a coupon whose template nobody knows is named by its ref and valid for 90 days", () => {
  const desk = new Desk();
  desk.grant("x.0.1", { rules: null });
  const { rules } = desk.coupon("x.0.1");
  assertEquals([rules.title, rules.amountFen, rules.minimumFen], ["rice", 1_000, 0]);
});

Deno.test("the second redemption is refused with when, where and by whom the first was", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  assertEquals(outcomeOf(desk.redeem("x.0.1")), "coupon");
  desk.later(1_000);
  const reply = desk.redeem("x.0.1", ["jx.b.1", "jx.b", "jx"]);
  assertEquals(outcomeOf(reply), "already-used");
  assertEquals(reply.kind === "rejected" && reply.coupon?.use, {
    kind: "redeemed",
    atMs: NOW_MS,
    by: "m1",
    unit: "jx.a.1",
    unitName: "城东支行",
  });
});

Deno.test("litemall#581: of 64 redemptions of one coupon one succeeds", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  const outcomes = Array.from({ length: 64 }, () => outcomeOf(desk.redeem("x.0.1")));
  assertEquals(outcomes.filter((one) => one === "coupon").length, 1);
  assertEquals(outcomes.filter((one) => one === "already-used").length, 63);
});

Deno.test("a redemption that is repeated under its command id is told of its own success", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  desk.redeem("x.0.1");
  const body = {
    kind: "redeem",
    coupon: "x.0.1",
    by: "m1",
    unit: "jx.a.1",
    unitName: "",
    units: [],
  } as const;
  const again = (by: string) =>
    desk.kind.again?.(
      { body: { ...body, by }, atMs: NOW_MS + 5, commandId: "c", random: "r", from: null },
      desk.state,
      NOW_MS,
    );
  const own = again("m1");
  assertEquals(own !== undefined && "reply" in own && outcomeOf(own.reply), "coupon");
  const other = again("m2");
  assertEquals(other !== undefined && "reply" in other && outcomeOf(other.reply), "already-used");
});

Deno.test("under one key one coupon is redeemed: another is refused, and stays as it was", () => {
  const desk = new Desk();
  for (const id of ["x.0.1", "x.0.2"]) desk.grant(id);
  const redeem = (coupon: string, key: string) =>
    outcomeOf(desk.do({
      kind: "redeem",
      coupon,
      by: "m1",
      unit: "jx.a.1",
      unitName: "",
      units: [],
      key,
    }));
  assertEquals(redeem("x.0.1", "k1"), "coupon");
  desk.passivate();
  assertEquals([redeem("x.0.2", "k1"), desk.last.events], ["key-used", []]);
  assertEquals("key" in desk.coupon("x.0.1"), false, "nobody's business");
  assertEquals(desk.kind.save(desk.state), desk.kind.save(desk.replayed));
  assertEquals(redeem("x.0.2", "k2"), "coupon");
});

Deno.test("a command id that stands for another redemption is never answered by a success", () => {
  const desk = new Desk();
  for (const id of ["x.0.1", "x.0.2"]) desk.grant(id);
  desk.redeem("x.0.1");
  const body = { kind: "redeem", coupon: "x.0.2", by: "m1", unit: "jx.a.1", unitName: "" } as const;
  const answer = desk.kind.again?.(
    { body: { ...body, units: [] }, atMs: NOW_MS, commandId: "c", random: "r", from: null },
    desk.state,
    NOW_MS,
  );
  assertEquals(answer !== undefined && "reply" in answer && outcomeOf(answer.reply), "key-used");
});

Deno.test("a coupon is redeemed at outlets of its units only", () => {
  const desk = new Desk();
  desk.grant("x.0.1", { rules: { ...RULES, units: ["jx.a"] } });
  assertEquals(outcomeOf(desk.redeem("x.0.1", ["jx.b.1", "jx.b", "jx"])), "wrong-outlet");
  assertEquals(outcomeOf(desk.redeem("x.0.1", ["jx.a.2", "jx.a", "jx"])), "coupon");
});

Deno.test("a coupon is not taken before its dates, after them, or below its minimum", () => {
  const desk = new Desk();
  const validity = {
    kind: "dates",
    fromMs: NOW_MS + DAY_MS,
    untilMs: NOW_MS + 2 * DAY_MS,
  } as const;
  desk.grant("x.0.1", { rules: { ...RULES, validity } });
  assertEquals(outcomeOf(desk.redeem("x.0.1")), "not-yet-valid");
  desk.later(DAY_MS);
  assertEquals(outcomeOf(desk.lock("x.0.1", { priceFen: 4_999 })), "minimum-not-met");
  desk.later(DAY_MS);
  assertEquals(outcomeOf(desk.redeem("x.0.1")), "expired");
  assertEquals(desk.last.events.length, 0, "a refusal stores nothing");
  desk.wake();
  assertEquals([desk.coupon("x.0.1").state, desk.kind.wake?.(desk.state)], ["expired", null]);
});

Deno.test("a coupon is kept for one order and used when the cell says so", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  const reply = desk.lock("x.0.1");
  assertEquals(reply.kind === "locked" && reply.discountFen, 1_000);
  assertEquals(outcomeOf(desk.lock("x.0.1")), "locked", "again is the same");
  assertEquals(outcomeOf(desk.redeem("x.0.1")), "locked");
  assertEquals(outcomeOf(desk.lock("x.0.1", { reservation: "sale.0.1-abcdefgh" })), "locked");
  desk.do({ kind: "use", coupon: "x.0.1", reservation: ORDER }, "stock/sale/1");
  assertEquals(desk.coupon("x.0.1").state, "locked", "another cell has no say");
  desk.do({ kind: "use", coupon: "x.0.1", reservation: ORDER }, CELL);
  assertEquals(desk.coupon("x.0.1").use, { kind: "order", atMs: NOW_MS, reservation: ORDER });
});

Deno.test("who gives up a lock that another tab has renewed gives up nothing", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  const attempts = [desk.lock("x.0.1"), desk.lock("x.0.1")].map((reply) =>
    reply.kind === "locked" ? reply.attempt : 0
  );
  const unlock = (attempt = 0) =>
    desk.do({ kind: "unlock", coupon: "x.0.1", reservation: ORDER, attempt });
  unlock(attempts[0]);
  assertEquals(desk.coupon("x.0.1").state, "locked");
  unlock(attempts[1]);
  assertEquals(desk.coupon("x.0.1").state, "unused");
});

Deno.test("an order takes one coupon", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  desk.grant("x.0.2");
  desk.lock("x.0.1");
  const reply = desk.lock("x.0.2");
  assertEquals(reply.kind === "rejected" && [reply.code, reply.coupon?.id], ["locked", "x.0.1"]);
});

Deno.test("a lock ends by itself once its cell has said that it was not used", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  desk.lock("x.0.1");
  desk.later(60_000);
  desk.wake();
  assertEquals(desk.sent, [{
    to: CELL,
    command: { kind: "lock-ended", coupon: "x.0.1", reservation: ORDER },
  }]);
  assertEquals(outcomeOf(desk.redeem("x.0.1")), "locked", "it may have been used");
  desk.passivate();
  desk.wake();
  assertEquals(desk.sent, [], "the cell is asked once");
  desk.do({ kind: "let-go", coupon: "x.0.1", reservation: ORDER }, CELL);
  assertEquals(desk.coupon("x.0.1").state, "unused");
});

Deno.test("a coupon that expired while it was locked or used comes back expired", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  desk.grant("x.0.2");
  desk.later(30 * DAY_MS);
  desk.lock("x.0.1");
  desk.lock("x.0.2", { reservation: "sale.0.1-abcdefgh" });
  desk.do({ kind: "use", coupon: "x.0.2", reservation: "sale.0.1-abcdefgh" }, CELL);
  desk.later(DAY_MS);
  desk.do({ kind: "let-go", coupon: "x.0.1", reservation: ORDER }, CELL);
  desk.do({ kind: "give-back", coupon: "x.0.2", reservation: "sale.0.1-abcdefgh" }, CELL);
  assertEquals(["x.0.1", "x.0.2"].map((id) => desk.coupon(id).state), ["expired", "expired"]);
});

Deno.test("a sale that is taken back gives its coupon back", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  desk.lock("x.0.1");
  desk.do({ kind: "use", coupon: "x.0.1", reservation: ORDER }, CELL);
  desk.do({ kind: "give-back", coupon: "x.0.1", reservation: ORDER }, CELL);
  assertEquals([desk.coupon("x.0.1").state, desk.coupon("x.0.1").use], ["unused", null]);
});

Deno.test("a coupon that is clawed back is revoked, a locked one when its order lets it go", () => {
  const desk = new Desk();
  for (const id of ["x.0.1", "x.0.2", "x.0.3"]) desk.grant(id);
  assertEquals(desk.clawBack("x.0.1"), { kind: "clawed-back", id: "x.0.1", atMs: NOW_MS });
  assertEquals(outcomeOf(desk.redeem("x.0.1")), "revoked");
  desk.lock("x.0.2");
  desk.clawBack("x.0.2");
  assertEquals(desk.coupon("x.0.2").state, "locked");
  desk.do({ kind: "unlock", coupon: "x.0.2", reservation: ORDER });
  assertEquals(desk.coupon("x.0.2").state, "revoked");
  desk.redeem("x.0.3");
  const late = desk.clawBack("x.0.3");
  assertEquals(late.kind === "clawed-back" && late.taken, false, "used: nothing to take");
  assertEquals(outcomeOf(desk.grant("x.0.1")), "granted");
  assertEquals(desk.coupon("x.0.1").state, "revoked", "not given again");
});

Deno.test("who claws back a coupon that an order has is answered when the order ends, and as it ended", () => {
  const ends = [
    [{ kind: "use", coupon: "x.0.1", reservation: ORDER }, false, "used"],
    [{ kind: "let-go", coupon: "x.0.1", reservation: ORDER }, true, "revoked"],
    [{ kind: "unlock", coupon: "x.0.1", reservation: ORDER }, true, "revoked"],
  ] as const;
  for (const [end, taken, state] of ends) {
    const desk = new Desk();
    desk.grant("x.0.1");
    desk.lock("x.0.1");
    assertEquals(desk.clawBack("x.0.1"), { kind: "noted" });
    assertEquals(desk.sent, [], "the order may still use it");
    desk.passivate();
    desk.lock("x.0.1");
    desk.do(end, end.kind === "unlock" ? null : CELL);
    const answer = { kind: "clawed-back", id: "x.0.1", atMs: NOW_MS };
    const command = taken ? answer : { ...answer, taken };
    assertEquals(desk.sent, [{ to: "referral/x/0", command }]);
    assertEquals(desk.coupon("x.0.1").state, state);
    assertEquals(desk.kind.save(desk.state), desk.kind.save(desk.replayed));
  }
});

Deno.test("of a claw-back that was answered at once, as earlier releases did, nothing is said again", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  desk.lock("x.0.1");
  const earlier = { reason: "退货", atMs: NOW_MS, afterLock: true };
  desk.state = desk.kind.evolve(desk.state, { kind: "revoked", id: "x.0.1", ...earlier });
  desk.do({ kind: "let-go", coupon: "x.0.1", reservation: ORDER }, CELL);
  assertEquals([desk.sent, desk.coupon("x.0.1").state], [[], "revoked"]);
});

Deno.test("points are locked at first, and spent in the order in which they expire", () => {
  const desk = new Desk();
  const spend = (id: string, points: number) =>
    outcomeOf(desk.do({ kind: "spend", id, points, title: "兑换" }));
  desk.points("x.0.1", 50);
  assertEquals([spend("a", 1), desk.view().points.locked], ["too-few-points", 50]);
  desk.later(7 * DAY_MS);
  desk.points("x.0.2", 50);
  assertEquals([spend("a", 51), spend("b", 50), spend("b", 50)], [
    "too-few-points",
    "noted",
    "noted",
  ]);
  const { balance, locked, expiring } = desk.view().points;
  assertEquals([balance, locked], [50, 50]);
  assertEquals(expiring?.points, 50);
});

Deno.test("points expire at the end of their last day, and only what is left of them", () => {
  const desk = new Desk();
  desk.points("x.0.1", 50);
  desk.later(8 * DAY_MS);
  desk.do({ kind: "spend", id: "a", points: 20, title: "" });
  const endMs = endOfDayMs(NOW_MS, 365);
  desk.later(endMs - desk.nowMs - 1);
  assertEquals(desk.view().points.balance, 30);
  desk.later(1);
  assertEquals(desk.view().points.balance, 0, "also before the timer has come");
  desk.wake();
  assertEquals(desk.view().points.entries.map(({ against, points }) => [against, points]), [
    ["expired", -30],
    ["spent", -20],
    ["granted", 50],
  ]);
  desk.clawBack("x.0.1");
  assertEquals(desk.view().points.balance, -20, "what expired is not taken a second time");
});

Deno.test("a claw-back goes below zero, and what is granted later fills that first", () => {
  const desk = new Desk();
  desk.points("x.0.1", 50);
  desk.later(7 * DAY_MS);
  desk.do({ kind: "spend", id: "a", points: 40, title: "" });
  desk.clawBack("x.0.1");
  assertEquals(desk.view().points.balance, -40);
  assertEquals(desk.clawBack("x.0.1").kind, "clawed-back");
  assertEquals(desk.view().points.balance, -40, "once");
  desk.points("x.0.2", 100);
  desk.later(7 * DAY_MS);
  assertEquals(desk.view().points.balance, 60);
  assertEquals(
    outcomeOf(desk.do({ kind: "spend", id: "b", points: 61, title: "" })),
    "too-few-points",
  );
});

Deno.test("amounts that are none give nothing", () => {
  const desk = new Desk();
  for (const amount of [-1, 1.5, Number.MAX_SAFE_INTEGER + 1, NaN]) {
    assertEquals(outcomeOf(desk.points(`x.0.${amount}`, amount)), "not-found");
  }
  assertEquals(desk.view().version, 0);
});

Deno.test("a wallet keeps 500 coupons and 200 entries, and forgets neither grants nor balance", () => {
  const desk = new Desk();
  for (let n = 0; n < COUPONS_KEPT_MAX + 5; n++) {
    desk.grant(`x.0.${n}`);
    if (n < 10) desk.redeem(`x.0.${n}`);
  }
  for (let n = 0; n < ENTRIES_KEPT_MAX + 5; n++) desk.points(`x.1.${n}`, 1);
  desk.passivate();
  const { coupons, points } = desk.view();
  assertEquals([coupons.length, points.entries.length], [COUPONS_KEPT_MAX, ENTRIES_KEPT_MAX]);
  assertEquals(points.balance, ENTRIES_KEPT_MAX + 5);
  assertEquals(coupons.at(-1)?.id, "x.0.5", "of those that ended the oldest went");
  const before = desk.view().version;
  desk.grant("x.0.0");
  desk.points("x.1.0", 1);
  assertEquals(desk.view().version, before);
});

Deno.test("a code that another coupon has already is replaced", () => {
  const desk = new Desk();
  desk.grant("x.0.1");
  const { code } = desk.coupon("x.0.1");
  desk.do({ kind: "code-taken", coupon: "x.0.1", code }, `voucher/${code}`);
  const next = desk.coupon("x.0.1").code;
  assert(next !== code);
  assertEquals(desk.sent, []);
  desk.do({ kind: "code-taken", coupon: "x.0.1", code }, `voucher/${code}`);
  assertEquals(desk.coupon("x.0.1").code, next, "told twice, replaced once");
});
