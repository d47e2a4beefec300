/** The policy check of a referral that is written, before it is handed in. */
import { policyOf } from "../../shared/policy.ts";
import { json } from "../answer.ts";
import { type EdgeApp, forStaff } from "../endpoint.ts";
import { policyAnswer } from "../schemas_policy.ts";
import { referralRequest } from "../schemas_referral.ts";
import type { Services } from "../services.ts";

export function mountPolicy(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "post",
    path: "/api/v1/campaigns/policy",
    tag: "campaigns",
    summary: "Says what a referral must not promise, and what it can cost at most; stores nothing",
    action: "create",
    body: referralRequest,
    answers: { 200: { description: "Findings and worst case", schema: policyAnswer } },
    handle: (call) => json(policyOf(call.body, { language: call.language })),
  });
}
