import { assertEquals } from "@std/assert";
import type { CampaignListJson, CampaignSummaryJson } from "../shared/api.ts";
import { STAFF, type TestEdge, withEdge } from "./fixtures/edge.ts";
import { eachFollowedEdge } from "./fixtures/followed_edge.ts";
import { openReferral } from "./fixtures/referral.ts";

/** A sale and a referral of each budget. */
async function threeKinds(edge: TestEdge) {
  const sale = await edge.sale({ title: "脐橙", units: 7 });
  const money = await openReferral(edge, { budget: { fen: 50_000 } });
  const rewards = await openReferral(edge, { budget: { fen: 50_000, units: 30 } });
  return { sale, money: money.id, rewards: rewards.id };
}

async function listed(edge: TestEdge): Promise<ReadonlyMap<string, CampaignSummaryJson>> {
  const reply = await edge.send("/api/v1/campaigns", { as: STAFF.province });
  assertEquals(reply.status, 200, reply.text);
  const { items }: CampaignListJson = reply.json;
  return new Map(items.map((one) => [one.id, one]));
}

async function saysWhatUnitsAre(edge: TestEdge, ids: Awaited<ReturnType<typeof threeKinds>>) {
  const list = await listed(edge);
  const unitsOf = (id: string) => [list.get(id)?.units, list.get(id)?.unitsOf];
  assertEquals(unitsOf(ids.sale), [7, undefined]);
  assertEquals(unitsOf(ids.money), [50_000, "fen"]);
  assertEquals(unitsOf(ids.rewards), [30, "units"]);
}

Deno.test("without a database the list says whether a budget is money or rewards", () =>
  withEdge(async (edge) => {
    const ids = await threeKinds(edge);
    await edge.world.advance(1_000);
    await saysWhatUnitsAre(edge, ids);
  }));

eachFollowedEdge("rows say whether a budget is money or rewards", async ({ edge, follow }) => {
  const ids = await threeKinds(edge);
  await follow();
  await saysWhatUnitsAre(edge, ids);
});
