import { assert, assertEquals } from "@std/assert";
import { json, problem, type Sent, virtualOutside } from "../shared/virtual_outside.ts";
import { customer, iso, manager, NOW_MS, reservation, sale } from "./fixtures.ts";
import { keepCurrent } from "./follow.ts";
import { coupon, wallet } from "./me/fixtures.ts";
import { type Boot, createSaleModel, type Memory } from "./model.ts";

function tab(): Memory & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)),
  };
}

function open(
  answer: (sent: Sent) => Response | Promise<Response>,
  boot: Partial<Boot> = {},
  memory: Memory = tab(),
) {
  const outside = virtualOutside(answer);
  const model = createSaleModel({
    boot: { campaign: sale(), me: customer(), signedIn: true, demo: true, ...boot },
    locale: "zh",
    elder: false,
    outside,
    memory,
  });
  return { model, outside };
}

Deno.test("a grab that succeeds shows the hold with its deadline", async () => {
  const { model, outside } = open(() => json({ reservation: reservation() }, 201));
  const done = model.act();
  await outside.advance(0);
  await done;
  assertEquals(model.stage.value.kind, "held");
  assertEquals(model.deadlineMs.value, NOW_MS + 300_000);
  assertEquals(outside.sent[0]?.path, "/api/v1/campaigns/c1/grabs");
});

Deno.test("two taps while the first is under way send one grab", async () => {
  const { model, outside } = open(() => json({ reservation: reservation() }, 201));
  const taps = Promise.all([model.act(), model.act(), model.act()]);
  await outside.advance(0);
  await taps;
  assertEquals(outside.sent.length, 1);
});

Deno.test("a grab is repeated under one key through 503 and a lost connection", async () => {
  let calls = 0;
  const { model, outside } = open(() => {
    calls++;
    if (calls === 1) return problem("outcome-unknown", 503, { retryAfterMs: 500 });
    if (calls === 2) throw new TypeError("gone");
    return json({ reservation: reservation() });
  });
  const done = model.act();
  await outside.advance(600);
  assert((model.busy.value?.attempt ?? 0) > 0);
  await outside.advance(20_000);
  await done;
  assertEquals(new Set(outside.sent.map((one) => one.headers.get("Idempotency-Key"))).size, 1);
  assertEquals([model.stage.value.kind, model.busy.value], ["held", null]);
});

Deno.test("a reload in the middle of a grab sends the same key again", async () => {
  const memory = tab();
  const first = open(
    () => {
      throw new TypeError("gone");
    },
    {},
    memory,
  );
  const lost = first.model.act();
  await first.outside.advance(200_000);
  await lost;
  assertEquals(first.model.notice.value, "offline");
  const second = open(() => json({ reservation: reservation() }), {}, memory);
  const done = second.model.act();
  await second.outside.advance(0);
  await done;
  assertEquals(
    second.outside.sent[0]?.headers.get("Idempotency-Key"),
    first.outside.sent[0]?.headers.get("Idempotency-Key"),
  );
  assertEquals(memory.kept.size, 0);
});

Deno.test("a key whose reservation is over is replaced, once", async () => {
  let calls = 0;
  const { model, outside } = open(() =>
    json({
      reservation: ++calls === 1
        ? reservation({ state: "expired", expiresAt: iso(-1) })
        : reservation({ id: "c1.0.2" }),
    })
  );
  const done = model.act();
  await outside.advance(0);
  await done;
  assertEquals(outside.sent.length, 2);
  assertEquals(model.stage.value.kind, "held");
});

Deno.test("a free unit is confirmed in the same tap", async () => {
  const free = reservation({ priceFen: 0 });
  const { model, outside } = open(
    (sent) =>
      sent.path.endsWith("/grabs")
        ? json({ reservation: free }, 201)
        : json({ reservation: { ...free, state: "confirmed" } }),
    { campaign: sale({ priceFen: 0 }) },
  );
  const done = model.act();
  await outside.advance(0);
  await done;
  assertEquals(outside.sent.map((one) => one.path.split("/").at(-1)), ["grabs", "confirm"]);
  assertEquals(model.stage.value.kind, "confirmed");
});

