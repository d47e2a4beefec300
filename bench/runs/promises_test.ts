import { assertEquals } from "@std/assert";
import { NO_FINDING } from "./generator.ts";
import { promiseChecks } from "./promises.ts";

function checksOf(
  told: Readonly<Record<string, string>>,
  states: Readonly<Record<string, string>>,
  lost = 0,
) {
  const reservations = new Map(
    Object.entries(told).map(([id, state]) => [id, { customer: "c", state }]),
  );
  const outcomes = [
    { request: "confirm", status: 0, reason: "timeout", count: lost, expected: false },
  ];
  return promiseChecks(
    { ...NO_FINDING, outcomes, acknowledged: { reservations, joins: new Map() } },
    new Map(Object.entries(states)),
  ).map(({ ok, text }) => [ok, text]);
}

Deno.test("every acknowledged reservation is there, as it was acknowledged", () => {
  const told = { a: "held", b: "confirmed", c: "cancelled", d: "held" };
  assertEquals(checksOf(told, { ...told, d: "expired" }), [
    [true, "4 acknowledged, 4 found by their ids"],
    [true, "4 are"],
  ]);
});

Deno.test("what is lost is named", () => {
  assertEquals(checksOf({ a: "held", b: "held" }, { a: "held" })[0], [
    false,
    "2 acknowledged, 1 found by their ids; missing: b",
  ]);
});

Deno.test("a payment that was acknowledged cannot be gone", () => {
  assertEquals(checksOf({ a: "confirmed" }, { a: "expired" })[1], [
    false,
    "a was acknowledged as confirmed, is expired",
  ]);
});

Deno.test("a hold may be confirmed without a word only where an answer was lost", () => {
  assertEquals(checksOf({ a: "held" }, { a: "confirmed" }, 1)[1], [true, "1 are"]);
  assertEquals(checksOf({ a: "held" }, { a: "confirmed" })[1], [
    false,
    "1 are confirmed, which nobody was told",
  ]);
});
