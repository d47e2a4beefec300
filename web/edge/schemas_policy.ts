/** Schema of the policy check's answer. */
import { z } from "@hono/zod-openapi";
import type * as api from "../shared/api_referral.ts";

const RULES = [
  "reward-for-sharing",
  "more-than-two-levels",
  "prize-limit",
  "rules-missing",
  "rules-incomplete",
  "free-event",
  "no-cap",
  "budget-too-small",
  "tier-out-of-reach",
  "self-reward-only",
] as const satisfies readonly api.PolicyFindingJson["rule"][];

const finding: z.ZodType<api.PolicyFindingJson> = z.object({
  rule: z.enum(RULES),
  level: z.enum(["error", "warning"]).openapi({
    description: "error: against a rule from outside",
  }),
  field: z.string(),
  message: z.string(),
}).openapi("PolicyFinding");

const bound = z.int().min(0).nullable();

/** `POST /api/v1/campaigns/policy`. */
export const policyAnswer: z.ZodType<api.PolicyJson> = z.object({
  findings: z.array(finding),
  worstCase: z.object({
    fen: bound.openapi({ description: "By its own terms; null: without bound" }),
    rewards: bound,
    cappedFen: bound.openapi({ description: "What the budget holds it to" }),
    cappedRewards: bound,
  }),
}).openapi("Policy");
