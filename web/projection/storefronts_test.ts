import { assertEquals } from "@std/assert";
import { DEFAULT_CONTENT, type StorefrontEvent } from "../../actors/storefront/protocol.ts";
import type { ProjectedRecord } from "./projection.ts";
import { foldStorefronts } from "./storefronts.ts";

let seq = 0;
const record = (key: string, atMs: number, ...events: StorefrontEvent[]): ProjectedRecord => ({
  shard: 0,
  position: ++seq,
  actor: `storefront/${key}`,
  kind: "storefront",
  key,
  seq,
  atMs,
  events,
});

const counted = (n: number, item = ""): StorefrontEvent => ({
  kind: "counted",
  day: "2026-11-22",
  rows: [{ channel: "wechat", measure: "click", item, n }],
  slots: [],
  rest: [0, 0],
  atMs: 0,
});

const WORKED = new Map([["ann", [
  { unit: "jx.1.1", fromMs: 100 },
  { unit: "jx.1.2", fromMs: 200 },
]]]);

Deno.test("a storm of counts becomes one row for each thing and day", () => {
  const records = Array.from({ length: 500 }, () => record("ann", 150, counted(3, "p1")));
  const { visits } = foldStorefronts(records, WORKED);
  assertEquals(visits, [{
    day: "2026-11-22",
    manager: "ann",
    outlet: "jx.1.1",
    channel: "wechat",
    measure: "click",
    item: "p1",
    n: 1_500,
  }]);
});

Deno.test("counts stand at the outlet where the manager worked at that instant", () => {
  const { visits } = foldStorefronts([
    record("ann", 99, counted(1)),
    record("ann", 100, counted(2)),
    record("ann", 199.9, counted(4)),
    record("ann", 200, counted(8)),
    record("bob", 300, counted(16)),
  ], WORKED);
  assertEquals(visits.map(({ outlet, n }) => [outlet, n]), [
    ["", 1],
    ["jx.1.1", 6],
    ["jx.1.2", 8],
    ["", 16],
  ]);
});

Deno.test("of several publications in a batch the last one stands", () => {
  const publish = (version: number): StorefrontEvent => ({
    kind: "published",
    version,
    content: { ...DEFAULT_CONTENT, products: [`p${version}`] },
    by: "ann",
    atMs: 1_000.5,
  });
  const { published } = foldStorefronts([
    record("ann", 150, publish(1)),
    record("ann", 160, publish(2)),
  ], WORKED);
  assertEquals(
    published.map(({ version, published_ms, chosen, content }) => [
      version,
      published_ms,
      chosen,
      content.products,
    ]),
    [[2, 1_000, true, ["p2"]]],
  );
});
