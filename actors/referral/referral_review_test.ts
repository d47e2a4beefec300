/** What stays true after people have looked: removal, reviews, reversals that come later. */
import { assertEquals } from "@std/assert";
import { checkBooks } from "./fixtures/books.ts";
import { Referral } from "./fixtures/referral.ts";
import type { Place } from "./protocol.ts";

function remove(field: Referral, { cell, n }: Place): void {
  field.ask(cell, { kind: "remove", n, note: "left", by: "s1" });
  field.office.quiet();
}

function happen(field: Referral, customer: string, id: string): void {
  field.event(customer, id);
  field.office.quiet();
}

Deno.test("who was removed leaves the leaderboard, and nobody counts for them any more", () => {
  const field = new Referral();
  const ann = field.join("ann");
  field.join("bob", { code: ann });
  field.join("cid", { code: ann });
  happen(field, "bob", "e1");
  assertEquals(field.cell(ann.cell).books?.leaders.list, [ann.n]);
  remove(field, ann);
  assertEquals(field.cell(ann.cell).books?.leaders.list, []);
  field.office.pass(10_000, 1_000);
  assertEquals(field.budget.reports[ann.cell]?.leaders, [], "the campaign hears of it");
  happen(field, "cid", "e2");
  assertEquals(field.of(ann).qualified, 1);
  assertEquals(field.cell(ann.cell).books?.leaders.list, []);
  checkBooks(field);
});
