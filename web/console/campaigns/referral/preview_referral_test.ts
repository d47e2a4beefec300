import { assertEquals } from "@std/assert";
import { MOMENTS, previewOf } from "./preview_referral.ts";
import { startingTexts } from "./templates.ts";

const NOW_MS = Date.parse("2026-11-22T11:20:00Z");

Deno.test("a preview adds up at every moment, complete form or not", () => {
  for (const template of [null, "account", "card"]) {
    const texts = startingTexts(NOW_MS, template);
    for (const moment of MOMENTS) {
      const { campaign, me, invitation } = previewOf(texts, { moment, nowMs: NOW_MS, coupons: [] });
      const { total, available, held, confirmed } = campaign.units;
      assertEquals(available + held + confirmed, total);
      assertEquals(Date.parse(campaign.endsAt) > NOW_MS, true);
      assertEquals([me === null, invitation === null], [
        moment === "visitor",
        moment !== "visitor",
      ]);
      if (me === null) continue;
      const { invitees, progress, tiers } = me;
      assertEquals(invitees.length, progress.invited);
      const qualified = invitees.filter(({ qualifiedAt }) => qualifiedAt !== null).length;
      assertEquals(qualified, progress.qualified);
      for (const { at, state, missing } of tiers) {
        assertEquals([state !== null, missing], [at <= qualified, Math.max(0, at - qualified)]);
      }
    }
  }
});
