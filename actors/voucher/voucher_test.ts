import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { createVoucherKind } from "./voucher.ts";

function voucherOf() {
  const kind = createVoucherKind();
  let state = kind.initial("4000000000000002");
  return {
    put(customer: string, coupon: string, from = `wallet/${customer}`) {
      const decision = kind.decide({
        body: { kind: "put", customer, coupon },
        atMs: 1,
        commandId: "c",
        random: "r",
        from,
      }, state);
      for (const event of decision.events) state = kind.evolve(state, event);
      state = kind.load("4000000000000002", JSON.parse(JSON.stringify(kind.save(state))), 1);
      return { events: decision.events.length, send: decision.send ?? [] };
    },
    find() {
      const stamp = { atMs: 1, commandId: "c", random: "r", from: null };
      const decision = kind.decide({ ...stamp, body: { kind: "find" } }, state);
      assertEquals(decision.events, [], "finding stores nothing");
      return "reply" in decision ? decision.reply : null;
    },
  };
}

Deno.test("a code that was never given is not found", () => {
  assertEquals(voucherOf().find(), { kind: "rejected", code: "not-found" });
});

Deno.test("the first coupon keeps the code, and the wallet of a second one is told", () => {
  const voucher = voucherOf();
  voucher.put("ann", "x.0.1");
  assertEquals(voucher.put("ann", "x.0.1"), { events: 0, send: [] });
  assertEquals(voucher.put("bob", "x.0.2"), {
    events: 0,
    send: [{
      to: "wallet/bob",
      command: { kind: "code-taken", coupon: "x.0.2", code: "4000000000000002" },
    }],
  });
  assertEquals(voucher.find(), { kind: "voucher", customer: "ann", coupon: "x.0.1" });
});

Deno.test("whatever is put in whatever order, a code is that of the first who may", () => {
  const who = fc.constantFrom("ann", "bob", "cyd");
  fc.assert(fc.property(fc.array(fc.record({ who, from: who, n: fc.nat({ max: 2 }) })), (puts) => {
    const voucher = voucherOf();
    let first: { customer: string; coupon: string } | null = null;
    for (const { who: customer, from, n } of puts) {
      const coupon = `x.0.${n}`;
      const { events, send } = voucher.put(customer, coupon, `wallet/${from}`);
      const may = customer === from;
      if (may && first === null) first = { customer, coupon };
      const isOwn = first?.customer === customer && first.coupon === coupon;
      assertEquals(send.length, may && !isOwn ? 1 : 0);
      assertEquals(events <= 1, true);
    }
    const expected = first === null
      ? { kind: "rejected" as const, code: "not-found" as const }
      : { kind: "voucher" as const, ...(first as { customer: string; coupon: string }) };
    assertEquals(voucher.find(), expected);
  }));
});
