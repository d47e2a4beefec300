import { assertEquals } from "@std/assert";
import type { CampaignProtocol } from "../../actors/campaign/protocol.ts";
import { createKinds } from "../../actors/mod.ts";
import { createMemoryJournal, createMemoryStore } from "../../engine/journal/memory.ts";
import { createEngine, DEFAULT_LIMITS, SILENT, systemWorld } from "../../engine/mod.ts";
import { checkReferral } from "../edge/referral_rules.ts";
import { policyOf } from "../shared/policy.ts";
import { demoReferral, seedReferral } from "./demo_referral.ts";

Deno.test("the demo's referral is what staff could hand in: its rules and the policy find nothing", () => {
  const nowMs = Date.UTC(2026, 10, 22);
  const request = demoReferral(nowMs + 500);
  const limits = DEFAULT_LIMITS;
  assertEquals(checkReferral(request, { language: "zh", nowMs, limits }), []);
  assertEquals(policyOf(request, { language: "zh" }).findings, []);
});

Deno.test("the demo's referral is open with a tree, rewards and a case to review, and made once", async () => {
  const engine = await createEngine({
    journal: createMemoryJournal({
      shards: DEFAULT_LIMITS.shards,
      archive: false,
      timeoutMs: 1_000,
      store: createMemoryStore(),
    }),
    kinds: createKinds(DEFAULT_LIMITS),
    limits: DEFAULT_LIMITS,
    world: systemWorld(),
    log: SILENT,
    incarnation: "test",
  });
  // The engine's timers keep no process alive; a server does.
  const alive = setInterval(() => {}, 1_000);
  try {
    const id = await seedReferral({ engine, approval: true });
    const campaign = engine.ref<CampaignProtocol>("campaign", id);
    for (;;) {
      let stop = () => {};
      const changed = new Promise<void>((resolve) => stop = engine.watch(campaign, resolve));
      const reply = await engine.ask(campaign, { kind: "view" });
      if (reply.kind !== "view" || reply.view.kind !== "referral") throw new Error(reply.kind);
      const { phase, course } = reply.view;
      const { participants, invited, qualified, flagged, rewarded } = course.sums;
      if (flagged > 0 && rewarded >= 5) {
        stop();
        assertEquals([phase, participants, invited, qualified], ["open", 12, 9, 6]);
        assertEquals(course.leaders[0]?.mask, "林*");
        break;
      }
      await changed;
      stop();
    }
    assertEquals(await seedReferral({ engine, approval: true }), id);
  } finally {
    clearInterval(alive);
    await engine.drain();
  }
});
