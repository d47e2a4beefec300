import { assert, assertEquals } from "@std/assert";
import { problemOf, saleOf, STAFF, type TestEdge, withEdge } from "./fixtures/edge.ts";
import { START_MS } from "./fixtures/world.ts";

const CAMPAIGNS = "/api/v1/campaigns";
const HOUR_MS = 3_600_000;

function act(edge: TestEdge, id: string, name: string, body?: unknown, key?: string) {
  return edge.post(`${CAMPAIGNS}/${id}/${name}`, {
    as: STAFF.bank,
    ...(body === undefined ? {} : { body }),
    ...(key === undefined ? {} : { key }),
  });
}

async function draft(edge: TestEdge, fields = {}): Promise<string> {
  const created = await edge.post(CAMPAIGNS, { as: STAFF.bank, body: saleOf(fields) });
  assertEquals([created.status, created.json.phase], [201, "draft"], created.text);
  return created.json.id;
}

Deno.test("a draft is changed, scheduled, and then fixed", async () => {
  await withEdge(async (edge) => {
    const id = await draft(edge, { startsAt: new Date(START_MS + 1_800_000).toISOString() });
    const patch = { title: "新标题", units: 77 };
    const changed = await edge.send(`${CAMPAIGNS}/${id}`, {
      method: "PATCH",
      as: STAFF.bank,
      body: patch,
    });
    assertEquals([changed.status, changed.json.title, changed.json.units.total], [
      200,
      "新标题",
      77,
    ]);
    const wrong = await edge.send(`${CAMPAIGNS}/${id}`, {
      method: "PATCH",
      as: STAFF.bank,
      body: { endsAt: new Date(START_MS + 1_000).toISOString() },
    });
    assertEquals(problemOf(wrong, 422, "invalid").errors?.[0]?.field, "endsAt");
    const scheduled = await act(edge, id, "schedule");
    assertEquals([scheduled.status, scheduled.json.phase], [200, "scheduled"], scheduled.text);
    assert(scheduled.json.cells >= 1);
    const late = await edge.send(`${CAMPAIGNS}/${id}`, {
      method: "PATCH",
      as: STAFF.bank,
      body: patch,
    });
    assertEquals(problemOf(late, 409, "wrong-phase").phase, "scheduled");
  });
});

Deno.test("with approval another than the author has to approve before it is scheduled", async () => {
  await withEdge(async (edge) => {
    const id = await draft(edge);
    problemOf(await act(edge, id, "schedule"), 409, "needs-approval");
    assertEquals((await act(edge, id, "submit")).json.phase, "in-review");
    problemOf(await act(edge, id, "approve"), 409, "same-person");
    const back = await edge.post(`${CAMPAIGNS}/${id}/reject`, {
      as: STAFF.approver,
      body: { reason: "价格有误" },
    });
    assertEquals(back.json.phase, "draft", back.text);
    assertEquals((await edge.view(id)).history.at(-1)?.reason, "价格有误");
    await act(edge, id, "submit");
    const approved = await edge.post(`${CAMPAIGNS}/${id}/approve`, { as: STAFF.approver });
    assertEquals([approved.status, approved.json.approvedBy], [200, "s-approver"], approved.text);
    assertEquals((await act(edge, id, "schedule")).json.phase, "open");
  }, { edge: { approval: true } });
});

Deno.test("before the opening every grab is refused, then the first is served", async () => {
  await withEdge(async (edge) => {
    const startsAt = new Date(START_MS + 30_000).toISOString();
    const id = await edge.sale({ startsAt });
    assertEquals(problemOf(await edge.grab(id, "a"), 409, "not-open").opensAt, startsAt);
    const first = await edge.post(`${CAMPAIGNS}/${id}/reminders`, { as: "a" });
    const again = await edge.post(`${CAMPAIGNS}/${id}/reminders`, { as: "a" });
    assertEquals([first.status, again.status], [201, 200]);
    assertEquals((await edge.send(`${CAMPAIGNS}/${id}/me`, { as: "a" })).json.reminded, true);
    await edge.world.advance(30_000);
    assertEquals((await edge.grab(id, "a")).status, 201);
  });
});

