import { assertEquals } from "@std/assert";
import { iso, NOW_MS } from "../fixtures.ts";
import { participant, referral } from "./fixtures.ts";
import { type Facts, stageOf } from "./stage.ts";

function stage(part: Partial<Facts> = {}) {
  return stageOf({
    campaign: referral(),
    signedIn: true,
    me: null,
    refusal: null,
    nowMs: NOW_MS,
    ...part,
  });
}

Deno.test("server time alone opens and ends a referral, whatever phase was heard last", () => {
  const campaign = referral({ phase: "warming", startsAt: iso(10), endsAt: iso(20) });
  assertEquals(stage({ campaign, nowMs: NOW_MS + 9 }), { kind: "early", signedIn: true });
  assertEquals(stage({ campaign, nowMs: NOW_MS + 10 }), { kind: "open", signedIn: true });
  assertEquals(stage({ campaign, nowMs: NOW_MS + 20 }), { kind: "ended" });
});

Deno.test("whoever takes part sees that, with the campaign's course beside it", () => {
  const me = participant();
  assertEquals(stage({ me }), { kind: "joined", course: "open" });
  assertEquals(stage({ me, campaign: referral({ phase: "paused" }) }), {
    kind: "joined",
    course: "paused",
  });
  assertEquals(stage({ me, campaign: referral({ soldOut: "final" }) }), {
    kind: "joined",
    course: "sold-out",
  });
  assertEquals(stage({ me, campaign: referral({ phase: "settled" }) }), {
    kind: "joined",
    course: "ended",
  });
});

Deno.test("nobody joins while it is paused or when all rewards are given out", () => {
  assertEquals(stage({ campaign: referral({ phase: "paused" }) }).kind, "paused");
  assertEquals(stage({ campaign: referral({ soldOut: "final" }) }).kind, "sold-out");
});

Deno.test("rewards that are all reserved may come back, so joining stays open", () => {
  assertEquals(stage({ campaign: referral({ soldOut: "all-held" }) }).kind, "open");
});

Deno.test("a refusal stays until the campaign itself is over", () => {
  const refusal = { code: "window-closed", mayJoinAlone: true } as const;
  assertEquals(stage({ refusal }), { kind: "refused", ...refusal });
  assertEquals(stage({ refusal, campaign: referral({ phase: "ended" }) }).kind, "ended");
});
