import { assertEquals } from "@std/assert";
import type { CustomerEvent } from "../../actors/customer/protocol.ts";
import { foldCustomers } from "./customers.ts";
import type { ProjectedRecord } from "./projection.ts";

function record(key: string, events: readonly CustomerEvent[]): ProjectedRecord {
  const actor = `customer/${key}`;
  return { shard: 0, position: 1, actor, kind: "customer", key, seq: 1, atMs: 9, events };
}

const STAMP = { by: "s", atMs: 5.5 };
const BOUND = {
  kind: "bound",
  manager: "m",
  units: ["jx.a.1", "jx.a", "jx"],
  ...STAMP,
} as const;
const TAG = { tag: "vip", source: "hand", by: "s", atMs: 1, untilMs: null } as const;

Deno.test("a customer's row follows what happened, whatever was there before", () => {
  const first = foldCustomers([
    record("ann", [BOUND, { kind: "tagged", tags: [TAG], ...STAMP }]),
    record("bob", [{
      kind: "profiled",
      name: "万博",
      since: "2019-03-08",
      isNew: false,
      ...STAMP,
    }]),
  ], new Map());
  const [ann, bob] = first.customers;
  assertEquals([ann?.manager, ann?.outlet, ann?.bank, ann?.version], ["m", "jx.a.1", "jx.a", 2]);
  assertEquals([bob?.name, bob?.is_new, bob?.updated_ms], ["万博", false, 5]);
  assertEquals([...first.tags], [["ann", [TAG]]]);
  const before = new Map(first.customers.map((row) => [row.id, row]));
  const unbound = { ...BOUND, manager: null, units: [] };
  const next = foldCustomers([record("ann", [unbound])], before);
  const [row] = next.customers;
  assertEquals([row?.manager, row?.outlet, row?.version, next.tags.size], [null, null, 3, 0]);
});

Deno.test("units that were set by hand stand where their ids say", () => {
  const facts = {
    kind: "facts-set",
    tags: [],
    isNew: true,
    units: ["jx", "jx.b", "elsewhere"],
    ...STAMP,
  } as const;
  const [row] = foldCustomers([record("ann", [facts])], new Map()).customers;
  assertEquals([row?.outlet, row?.bank], [null, "jx.b"]);
});