Deno.test("signing in goes on with what was wanted: the reminder before the start", async () => {
  const { model, outside } = open(
    (sent) => sent.path.endsWith("/reminders") ? json({ reminded: true }, 201) : json(customer()),
    {
      campaign: sale({ phase: "scheduled", startsAt: iso(60_000) }),
      me: null,
      signedIn: false,
    },
  );
  await model.act();
  assertEquals([model.sheet.value, outside.sent.length], ["sign-in", 0]);
  const done = model.signedInNow();
  await outside.advance(0);
  await done;
  assertEquals(model.stage.value, { kind: "early", signedIn: true, reminded: true });
  assertEquals(model.sheet.value, null);
});

Deno.test("an expired session asks to sign in again and forgets nothing", async () => {
  const { model, outside } = open(() => problem("unauthenticated", 401));
  const done = model.act();
  await outside.advance(0);
  await done;
  assertEquals([model.sheet.value, model.signedIn.value], ["sign-in", false]);
});

Deno.test("a refusal changes the stage and asks for the customer's own state", async () => {
  const { model, outside } = open((sent) =>
    sent.path.endsWith("/grabs") ? problem("all-held", 409, { heldByOthers: 4 }) : json(customer())
  );
  const done = model.act();
  await outside.advance(0);
  await done;
  assertEquals(model.stage.value, { kind: "all-held", held: 4, signedIn: true });
});

Deno.test("a failed payment keeps the hold and says so", async () => {
  const { model, outside } = open(() => problem("payment-failed", 402), {
    me: customer({ reservations: [reservation()] }),
  });
  await model.act();
  assertEquals(model.sheet.value, "pay");
  const done = model.pay("fail");
  await outside.advance(0);
  await done;
  assertEquals(outside.sent[0]?.body, { payment: "fail" });
  assertEquals([model.notice.value, model.stage.value.kind], ["payment-failed", "held"]);
});

Deno.test("a payment that came too late names what is paid back", async () => {
  const late = reservation({ state: "expired", refundFen: 990 });
  const { model, outside } = open(
    (sent) =>
      sent.path.endsWith("/confirm")
        ? problem("expired", 409, { refundFen: 990, reservation: late })
        : json(customer({ reservations: [late] })),
    { me: customer({ reservations: [reservation()] }) },
  );
  const done = model.pay("pay");
  await outside.advance(0);
  await done;
  assertEquals(model.notice.value, { refundFen: 990 });
  assertEquals(model.stage.value.kind, "open");
});

Deno.test("an older frame of the stream never undoes a newer one", () => {
  const { model } = open(() => json({}));
  model.receive(sale({ version: 7, soldOut: "all-held" }));
  model.receive(sale({ version: 6 }));
  assertEquals(model.campaign.value.version, 7);
});

Deno.test("the button opens by server time while the page only waits", async () => {
  const { model, outside } = open(
    () => new Response(new ReadableStream()),
    { campaign: sale({ phase: "warming", startsAt: iso(3_500) }) },
  );
  keepCurrent(model, outside);
  await outside.advance(3_400);
  assertEquals(model.stage.value.kind, "early");
  await outside.advance(350);
  assertEquals(model.stage.value.kind, "open");
});

Deno.test("a hold that runs out is asked for at its deadline, and the page says so", async () => {
  const over = reservation({ state: "expired", expiresAt: iso(2_000) });
  const { model, outside } = open(
    (sent) =>
      sent.path.endsWith("/me")
        ? json(customer({ reservations: [over], serverTime: iso(2_400) }))
        : new Response(new ReadableStream()),
    { me: customer({ reservations: [reservation({ expiresAt: iso(2_000) })] }) },
  );
  keepCurrent(model, outside);
  await outside.advance(4_000);
  assertEquals(model.notice.value, "expired");
  assertEquals(model.stage.value.kind, "open");
});

