import { assertEquals } from "@std/assert";
import type { StaffCampaignJson } from "../shared/api.ts";
import { json, problem, type Sent, virtualOutside } from "../shared/virtual_outside.ts";
import { createConsoleModel } from "./model.ts";
import { hashOf, placeOf } from "./place.ts";

const NOW_MS = Date.parse("2026-11-22T12:00:00Z");
const STAFF = {
  id: "s1",
  username: "bank",
  name: "王",
  role: "bank",
  unit: "jx.nanchang",
  unitName: "南昌",
};

const SALE: StaffCampaignJson = {
  id: "c1",
  kind: "flash-sale",
  title: "脐橙",
  product: "5 斤",
  phase: "open",
  startsAt: "2026-11-22T11:00:00.000Z",
  endsAt: "2026-11-22T13:00:00.000Z",
  serverTime: "2026-11-22T12:00:00.000Z",
  priceFen: 990,
  perCustomerMax: 1,
  perOrderMax: 1,
  holdSeconds: 300,
  soldOut: "no",
  units: { total: 10, available: 10, held: 0, confirmed: 0, withdrawn: 0, unreleased: 0 },
  waiting: 0,
  releases: [],
  eligibility: { orgUnitIds: ["jx.nanchang"] },
  version: 5,
  author: "s1",
  unit: "jx.nanchang",
  expectedPeakPerSecond: null,
  cells: 1,
  approval: true,
  approvedBy: "s2",
  archived: false,
  history: [],
};

function open(answer: (sent: Sent) => Response | null) {
  const moves: string[] = [];
  const outside = virtualOutside((sent) =>
    answer(sent) ??
      (sent.path.endsWith("/staff/me")
        ? json({ staff: STAFF })
        : sent.path.endsWith("/live")
        ? new Response(new ReadableStream())
        : sent.path.endsWith("/c1")
        ? json(SALE)
        : json({ items: [], next: null }))
  );
  const model = createConsoleModel({
    outside,
    locale: "zh",
    nowMs: NOW_MS,
    navigate: (hash) => moves.push(hash),
  });
  return { model, outside, moves };
}

Deno.test("places and addresses are each other's inverse", () => {
  for (
    const place of [
      { kind: "list" },
      { kind: "new" },
      { kind: "sale", id: "a/b c" },
      { kind: "edit", id: "x" },
    ] as const
  ) assertEquals(placeOf(hashOf(place)), place);
  assertEquals(placeOf("#/nonsense/x"), { kind: "list" });
  assertEquals(placeOf(""), { kind: "list" });
});

Deno.test("a sale is watched from the moment it is shown until one leaves", async () => {
  const { model, outside } = open(() => null);
  model.moved("#/sale/c1");
  void model.start();
  await outside.advance(100);
  assertEquals(model.sale.value?.title, "脐橙");
  const live = outside.sent.find((one) => one.path.endsWith("/live"));
  assertEquals(live?.headers.get("Last-Event-ID"), "5");
  model.moved("#/");
  await outside.advance(100);
  assertEquals(live?.signal?.aborted, true);
});

Deno.test("a frame of the stream moves the figures and keeps who did what", async () => {
  const frame = { ...SALE, version: 6, units: { ...SALE.units, available: 9, held: 1 } };
  const { history: _history, ...told } = frame;
  const { model, outside } = open((sent) =>
    sent.path.endsWith("/live")
      ? new Response(`id: 6\nevent: state\ndata: ${JSON.stringify(told)}\n\n`)
      : null
  );
  model.moved("#/sale/c1");
  void model.start();
  await outside.advance(100);
  assertEquals([model.sale.value?.units.held, model.sale.value?.history], [1, []]);
});

Deno.test("a sale out of reach, of which only the public view comes, is missing", async () => {
  const { history: _history, author: _author, ...publicView } = SALE;
  const { model, outside } = open((sent) => sent.path.endsWith("/c1") ? json(publicView) : null);
  model.moved("#/sale/c1");
  void model.start();
  await outside.advance(100);
  assertEquals([model.sale.value, model.missing.value, model.failed.value], [null, true, false]);
});

Deno.test("an action carries its key, repeats under it, and says the server's words when refused", async () => {
  let calls = 0;
  const { model, outside } = open((sent) => {
    if (!sent.path.endsWith("/pause")) return null;
    return ++calls === 1 ? problem("outcome-unknown", 503) : problem("wrong-phase", 409, {
      title: "阶段不对",
      detail: "活动已经结束。",
    });
  });
  model.moved("#/sale/c1");
  void model.start();
  await outside.advance(100);
  const refusal = model.act("pause", null, "k1");
  await outside.advance(5_000);
  assertEquals((await refusal)?.text, "阶段不对：活动已经结束。");
  const keys = outside.sent.filter((one) => one.path.endsWith("/pause"))
    .map((one) => one.headers.get("Idempotency-Key"));
  assertEquals(keys, ["k1", "k1"]);
});

Deno.test("changing a draft keeps what the form does not show, and says what was taken away", async () => {
  const { model, outside, moves } = open((sent) =>
    sent.method === "PATCH" ? json({ ...SALE, phase: "draft" }) : null
  );
  model.moved("#/edit/c1");
  void model.start();
  await outside.advance(100);
  const { startsAt, endsAt, title, product, priceFen, perCustomerMax, holdSeconds } = SALE;
  const request = { title, product, priceFen, units: 10, perCustomerMax, holdSeconds };
  const saved = model.save({ kind: "flash-sale", startsAt, endsAt, ...request }, "c1");
  await outside.advance(100);
  assertEquals(await saved, null);
  const body = outside.sent.find((one) => one.method === "PATCH")?.body;
  assertEquals(body, {
    kind: "flash-sale",
    startsAt,
    endsAt,
    ...request,
    releases: [],
    eligibility: { orgUnitIds: ["jx.nanchang"] },
  });
  assertEquals(moves, ["#/sale/c1"]);
});
