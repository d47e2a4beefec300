import { assertEquals } from "@std/assert";
import { Ledger, overLimit, type Shown } from "./ledger.ts";

function shown(id: string, state: string, customer = "ann"): Shown {
  return { id, customer, state, units: 1 };
}

Deno.test("an acknowledged reservation has to be there, in the state that was told, with its customer", () => {
  const ledger = new Ledger();
  for (const id of ["a", "b", "c", "d"]) ledger.held(id, "ann");
  ledger.asked("b", "confirmed");
  ledger.settled("b", "confirmed");
  assertEquals(ledger.acknowledged, 4);
  assertEquals(
    ledger.broken([shown("a", "held"), shown("b", "held"), shown("d", "held", "bob")]),
    [
      "Reservation b of ann was told confirmed, is held",
      "Reservation c of ann was told held, is lost",
      "Reservation d of ann belongs to bob",
    ],
  );
});

Deno.test("what the journal has by id is held against the same ledger", () => {
  const ledger = new Ledger();
  ledger.held("a", "ann");
  ledger.held("b", "bob");
  ledger.settled("b", "confirmed");
  assertEquals(ledger.brokenIn(new Map([["a", "held"], ["b", "confirmed"]])), []);
  assertEquals(ledger.brokenIn(new Map([["a", "expired"]])), [
    "Reservation a of ann was told held, is expired",
    "Reservation b of bob was told confirmed, is lost",
  ]);
});

Deno.test("what was asked without an answer may stand or not", () => {
  const ledger = new Ledger();
  ledger.held("a", "ann");
  ledger.asked("a", "cancelled");
  assertEquals(ledger.broken([shown("a", "held")]), []);
  assertEquals(ledger.broken([shown("a", "cancelled")]), []);
  assertEquals(ledger.broken([shown("a", "confirmed")]).length, 1);
});

Deno.test("one reservation for two customers is found, and who has more than allowed", () => {
  const ledger = new Ledger();
  ledger.held("a", "ann");
  ledger.held("a", "bob");
  assertEquals(ledger.broken([shown("a", "held", "bob")]), ["Reservation a was given twice"]);
  const two = [shown("a", "held"), shown("b", "confirmed"), shown("c", "cancelled")];
  assertEquals(overLimit(two, 2), []);
  assertEquals(overLimit(two, 1), ["ann has 2 units of at most 1"]);
});
