/** Who invites when that is not plain: inviters who were taken out, and several invitations that were opened. */
import { assertEquals } from "@std/assert";
import { problemOf, type Reply, STAFF, type TestEdge, withEdge } from "../fixtures/edge.ts";
import { openReferral, type TestReferral } from "../fixtures/referral.ts";

const DAY_MS = 86_400_000;
const BROWSER = { "user-agent": "Mozilla/5.0 (iPhone) Safari/605.1" };

/** The cookies that an answer sets, as a browser sends them back. */
function cookiesOf(reply: Reply): string {
  return reply.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "").join("; ");
}

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

Deno.test("under first touch the earliest invitation within the window counts, though older and newer were opened", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { attribution: "first", windowDays: 2 });
    const names = ["ann", "bea", "cas"];
    let cookie = "";
    for (const name of names) {
      const { link } = await referral.joins(name);
      cookie = cookiesOf(await edge.send(`/r/${link.code}`, { headers: { ...BROWSER, cookie } }));
      await edge.world.leap(0.8 * DAY_MS);
      // The leap looked like a loop that stood still.
      await edge.world.advance(5_000);
    }
    // Ann's was opened 2.4 days ago, Bea's 1.6.
    await referral.joins("dan", undefined, { headers: { cookie } });
    const invited = [];
    for (const name of names) invited.push((await referral.mine(name)).progress.invited);
    assertEquals(invited, [0, 1, 0]);
  });
});
