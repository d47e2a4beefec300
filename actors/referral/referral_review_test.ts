/** What stays true after people have looked: removal, reviews, reversals that come later. */
import { assertEquals } from "@std/assert";
import { checkBooks } from "./fixtures/books.ts";
import { POINTS, Referral } from "./fixtures/referral.ts";
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

for (const by of ["removal", "review"] as const) {
  Deno.test(`an event that does not last takes back what stayed paid after a ${by}`, () => {
    const field = new Referral({
      rewards: {
        perInvitee: POINTS,
        perInvitedSelf: POINTS,
        perSecondLevel: POINTS,
        tiers: [{ at: 1, reward: POINTS }],
      },
    });
    const top = field.join("top");
    const ann = field.join("ann", { code: top });
    const bob = field.join("bob", { code: ann });
    happen(field, "bob", "e1");
    if (by === "removal") remove(field, bob);
    else {
      field.ask(bob.cell, { kind: "loop-tried", n: bob.n, by: ann });
      field.office.quiet();
      field.review(bob, "reject");
    }
    const states = (place: Place) =>
      field.of(place).rewards.map((each) => `${each.for} ${each.state}`).toSorted();
    assertEquals(states(ann), ["invitee paid", "tier paid"]);
    field.reverse("bob", "e1");
    field.office.quiet();
    assertEquals(states(ann), ["invitee clawed-back", "tier clawed-back"]);
    assertEquals(states(top), ["second-level clawed-back"]);
    assertEquals(states(bob), ["self clawed-back"]);
    assertEquals(field.budget.paid, 0);
    assertEquals(field.of(ann).invitees[0]?.state, "rejected");
    checkBooks(field);
  });
}
