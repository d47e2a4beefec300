import { assertEquals } from "@std/assert";
import { breakable } from "../fixtures/breakable_journal.ts";
import { problemOf, withEdge } from "../fixtures/edge.ts";
import { openReferral } from "../fixtures/referral.ts";

Deno.test("a wrong code while the journal is away is refused, and nothing else ends with it", async () => {
  const journal = breakable();
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    await referral.joins("ann");
    journal.lost = true;
    problemOf(await referral.tries("bob", "zzzzzzzzzzzzzz"), 422, "invalid");
    // What was asked for at the same time fails later; it must not be left alone with that.
    await edge.world.advance(15_000);
    journal.lost = false;
    await edge.world.advance(15_000);
    assertEquals((await referral.tries("bob")).status, 201);
  }, { journal: journal.wrap });
});