Deno.test("an offer from the waiting list is seen without a tap, and taking it leaves the list", async () => {
  const offered = customer({
    waiting: { place: null, ahead: 0, offer: { deadline: iso(60_000) } },
  });
  const { model, outside } = open(
    (sent) => {
      if (sent.path.endsWith("/me")) return json(offered);
      if (sent.path.endsWith("/grabs")) return json({ reservation: reservation() }, 201);
      return new Response(new ReadableStream());
    },
    {
      campaign: sale({ soldOut: "all-held" }),
      me: customer({ waiting: { place: 1, ahead: 0, offer: null } }),
    },
  );
  keepCurrent(model, outside);
  assertEquals(model.stage.value.kind, "waiting");
  await outside.advance(3_000);
  assertEquals(model.stage.value.kind, "offer");
  const done = model.act();
  await outside.advance(0);
  await done;
  assertEquals(model.me.value?.waiting, null);
});

Deno.test("a hidden page closes its stream and a shown one resumes it", async () => {
  const { model, outside } = open((sent) =>
    sent.path.endsWith("/live") ? new Response(new ReadableStream()) : json(customer())
  );
  const current = keepCurrent(model, outside);
  await outside.advance(100);
  const first = outside.sent.find((one) => one.path.endsWith("/live"));
  current.visible(false);
  assertEquals(first?.signal?.aborted, true);
  model.receive(sale({ version: 9 }));
  current.visible(true);
  await outside.advance(100);
  const again = outside.sent.filter((one) => one.path.endsWith("/live"))[1];
  assertEquals(again?.headers.get("Last-Event-ID"), "9");
});

Deno.test("whoever comes back signed in goes on with what was wanted, once", async () => {
  const memory = tab();
  const before = { campaign: sale({ phase: "scheduled", startsAt: iso(60_000) }), me: null };
  const away = createSaleModel({
    boot: { ...before, signedIn: false, demo: false },
    locale: "zh",
    elder: false,
    outside: virtualOutside(() => json({})),
    memory,
    signInByPage: () => {},
  });
  await away.act();
  assertEquals(away.sheet.value, null);
  const { model, outside } = open(
    (sent) =>
      sent.path.endsWith("/live")
        ? new Response(new ReadableStream())
        : sent.path.endsWith("/reminders")
        ? json({ reminded: true }, 201)
        : json(customer()),
    { ...before, signedIn: true },
    memory,
  );
  keepCurrent(model, outside);
  await outside.advance(0);
  assertEquals(model.stage.value, { kind: "early", signedIn: true, reminded: true });
  assertEquals(model.cameBack(), false);
});

Deno.test("a hidden page asks for nothing", async () => {
  const { model, outside } = open(() => new Response(new ReadableStream()), {
    campaign: sale({ soldOut: "all-held" }),
    me: customer({ waiting: { place: 1, ahead: 0, offer: null } }),
  });
  keepCurrent(model, outside).visible(false);
  const before = outside.sent.length;
  await outside.advance(60_000);
  assertEquals(outside.sent.length, before);
});

Deno.test("a payment on its way when the hold runs out is awaited, without a second grab", async () => {
  const expired = reservation({ state: "expired", expiresAt: iso(2_000) });
  let paid = false;
  const { model, outside } = open(
    (sent) => {
      if (sent.path.endsWith("/confirm")) {
        return json({
          reservation: reservation({ expiresAt: iso(2_000) }),
          payment: "pending",
        }, 202);
      }
      if (sent.path.endsWith("/live")) return new Response(new ReadableStream());
      const now = paid ? { ...expired, state: "confirmed" as const } : expired;
      return json(customer({ reservations: [now] }));
    },
    { me: customer({ reservations: [reservation({ expiresAt: iso(2_000) })] }) },
  );
  keepCurrent(model, outside);
  const asked = model.pay("late");
  await outside.advance(3_500);
  await asked;
  assertEquals([model.paymentPending.value, model.notice.value], [true, null]);
  await model.act();
  assertEquals(outside.sent.filter((one) => one.path.endsWith("/grabs")), []);
  paid = true;
  await outside.advance(3_000);
  assertEquals([model.paymentPending.value, model.stage.value.kind], [false, "confirmed"]);
});

