/** Joining by HTTP, and what comes of it: from an invitation to a reward that says why. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { problemOf, STAFF, withEdge } from "../fixtures/edge.ts";
import { openReferral } from "../fixtures/referral.ts";

Deno.test("one invites another, who opens an account: the reward is paid and says why", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const ann = await referral.joins("ann");
    assertEquals([ann.inviter, ann.participant.level, ann.participant.name], [null, 0, "客户"]);
    assertMatch(ann.link.url, /\/r\/[2-9a-z]{14}$/);
    const bob = await referral.joins("bob", ann.link.code);
    assertEquals([bob.inviter, bob.participant.level], [{ name: "客户" }, 1]);
    await referral.does("bob");
    const mine = await referral.mine("ann");
    assertEquals(
      [mine.progress.invited, mine.progress.qualified, mine.progress.rewarded],
      [1, 1, 1],
    );
    assertEquals([mine.progress.earnedPoints, mine.progress.comingPoints], [100, 0]);
    const [reward] = mine.rewards;
    assertEquals([reward?.state, reward?.events[0]?.id], ["paid", "event-1"]);
    assertEquals(
      reward?.why,
      `您邀请的「客户」开立账户：已于11月22日发放到卡包（规则第 ${reward?.rulesVersion} 版）。`,
    );
    assertEquals(mine.invitees.map(({ id, state }) => [id, state]), [
      [bob.participant.id, "rewarded"],
    ]);
  });
});
