/** What stays true after people have looked: removal, reviews, reversals that come later. */
import { assertEquals } from "@std/assert";
import { checkBooks } from "./fixtures/books.ts";
import { POINTS, Referral } from "./fixtures/referral.ts";
import type { ReferralEvent } from "./events.ts";
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

/** Who waits for a person, as the list of reviews follows from the events. */
function waiting(field: Referral): string[] {
  const queue = new Set<string>();
  for (const { actor, event: logged } of field.office.log) {
    if (!actor.startsWith("referral/")) continue;
    const event = logged as ReferralEvent;
    const cell = actor.slice(actor.lastIndexOf("/") + 1);
    if (event.kind === "flagged") queue.add(`${cell}.${event.n}`);
    else if (event.kind === "reviewed" && event.reward === null && event.verdict !== "ask") {
      queue.delete(`${cell}.${event.n}`);
    }
  }
  return [...queue];
}

Deno.test("what is held back by flags that were looked at waits for a person again", () => {
  const field = new Referral();
  const ann = field.join("ann");
  field.join("bob", { code: ann });
  field.join("cid", { code: ann });
  field.ask(ann.cell, { kind: "loop-tried", n: ann.n, by: ann });
  field.office.quiet();
  happen(field, "bob", "e1");
  field.review(ann, "reject");
  assertEquals(waiting(field), []);
  happen(field, "cid", "e2");
  assertEquals(field.of(ann).rewards.map(({ state }) => state), ["flagged", "rejected"]);
  assertEquals(waiting(field), [`${ann.cell}.${ann.n}`]);
  field.review(ann, "reject");
  assertEquals(waiting(field), []);
  assertEquals(field.budget.held, 0, "nothing is held for ever");
  field.ask(ann.cell, { kind: "loop-tried", n: ann.n, by: ann });
  field.office.quiet();
  assertEquals(waiting(field), [`${ann.cell}.${ann.n}`], "tried once more");
  checkBooks(field);
});

Deno.test("a rejected invitee who qualifies by another event waits for a person again", () => {
  const field = new Referral();
  const ann = field.join("ann");
  const bob = field.join("bob", { code: ann });
  field.ask(bob.cell, { kind: "loop-tried", n: bob.n, by: bob });
  field.office.quiet();
  happen(field, "bob", "e1");
  field.event("bob", "e2", { type: "card-activated" });
  field.office.quiet();
  field.review(bob, "reject");
  assertEquals(waiting(field), []);
  field.reverse("bob", "e1");
  field.office.quiet();
  assertEquals(field.of(ann).rewards.map(({ state }) => state), ["flagged", "rejected"]);
  assertEquals(waiting(field), [`${bob.cell}.${bob.n}`]);
  checkBooks(field);
});