Deno.test("a grab names whose link led here", async () => {
  const outside = virtualOutside(() => json({ reservation: reservation() }, 201));
  const model = createSaleModel({
    boot: { campaign: sale(), me: customer(), signedIn: true, demo: false, via: "m42" },
    locale: "zh",
    elder: false,
    outside,
    memory: tab(),
  });
  const done = model.act();
  await outside.advance(0);
  await done;
  assertEquals(outside.sent[0]?.body, { via: "m42" });
});

Deno.test("the manager's number comes on a tap, and the phone is told to call it", async () => {
  const went: string[] = [];
  const outside = virtualOutside(() => json({ phone: "13800000001" }));
  const model = createSaleModel({
    boot: { campaign: sale(), me: null, signedIn: false, demo: false, manager: manager() },
    locale: "zh",
    elder: false,
    outside,
    memory: tab(),
    device: { go: (address) => void went.push(address), copy: () => Promise.resolve(false) },
  });
  const calling = model.callManager();
  assertEquals(model.cardNotice.value, "calling");
  await outside.advance(0);
  await calling;
  assertEquals([went, model.cardNotice.value], [["tel:13800000001"], null]);
  assertEquals(outside.sent[0]?.path, "/api/v1/storefronts/staff-ann/phone");
  await model.copyWechat();
  assertEquals(model.cardNotice.value, "copy-failed");
});

Deno.test("giving a unit up makes room below the limit again", async () => {
  const held = reservation({ units: 2 });
  const { model, outside } = open(
    (sent) => {
      if (sent.path.endsWith("/grabs")) return problem("limit-reached", 409, { limit: 3 });
      if (sent.path.endsWith("/cancel")) {
        return json({ reservation: { ...held, state: "cancelled" } });
      }
      return json(customer({ reservations: [held] }));
    },
    { campaign: sale({ perCustomerMax: 3, perOrderMax: 3 }) },
  );
  const refused = model.act();
  await outside.advance(0);
  await refused;
  assertEquals(model.stage.value.kind, "held");
  const given = model.cancel();
  await outside.advance(0);
  await given;
  assertEquals(model.stage.value.kind, "open");
});

Deno.test("a payment names the coupon that is taken, and what is left is due", async () => {
  const held = reservation();
  const { model, outside } = open(
    (sent) =>
      sent.path === "/api/v1/wallet"
        ? json(wallet({ coupons: [coupon({ rules: { ...coupon().rules, minimumFen: 0 } })] }))
        : json({ reservation: { ...held, state: "confirmed", discountFen: 990 } }),
    { me: customer({ reservations: [held] }) },
  );
  const reading = model.readCoupons();
  await outside.advance(0);
  await reading;
  model.takeCoupon("k1");
  const paying = model.pay("pay", model.couponId.value);
  await outside.advance(0);
  await paying;
  assertEquals(outside.sent.at(-1)?.body, { coupon: "k1" });
  assertEquals(model.me.value?.reservations[0]?.discountFen, 990);
});

Deno.test("a coupon that is refused leaves the unit held and says what to do", async () => {
  const { model, outside } = open(
    () => problem("coupon-locked", 409),
    { me: customer({ reservations: [reservation()] }) },
  );
  const paying = model.pay("pay", "k1");
  await outside.advance(0);
  await paying;
  assertEquals([model.notice.value, model.stage.value.kind], ["coupon-refused", "held"]);
});

Deno.test("without coupons to read one pays as before", async () => {
  const { model, outside } = open(
    (sent) =>
      sent.path === "/api/v1/wallet"
        ? problem("overloaded", 503)
        : json({ reservation: reservation({ state: "confirmed" }) }),
    {
      me: customer({ reservations: [reservation()] }),
    },
  );
  const reading = model.readCoupons();
  await outside.advance(20_000);
  await reading;
  assertEquals(model.coupons.value, null);
  const paying = model.pay("pay");
  await outside.advance(0);
  await paying;
  assertEquals([outside.sent.at(-1)?.body, model.stage.value.kind], [null, "confirmed"]);
});
