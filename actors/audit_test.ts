import { assert, assertEquals, fail } from "@std/assert";
import { DEFAULT_LIMITS } from "../engine/limits.ts";
import { evolve } from "./stock/evolve.ts";
import { audit, findReservations } from "./audit.ts";
import { createKinds } from "./mod.ts";
import { cellOfCustomer } from "./stock/protocol.ts";
import { type StockState, viewOf } from "./stock/state.ts";
import { PostOffice } from "./testing/post_office.ts";

const BY = { id: "s", role: "bank", unit: "u" } as const;

/** Two cells, nine reservations, some messages under way. */
function sale(): PostOffice {
  const post = new PostOffice(createKinds({ ...DEFAULT_LIMITS, cellGrabsPerSecond: 10 }), {
    nowMs: 1_000_000,
  });
  const spec = {
    kind: "flash-sale",
    title: "t",
    product: "p",
    priceFen: 0,
    units: 20,
    perCustomerMax: 1,
    startsAtMs: 1_000_000,
    endsAtMs: 9_000_000,
    holdSeconds: 60,
    expectedPeakPerSecond: 20,
  };
  post.ask("campaign/s", { kind: "create", spec, by: BY, approval: false });
  post.ask("campaign/s", { kind: "schedule", by: BY });
  post.quiet();
  for (let i = 0; i < 9; i++) {
    post.ask(`stock/s/${cellOfCustomer(`c${i}`, 2)}`, {
      kind: "grab",
      customer: `c${i}`,
      units: 1,
    });
    post.deliver();
  }
  return post;
}

function auditOf(post: PostOffice) {
  return audit((kind, key) => Promise.resolve(post.stateOf(`${kind}/${key}`)), "s");
}

Deno.test("the audit accounts for every unit while messages are under way", async () => {
  const post = sale();
  for (let i = 0; i < 6; i++) {
    const report = await auditOf(post);
    assertEquals(report?.violations, []);
    assertEquals([report?.total, report?.held, report?.available], [20, 9, 11]);
    assertEquals(report?.reservations, 9);
    post.deliver();
  }
});

Deno.test("the audit of an unknown campaign is none", async () => {
  assertEquals(
    await audit((_, key) => Promise.resolve(sale().stateOf(`campaign/${key}x`)), "s"),
    null,
  );
});

Deno.test("the audit tells a unit sold twice, a lost one and a broken limit", async () => {
  const twice = sale();
  (twice.stateOf("stock/s/0") as StockState).sums.held += 1;
  const lost = sale();
  (lost.stateOf("stock/s/1") as StockState).sums.available -= 1;
  const greedy = sale();
  const cell = greedy.stateOf("stock/s/0") as StockState;
  const [first] = cell.reservations ?? [];
  if (first === undefined) throw new Error("Cannot find a reservation");
  const { customer, createdAtMs: atMs } = first;
  const n = cell.sums.made;
  evolve(cell, { kind: "reserved", n, tag: "tagtagta", customer, units: 1, atMs });
  const escrow = sale();
  (escrow.stateOf("stock/s/0") as StockState).sums.received += 5;
  for (const [name, post] of Object.entries({ twice, lost, greedy, escrow })) {
    const report = await auditOf(post);
    assertEquals(report?.conserved, false, name);
    assert((report?.violations.length ?? 0) > 0, name);
  }
});

Deno.test("the audit reads the campaign again until nothing moved meanwhile", async () => {
  const post = sale();
  let readings = 0;
  const report = await audit((kind, key) => {
    if (kind === "campaign" && ++readings === 1) {
      const before = structuredClone((post.stateOf("campaign/s") as { book: object }).book);
      post.ask("campaign/s", { kind: "units", delta: 5, by: BY });
      return Promise.resolve({ ...(post.stateOf("campaign/s") as object), book: before });
    }
    return Promise.resolve(post.stateOf(`${kind}/${key}`));
  }, "s");
  assertEquals(readings, 3);
  assertEquals([report?.total, report?.conserved], [25, true]);
});

Deno.test("the audit finds what was promised, and says what is missing", async () => {
  const post = sale();
  const load = (kind: string, key: string) => Promise.resolve(post.stateOf(`${kind}/${key}`));
  const cell = cellOfCustomer("c0", 2);
  const stock = post.stateOf(`stock/s/${cell}`) as StockState;
  const mine = viewOf(stock, stock.reservations?.newestOf("c0") ?? fail(), 0);
  post.ask(`stock/s/${cell}`, { kind: "cancel", id: mine.id, customer: "c0" });
  const otherTag = mine.id.slice(0, -8) + "aaaaaaaa";
  const wrong = [otherTag, "s.z.0-aaaaaaaa", "other.0.0-aaaaaaaa", "nonsense"];
  assertEquals(await findReservations(load, { campaignId: "s", ids: [mine.id, ...wrong] }), {
    found: [{ id: mine.id, state: "cancelled" }],
    missing: wrong,
  });
  const none = await findReservations(load, { campaignId: "unknown", ids: [mine.id] });
  assertEquals(none, null);
});
