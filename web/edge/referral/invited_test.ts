/** Who invites when that is not plain: inviters who were taken out, and several invitations that were opened. */
import { assertEquals } from "@std/assert";
import { problemOf, STAFF, type TestEdge, withEdge } from "../fixtures/edge.ts";
import { openReferral, type TestReferral } from "../fixtures/referral.ts";

/** Takes a participant out, and waits until whoever asks next makes the edge ask anew. */
async function removes(edge: TestEdge, referral: TestReferral, place: string): Promise<void> {
  const path = `${referral.path}/participants/${place}/remove`;
  const removed = await edge.post(path, { as: STAFF.bank, body: { note: "本人要求" } });
  assertEquals(removed.status, 200, removed.text);
  await edge.world.advance(15_000);
}

Deno.test("who joined by somebody taken out since still has joined, by the same code and by none", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const ann = await referral.joins("ann");
    const eve = await referral.joins("eve");
    const bob = await referral.joins("bob", ann.link.code);
    await removes(edge, referral, ann.participant.id);
    // The first of them lets the edge ask anew.
    await referral.tries("bob", ann.link.code);
    await edge.world.advance(1_000);
    problemOf(await referral.tries("cas", ann.link.code), 409, "inviter-gone");
    for (const code of [ann.link.code, undefined]) {
      const again = await referral.tries("bob", code);
      assertEquals([again.status, again.json], [200, bob], again.text);
    }
    // Whatever else is wrong with it is still said.
    problemOf(await referral.tries("eve", ann.link.code), 409, "already-attributed");
    problemOf(await referral.tries("bob", eve.link.code), 409, "already-attributed");
    problemOf(await referral.tries("ann", ann.link.code), 409, "self-referral");
    assertEquals((await edge.send(`${referral.path}/participants/me`, { as: "cas" })).status, 404);
  });
});