Deno.test("pausing stops grabs only, resuming lets them go on, ending stops them for good", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ priceFen: 0 });
    const held = await edge.hold(id, "a");
    assertEquals((await act(edge, id, "pause", { reason: "核对价格" })).json.phase, "paused");
    problemOf(await edge.grab(id, "b"), 409, "paused");
    const confirmed = await edge.post(`/api/v1/reservations/${held.id}/confirm`, { as: "a" });
    assertEquals(confirmed.json.reservation.state, "confirmed");
    assertEquals((await act(edge, id, "resume")).json.phase, "open");
    assertEquals((await edge.grab(id, "b")).status, 201);
    assertEquals((await act(edge, id, "end")).json.phase, "ended");
    problemOf(await edge.grab(id, "c"), 409, "ended");
    problemOf(await act(edge, id, "resume"), 409, "wrong-phase");
  });
});

Deno.test("units are a delta; more than is free would strand what is held", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 10 });
    for (let n = 0; n < 6; n++) await edge.hold(id, `c${n}`);
    await edge.world.advance(1_000);
    assertEquals((await act(edge, id, "units", { delta: 5 })).json.units.total, 15);
    const refused = await act(edge, id, "units", { delta: -12 });
    const { stranded, detail } = problemOf(refused, 409, "would-strand");
    assertEquals(stranded, 3);
    assertEquals(detail, "已预留和已售出的不能收回，这次多要了 3 件，请减少后再试。");
    const less = await act(edge, id, "units", { delta: -4 });
    assertEquals([less.status, less.json.units.withdrawn], [200, 4], less.text);
    const zero = problemOf(await act(edge, id, "units", { delta: 0 }), 422, "invalid");
    assertEquals(zero.errors?.[0]?.field, "delta");
  });
});

Deno.test("who asks back more than there ever was is not told that so much is held", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 10 });
    await edge.hold(id, "c");
    await edge.world.advance(1_000);
    const more = await act(edge, id, "units", { delta: -50 });
    assertEquals(problemOf(more, 409, "would-strand").stranded, 41);
    const english = await edge.post(`/api/v1/campaigns/${id}/units`, {
      as: STAFF.bank,
      body: { delta: -50 },
      headers: { "accept-language": "en" },
    });
    const { stranded, detail } = problemOf(english, 409, "would-strand");
    assertEquals(stranded, 41);
    assertEquals(
      detail,
      "Only units that are neither held nor sold can be withdrawn: ask for 41 fewer.",
    );
    assertEquals((await act(edge, id, "units", { delta: -9 })).status, 200);
  });
});

Deno.test("staged units are released by hand or by time, and an end is moved", async () => {
  await withEdge(async (edge) => {
    const at = new Date(START_MS + 60_000).toISOString();
    const id = await edge.sale({ units: 10, releases: [{ at, units: 6 }] });
    assertEquals((await edge.view(id)).units.unreleased, 6);
    assertEquals((await act(edge, id, "release", { units: 2 })).json.units.unreleased, 4);
    const refused = problemOf(await act(edge, id, "release", { units: 5 }), 422, "invalid");
    assertEquals(refused.errors?.[0]?.field, "units");
    await edge.world.advance(61_000);
    assertEquals((await edge.view(id)).units.unreleased, 0);
    const endsAt = new Date(START_MS + 2 * HOUR_MS).toISOString();
    assertEquals((await act(edge, id, "extend", { endsAt })).json.endsAt, endsAt);
  });
});

Deno.test("a repeated key makes one campaign and one transition", async () => {
  await withEdge(async (edge) => {
    const make = (title: string) =>
      edge.post(CAMPAIGNS, { as: STAFF.bank, body: saleOf({ title }), key: "make" });
    const first = await make("甲");
    const again = await make("甲");
    assertEquals([first.status, again.status, again.json.id], [201, 201, first.json.id]);
    problemOf(await make("乙"), 409, "idempotency-mismatch");
    const { id } = first.json;
    await act(edge, id, "schedule");
    const more = await act(edge, id, "units", { delta: 5 }, "more");
    const same = await act(edge, id, "units", { delta: 5 }, "more");
    assertEquals([more.json.units.total, same.status, same.json.units.total], [15, 200, 15]);
  });
});

