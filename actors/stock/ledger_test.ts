import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Ledger, type Reservation } from "./ledger.ts";
import type { ReservationState } from "./protocol.ts";

/** A reservation as a plain object: the ledger must look like a list of these. */
interface Plain {
  readonly customer: string;
  readonly tag: string;
  readonly units: number;
  readonly atMs: number;
  readonly key: string | null;
  readonly via: string | null;
  state: ReservationState;
  payment: string | null;
}

const customer = fc.oneof(
  { arbitrary: fc.nat(40).map((n) => `customer-${n}`), weight: 4 },
  { arbitrary: fc.string({ unit: "binary", maxLength: 12 }), weight: 1 },
  { arbitrary: fc.constantFrom("", "刘经理", "é", "x".repeat(300)), weight: 1 },
);
const text = fc.option(fc.string({ maxLength: 8 }), { freq: 2 });
const step = fc.oneof(
  fc.record({
    kind: fc.constant("add" as const),
    customer,
    tag: fc.string({ minLength: 8, maxLength: 8 }),
    units: fc.integer({ min: 1, max: 4_000_000_000 }),
    laterMs: fc.nat(1_000),
    key: text,
    via: text,
  }),
  fc.record({
    kind: fc.constant("change" as const),
    n: fc.nat(400),
    state: fc.constantFrom("confirmed", "expired", "cancelled", "returned" as const),
    payment: text,
  }),
);

function plainOf(each: Reservation): Plain {
  const { customer, tag, units, createdAtMs: atMs, key, via, state, payment } = each;
  return { customer, tag, units, atMs, key, via, state, payment };
}

function run(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) {
  const ledger = new Ledger();
  const plain: Plain[] = [];
  let atMs = 1_700_000_000_000;
  for (const one of steps) {
    if (one.kind === "add") {
      atMs += one.laterMs;
      const { kind: _, laterMs: __, ...made } = one;
      ledger.add({ ...made, atMs });
      plain.push({ ...made, atMs, state: "held", payment: null });
      continue;
    }
    const found = plain[one.n];
    if (found === undefined) {
      assertThrows(() => ledger.setState(one.n, one.state), Error, "not made");
      continue;
    }
    ledger.setState(one.n, one.state);
    ledger.setPayment(one.n, one.payment);
    found.state = one.state;
    found.payment = one.payment;
  }
  return { ledger, plain };
}

Deno.test("a ledger of columns is a list of reservations", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400, size: "max" }), (steps) => {
      const { ledger, plain } = run(steps);
      assertEquals(ledger.count, plain.length);
      assertEquals(Array.from(ledger, plainOf), plain);
      const held = plain.flatMap(({ state }, n) => state === "held" ? [n] : []);
      assertEquals(Array.from(ledger.holds(), ({ n }) => n), held);
      assertEquals(ledger.firstHeldAtMs, plain[held[0] ?? -1]?.atMs ?? Infinity);
      const loaded = Ledger.load(JSON.parse(JSON.stringify(ledger.save())));
      assertEquals(Array.from(loaded, plainOf), plain);
      assertEquals(loaded.save(), ledger.save());
      assertEquals(loaded.firstHeldAtMs, ledger.firstHeldAtMs);
    }),
    { numRuns: 60 },
  );
});

Deno.test("a ledger finds all reservations of a customer, newest first, and none of another", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400, size: "max" }), (steps) => {
      const { ledger, plain } = run(steps);
      const chains = new Map<string, number[]>();
      for (const [n, { customer }] of plain.entries()) {
        chains.set(customer, [n, ...chains.get(customer) ?? []]);
      }
      for (const [customer, chain] of chains) {
        const found: number[] = [];
        for (let each = ledger.newestOf(customer); each !== null; each = each.older) {
          found.push(each.n);
        }
        assertEquals(found, chain);
      }
      assertEquals(ledger.newestOf("nobody at all"), null);
      assertEquals(
        Array.from(ledger.newest(), ({ n }) => n).sort((a, b) => a - b),
        [...chains.values()].map(([n = -1]) => n).sort((a, b) => a - b),
      );
    }),
    { numRuns: 60 },
  );
});

Deno.test("a ledger keeps customers apart whose hashes are equal", () => {
  // FNV-1a gives both of each pair the same 32 bits.
  const ledger = new Ledger();
  const names = ["costarring", "liquid", "declinate", "macallums", "altarage", "zinke"];
  for (const [n, name] of names.entries()) {
    ledger.add({ customer: name, tag: "12345678", units: n + 1, atMs: n, key: null, via: null });
  }
  assertEquals(names.map((name) => ledger.newestOf(name)?.units), [1, 2, 3, 4, 5, 6]);
});

Deno.test("refunds of a reservation add up in order", () => {
  const ledger = new Ledger();
  ledger.add({ customer: "a", tag: "12345678", units: 1, atMs: 1, key: null, via: null });
  ledger.addRefund(0, { payment: "p1", refundFen: 1 });
  ledger.addRefund(0, { payment: "p2", refundFen: 2 });
  assertEquals(ledger.at(0)?.refunds, [
    { payment: "p1", refundFen: 1 },
    { payment: "p2", refundFen: 2 },
  ]);
  assertEquals(ledger.at(1), null);
  assertEquals(ledger.at(-1), null);
});
