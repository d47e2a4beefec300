import { assertEquals } from "@std/assert";
import type { Actor, CampaignView } from "../../actors/campaign/protocol.ts";
import { attentionOf, type ListedCampaign, runningOf } from "./attention.ts";

const NOW_MS = Date.parse("2026-11-22T12:00:00Z");
const ANN: Actor = { id: "ann", role: "bank", unit: "jx.3601" };

function row(part: Partial<ListedCampaign>): ListedCampaign {
  return {
    id: "c1",
    title: "脐橙",
    product: "orange",
    phase: "open",
    startsAt: "2026-11-22T11:00:00.000Z",
    endsAt: "2026-11-22T13:00:00.000Z",
    units: 100,
    author: "bob",
    unit: "jx.3601",
    approvedBy: null,
    ...part,
  };
}

function view(available: number, soldOut: CampaignView["soldOut"] = "no"): CampaignView {
  const units = { total: 100, available, held: 0, confirmed: 100 - available };
  return {
    kind: "flash-sale",
    id: "c1",
    spec: {
      kind: "flash-sale",
      title: "",
      product: "",
      priceFen: 0,
      units: 100,
      perCustomerMax: 1,
      startsAtMs: 0,
      endsAtMs: 1,
      holdSeconds: 1,
    },
    phase: "open",
    soldOut,
    units: { ...units, withdrawn: 0, unreleased: 0 },
    cells: 1,
    waiting: 0,
    author: "bob",
    unit: "jx.3601",
    approvedBy: null,
    approval: true,
    archived: false,
    releases: [],
    history: [],
    version: 1,
  };
}

function kinds(rows: readonly ListedCampaign[], more: { staff?: Actor; view?: CampaignView } = {}) {
  const views = new Map(more.view === undefined ? [] : [["c1", more.view]]);
  return attentionOf(rows, { staff: more.staff ?? ANN, nowMs: NOW_MS, views })
    .map((item) => item.kind);
}

Deno.test("what another has submitted waits for whoever may approve, never for its author", () => {
  const waiting = row({ phase: "in-review" });
  assertEquals(kinds([waiting]), ["approve"]);
  assertEquals(kinds([{ ...waiting, author: "ann" }]), []);
  assertEquals(kinds([waiting], { staff: { ...ANN, role: "outlet" } }), []);
  assertEquals(kinds([{ ...waiting, approvedBy: "ann" }]), ["launch"]);
});

Deno.test("a running sale is named once less than a tenth is free", () => {
  assertEquals(kinds([row({})], { view: view(10) }), []);
  assertEquals(kinds([row({})], { view: view(9) }), ["low-stock"]);
  assertEquals(kinds([row({})], { view: view(0, "all-held") }), ["all-held"]);
  assertEquals(kinds([row({})], { view: view(0, "final") }), ["sold-out"]);
  assertEquals(kinds([row({})]), [], "its stock is not known");
});

Deno.test("sales that open within a day are named, an own draft once its opening has passed", () => {
  const tomorrow = { startsAt: "2026-11-23T12:00:00.000Z", endsAt: "2026-11-23T13:00:00.000Z" };
  assertEquals(kinds([row({ phase: "scheduled", ...tomorrow })]), ["opening"]);
  const later = { ...tomorrow, startsAt: "2026-11-23T12:00:00.001Z" };
  assertEquals(kinds([row({ phase: "scheduled", ...later })]), []);
  assertEquals(kinds([row({ phase: "draft", author: "ann" })]), ["late-draft"]);
  assertEquals(kinds([row({ phase: "draft" })]), []);
  assertEquals(kinds([row({ phase: "ended" })]), ["unsettled"]);
});

Deno.test("two sales of one product that meet are named once, by the later one", () => {
  const first = row({ id: "a", phase: "scheduled", startsAt: "2026-11-30T10:00:00.000Z" });
  const rows = [
    { ...first, endsAt: "2026-11-30T12:00:00.000Z" },
    row({ ...first, id: "b", startsAt: "2026-11-30T11:00:00.000Z" }),
    row({ ...first, id: "c", startsAt: "2026-11-30T12:00:00.000Z" }),
    row({ ...first, id: "d", product: "rice", startsAt: "2026-11-30T11:00:00.000Z" }),
  ].map((one) => ({ ...one, endsAt: one.id === "a" ? one.endsAt : "2026-11-30T12:00:00.000Z" }));
  const items = attentionOf(rows, { staff: ANN, nowMs: NOW_MS, views: new Map() });
  assertEquals(items.map(({ kind, campaign, other }) => [kind, campaign.id, other?.id]), [
    ["overlap", "b", "a"],
  ]);
});

Deno.test("two banks may sell one product at one time, head office meets both", () => {
  const at = (id: string, unit: string) => row({ id, unit, phase: "scheduled" });
  const meet = (...rows: ListedCampaign[]) => kinds(rows).includes("overlap");
  assertEquals(meet(at("a", "jx.3601"), at("b", "jx.3602")), false);
  assertEquals(meet(at("a", "jx.3601"), at("b", "jx.3601.x")), true);
  assertEquals(meet(at("a", "jx"), at("b", "jx.3602.x")), true);
});

Deno.test("the most urgent comes first, the earlier opening before the later", () => {
  const rows = [
    row({ id: "x", product: "x", phase: "ended" }),
    row({ id: "y", product: "y", phase: "in-review", startsAt: "2026-11-23T00:00:00.000Z" }),
    row({ id: "z", product: "z", phase: "in-review" }),
  ];
  const items = attentionOf(rows, { staff: ANN, nowMs: NOW_MS, views: new Map() });
  assertEquals(items.map(({ campaign }) => campaign.id), ["z", "y", "x"]);
});

Deno.test("running sales stand in the order of their end, with their stock as it is now", () => {
  const rows = [
    row({ id: "late", endsAt: "2026-11-22T20:00:00.000Z" }),
    row({ id: "soon" }),
    row({ id: "silent" }),
  ];
  const views = new Map([["late", view(5)], ["soon", view(7)]]);
  const running = runningOf(rows, views);
  assertEquals(running.map(({ campaign, units }) => [campaign.id, units.available]), [
    ["soon", 7],
    ["late", 5],
  ]);
});
