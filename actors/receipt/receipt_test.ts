import { assertEquals } from "@std/assert";
import { createCustomerKind } from "../customer/customer.ts";
import type { CustomerState } from "../customer/state.ts";
import { PostOffice } from "../testing/post_office.ts";
import type { ReceiptReply, Told } from "./protocol.ts";
import { createReceiptKind } from "./receipt.ts";

const NOW_MS = 1_000_000;
const OPENED: Told = { kind: "happened", event: { type: "account-opened", atMs: NOW_MS - 5 } };

function bank() {
  const post = new PostOffice([createReceiptKind(), createCustomerKind()], { nowMs: NOW_MS });
  return {
    tells(id: string, customer: string, told: Told): ReceiptReply {
      const pending = post.ask(`receipt/${id}`, { kind: "take", customer, told });
      post.quiet();
      return pending.reply as ReceiptReply;
    },
    later: () => post.advance(60_000),
    knows: (customer: string) => (post.stateOf(`customer/${customer}`) as CustomerState),
  };
}

Deno.test("what the bank tells reaches the customer's record once, and again answers as at first", () => {
  const { tells, later, knows } = bank();
  assertEquals(tells("e1", "ann", OPENED), { kind: "taken", first: true, receivedAtMs: NOW_MS });
  later();
  assertEquals(tells("e1", "ann", OPENED), { kind: "taken", first: false, receivedAtMs: NOW_MS });
  assertEquals(knows("ann").happenings.map(({ id, type }) => [id, type]), [
    ["e1", "account-opened"],
  ]);
});

Deno.test("an id stands for one thing of one customer", () => {
  const { tells, knows } = bank();
  tells("e1", "ann", OPENED);
  const others: [string, Told][] = [
    ["bob", OPENED],
    ["ann", { kind: "happened", event: { ...OPENED.event, type: "card-activated" } }],
    ["ann", { kind: "happened", event: { ...OPENED.event, amountFen: 1 } }],
    ["ann", { kind: "taken-back", of: "e0", atMs: NOW_MS }],
  ];
  for (const [customer, told] of others) {
    assertEquals(tells("e1", customer, told), { kind: "mismatch" });
  }
  assertEquals(knows("ann").happenings.length, 1);
});

Deno.test("what is taken back is passed on too, and a receipt survives passivation", () => {
  const { tells, knows } = bank();
  tells("e1", "ann", OPENED);
  tells("r1", "ann", { kind: "taken-back", of: "e1", atMs: NOW_MS });
  assertEquals(knows("ann").notices.map(({ id, of }) => [id, of]), [["r1", "e1"]]);
  const kind = createReceiptKind();
  const state = { id: "e1", taken: { customer: "ann", told: OPENED, atMs: NOW_MS } };
  assertEquals(kind.load("e1", JSON.parse(JSON.stringify(kind.save(state))), 1), state);
});
