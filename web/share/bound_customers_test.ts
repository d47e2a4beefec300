import { assert, assertEquals } from "@std/assert";
import { BoundCustomers } from "./bound_customers.ts";

Deno.test("nobody who is bound is overlooked, and few who are not are asked for", () => {
  const bound = new BoundCustomers({ known: true });
  assertEquals(bound.maybe("anyone"), false);
  for (let n = 0; n < 100_000; n++) bound.add(`c${n}`);
  let asked = 0;
  for (let n = 0; n < 100_000; n++) {
    assert(bound.maybe(`c${n}`), `c${n}`);
    if (bound.maybe(`d${n}`)) asked++;
  }
  // 4 hashes into 2^25 bits with 10^5 in it: (1 - e^(-4·10^5/2^25))^4 is 2 in 10^8.
  assert(asked < 5, `${asked} of 100,000`);
});

Deno.test("before all are known, everyone may be bound", () => {
  const bound = new BoundCustomers({ known: false });
  assert(bound.maybe("anyone"));
  bound.add("ann");
  bound.complete();
  assertEquals([bound.maybe("ann"), bound.maybe("bob")], [true, false]);
});
