/** A customer's own referrals through HTTP, on both databases. */
import { assertEquals } from "@std/assert";
import { problemOf } from "./fixtures/edge.ts";
import { eachFollowedEdge } from "./fixtures/followed_edge.ts";
import { openReferral } from "./fixtures/referral.ts";

const MINE = "/api/v1/participants/mine";

eachFollowedEdge(
  "a customer's referrals are listed newest first, page by page, with what came of them",
  async ({ edge, follow }) => {
    const spring = await openReferral(edge, { title: "春季" });
    const autumn = await openReferral(edge, { title: "秋季" });
    const { link } = await spring.joins("ann");
    await edge.world.advance(1_000);
    await autumn.joins("ann");
    await spring.joins("bob", link.code);
    await spring.joins("cid", link.code);
    await spring.does("bob");
    await edge.world.advance(5_000);
    await follow();

    const all = await edge.send(MINE, { as: "ann" });
    assertEquals(all.status, 200, all.text);
    assertEquals(
      all.json.items.map(({ joinedAt: _, ...item }: Record<string, unknown>) => item),
      [
        { campaignId: autumn.id, title: "秋季", invited: 0, qualified: 0 },
        { campaignId: spring.id, title: "春季", invited: 2, qualified: 1 },
      ],
    );
    assertEquals(all.json.next, null);
    const first = await edge.send(`${MINE}?limit=1`, { as: "ann" });
    const second = await edge.send(`${MINE}?limit=1&after=${first.json.next}`, { as: "ann" });
    assertEquals([...first.json.items, ...second.json.items], all.json.items);
    assertEquals(second.json.next, null);

    assertEquals((await edge.send(MINE, { as: "dan" })).json, { items: [], next: null });
    assertEquals((await edge.send(MINE)).status, 401);
    const wrong = await edge.send(`${MINE}?after=x`, { as: "ann" });
    assertEquals(problemOf(wrong, 422, "invalid").errors?.[0]?.field, "after");
  },
);