Deno.test("a refund returns the unit to the sale, once", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 1, priceFen: 0 });
    const held = await edge.hold(id, "a");
    const path = `/api/v1/reservations/${held.id}`;
    const giveBack = () =>
      edge.post(`${path}/return`, { as: STAFF.bank, body: { reason: "退货" } });
    problemOf(await giveBack(), 409, "not-confirmed");
    await edge.post(`${path}/confirm`, { as: "a" });
    const returned = await giveBack();
    assertEquals(returned.json.reservation.state, "returned", returned.text);
    assertEquals((await giveBack()).json.reservation.state, "returned");
    await edge.world.advance(1_500);
    assertEquals((await edge.grab(id, "b")).status, 201);
  });
});

Deno.test("the list goes through pages without a gap or a repetition", async () => {
  await withEdge(async (edge) => {
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.push(await draft(edge, { title: `第 ${n} 场` }));
    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const query: string = after === "" ? "" : `&after=${after}`;
      const page = await edge.send(`${CAMPAIGNS}?limit=2${query}`, { as: STAFF.bank });
      assertEquals(page.status, 200, page.text);
      seen.push(...page.json.items.map(({ id }: { id: string }) => id));
      after = page.json.next;
    }
    assertEquals(seen, made.toReversed());
    const wrong = await edge.send(`${CAMPAIGNS}?limit=0`, { as: STAFF.bank });
    assertEquals(problemOf(wrong, 422, "invalid").errors?.[0]?.field, "limit");
  });
});

Deno.test("a failed payment keeps the hold, and paying again confirms it", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ priceFen: 990 });
    const held = await edge.hold(id, "a");
    const pay = (payment: string) =>
      edge.post(`/api/v1/reservations/${held.id}/confirm`, { as: "a", body: { payment } });
    const failed = problemOf(await pay("fail"), 402, "payment-failed");
    assertEquals(failed.reservation?.state, "held");
    assertEquals((await pay("pay")).json.reservation.state, "confirmed");
    assertEquals((await pay("pay")).json.reservation.state, "confirmed");
    problemOf(
      await edge.post(`/api/v1/reservations/${held.id}/cancel`, { as: "a" }),
      409,
      "already-confirmed",
    );
    assertEquals(edge.payments.ledger.size, 1);
  });
});

Deno.test("a payment notification that nobody signed is refused", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const held = await edge.hold(id, "a");
    const body = {
      paymentId: `pay_${held.id}`,
      reservationId: held.id,
      customer: "a",
      paidFen: 990,
    };
    for (const signature of ["", "00", "f".repeat(64)]) {
      const reply = await edge.post("/api/v1/payments/notifications", {
        body,
        headers: signature === "" ? {} : { "x-payment-signature": signature },
      });
      problemOf(reply, 401, "unauthenticated");
    }
    assertEquals(
      (await edge.send(`${CAMPAIGNS}/${id}/grabs/mine`, { as: "a" })).json.items[0].state,
      "held",
    );
  });
});

Deno.test("eligibility is judged by what the bank knows of the customer", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ eligibility: { tags: ["gold"] } });
    problemOf(await edge.grab(id, "plain"), 409, "not-eligible");
    const ref = edge.engine.ref("customer", "golden");
    const facts = { tags: ["gold"], isNew: false, orgUnitIds: [] };
    await edge.world.until(edge.engine.ask(ref, { kind: "set-facts", facts, by: "test" }));
    assertEquals((await edge.grab(id, "golden")).status, 201);
  });
});

Deno.test("staff set what the bank knows of a customer, and the next grab is judged by it", async () => {
  await withEdge(async (edge) => {
    const path = "/api/v1/customers/golden/facts";
    const facts = { tags: ["gold"], isNew: false, orgUnitIds: ["jx.a"] };
    const unknown = await edge.send(path, { as: STAFF.bank });
    assertEquals(unknown.json, { tags: [], isNew: true, orgUnitIds: [] });
    const id = await edge.sale({ eligibility: { tags: ["gold"] } });
    problemOf(await edge.grab(id, "golden"), 409, "not-eligible");
    const set = await edge.send(path, { method: "PUT", as: STAFF.bank, body: facts });
    assertEquals([set.status, set.json], [200, facts]);
    assertEquals((await edge.grab(id, "golden")).status, 201);
    const wrong = await edge.send(path, { method: "PUT", as: STAFF.bank, body: { tags: "gold" } });
    problemOf(wrong, 422, "invalid");
    for (const as of [STAFF.manager, STAFF.sre, "golden"]) {
      problemOf(await edge.send(path, { method: "PUT", as, body: facts }), 403, "forbidden");
    }
  });
});

