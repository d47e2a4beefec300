import { assertEquals } from "@std/assert";
import { policyOf } from "../../shared/policy.ts";
import { referralOf } from "./fixtures.ts";
import { requestOf } from "./terms_request.ts";

Deno.test("the policy check reads of a campaign what it would read of its draft", () => {
  const campaign = referralOf({ caps: { perInviter: 5 }, expectedParticipants: 100 });
  const request = requestOf(campaign);
  assertEquals([request.budget, request.expectedParticipants], [{ fen: 100_000 }, 100]);
  assertEquals(policyOf(request, { language: "zh" }).worstCase.cappedFen, 50_000);
  assertEquals("eligibility" in request || "override" in request, false);
});

Deno.test("a reason that was given goes along, without who gave it", () => {
  const campaign = referralOf({ override: { reason: "已报备", by: "s1" } });
  assertEquals(requestOf(campaign).override, { reason: "已报备" });
});
