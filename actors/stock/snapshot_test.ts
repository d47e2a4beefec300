import { assertEquals, assertThrows } from "@std/assert";
import { Cell, HOLD_MS, OPEN_MS } from "./scenario.ts";
import snapshotV1 from "../fixtures/stock_snapshot_v1.json" with { type: "json" };
import { load, save } from "./snapshot.ts";

/** A cell with a reservation in every state, an offer, a parked grab and a reminder. */
function busyCell(): Cell {
  const cell = Cell.with(4, { perCustomerMax: 3 });
  cell.do(OPEN_MS - 1, { kind: "remind", customer: "ann" });
  const bought = cell.reserved(OPEN_MS, "ann", 2);
  cell.confirm(OPEN_MS + 1, bought, "p1");
  cell.confirm(OPEN_MS + 1, bought, "p2");
  cell.cancel(OPEN_MS + 2, cell.reserved(OPEN_MS + 2, "bob"));
  cell.grab(OPEN_MS + 3, "cid", { key: "k", via: "m1" });
  const returned = cell.reserved(OPEN_MS + HOLD_MS + 3, "dan");
  cell.confirm(OPEN_MS + HOLD_MS + 3, returned, "p3");
  const at = OPEN_MS + HOLD_MS + 4;
  cell.do(at, { kind: "return", id: returned.id, by: "s", reason: "r" });
  cell.reserved(at, "eve", 2);
  cell.grab(at, "fay");
  cell.do(
    at,
    { kind: "offer", customer: "gus", ticket: 7, deadlineMs: at + 9, granted: 5 },
    "campaign/sale",
  );
  return cell;
}

Deno.test("a cell that was stored and loaded is the same", () => {
  const { state } = busyCell();
  assertEquals(
    Array.from(state.reservations ?? [], (each) => each.state),
    ["confirmed", "cancelled", "expired", "returned", "held"],
  );
  const stored = JSON.stringify(save(state));
  const loaded = load("sale/0", JSON.parse(stored), 2);
  assertEquals(JSON.stringify(save(loaded)), stored);
  assertEquals([...loaded.reservations?.newest() ?? []].length, 5);
  const ann = loaded.reservations?.newestOf("ann");
  assertEquals(ann?.refunds, [{ payment: "p2", refundFen: 200 }]);
  assertEquals(Array.from(loaded.reservations?.holds() ?? [], ({ n }) => n), [4]);
});

Deno.test("a cell that was stored and loaded decides the same", () => {
  const stored = busyCell();
  stored.passivate();
  const kept = busyCell();
  const later = OPEN_MS + 3 * HOLD_MS;
  for (const cell of [stored, kept]) cell.wake(later);
  assertEquals(stored.last, kept.last);
  assertEquals(save(stored.state), save(kept.state));
});

Deno.test("a snapshot of version 1 loads as the cell that it was taken of", () => {
  const loaded = load("sale/0", snapshotV1, 1);
  assertEquals(JSON.stringify(save(loaded)), JSON.stringify(save(busyCell().state)));
});

Deno.test("a snapshot of an unknown version is refused", () => {
  assertThrows(() => load("sale/0", {}, 3), Error, "version 3 is unknown");
});