Deno.test("a payment provider out of reach is 503, and asking again pays once", async () => {
  let broken = true;
  const charged: string[] = [];
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const held = await edge.hold(id, "a");
    const confirm = () => edge.post(`/api/v1/reservations/${held.id}/confirm`, { as: "a" });
    problemOf(await confirm(), 503, "outcome-unknown");
    broken = false;
    assertEquals((await confirm()).json.reservation.state, "confirmed");
    assertEquals(new Set(charged).size, 1);
  }, {
    edge: {
      payments: {
        charge(one) {
          charged.push(one.id);
          if (broken) return Promise.reject(new Error("connection reset"));
          return Promise.resolve({ kind: "paid", paidFen: one.amountFen });
        },
        refund: () => Promise.resolve(),
        readNotification: () => null,
      },
    },
  });
});

Deno.test("of two who change one draft at once, the later is told the version that there is now", async () => {
  await withEdge(async (edge) => {
    const id = await draft(edge);
    const { version } = await edge.view(id);
    const change = (as: typeof STAFF[keyof typeof STAFF], body: Record<string, unknown>) =>
      edge.send(`${CAMPAIGNS}/${id}`, { method: "PATCH", as, body });
    const first = await change(STAFF.bank, { version, units: 50 });
    assertEquals(first.status, 200, first.text);
    const late = await change(STAFF.approver, { version, title: "另一个标题" });
    assertEquals(problemOf(late, 409, "stale").version, first.json.version);
    const now = await edge.view(id);
    assertEquals([now.units.total, now.title === "另一个标题"], [50, false]);
    const again = await change(STAFF.approver, { version: now.version, title: "另一个标题" });
    assertEquals([again.status, again.json.title, again.json.units.total], [200, "另一个标题", 50]);
  });
});

Deno.test("a sale's look is shown to everyone, and a note that is too long is named", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ look: { theme: "seal", note: "凭短信到网点领取" } });
    const shown = await edge.send(`${CAMPAIGNS}/${id}`);
    assertEquals(shown.json.look, { theme: "seal", note: "凭短信到网点领取" });
    const wrong = await edge.post(CAMPAIGNS, {
      as: STAFF.bank,
      body: saleOf({ look: { note: "长".repeat(301) } }),
    });
    assertEquals(problemOf(wrong, 422, "invalid").errors?.[0]?.field, "look.note");
  });
});

Deno.test("the list takes several phases, and leaves out what is archived where one asks for it", async () => {
  await withEdge(async (edge) => {
    const kept = await draft(edge);
    const shelved = await draft(edge, { title: "归档的" });
    assertEquals((await act(edge, shelved, "archive")).status, 200);
    const ids = async (query: string) => {
      const listed = await edge.send(`${CAMPAIGNS}?${query}`, { as: STAFF.bank });
      assertEquals(listed.status, 200, listed.text);
      return listed.json.items.map(({ id }: { id: string }) => id);
    };
    assertEquals(await ids("phase=open,draft"), [shelved, kept]);
    assertEquals(await ids("phase=open,paused"), []);
    assertEquals(await ids("archived=false"), [kept]);
    assertEquals(await ids("archived=true"), [shelved]);
    const wrong = await edge.send(`${CAMPAIGNS}?phase=open,nonsense`, { as: STAFF.bank });
    assertEquals(problemOf(wrong, 422, "invalid").errors?.[0]?.field, "phase");
  });
});

Deno.test("a key stands for what was asked under it: the same again, another thing never", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 10 });
    const add = (delta: number) =>
      edge.post(`${CAMPAIGNS}/${id}/units`, { as: STAFF.bank, body: { delta }, key: "more" });
    assertEquals((await add(5)).json.units.total, 15);
    assertEquals((await add(5)).json.units.total, 15);
    problemOf(await add(7), 409, "idempotency-mismatch");
    assertEquals((await edge.view(id)).units.total, 15);
  });
});
