/** Query of the list of campaigns. */
import { z } from "@hono/zod-openapi";
import { listQuery, phase } from "./schemas.ts";

const instant = z.iso.datetime({
  offset: true,
  error: "应为 ISO 8601 时间|Must be an instant in ISO 8601",
});

const PHASE: ReadonlySet<string> = new Set(phase.options);

/** What a list of campaigns may be asked for; `from` and `to` find sales that run in between. */
export const campaignListQuery = listQuery.extend({
  phase: z.string().refine(
    (text) => text.split(",").every((one) => PHASE.has(one)),
    `应为以下之一或几个，用逗号隔开：${phase.options.join(" ")}|Must be one or several of ${
      phase.options.join(" ")
    }, joined by commas`,
  ).optional(),
  /** Left out: both. */
  archived: z.enum(["true", "false"]).optional(),
  q: z.string().trim().max(64).optional(),
  kind: z.enum(["flash-sale", "referral"]).optional(),
  author: z.string().max(64).optional(),
  unit: z.string().max(64).optional(),
  from: instant.optional(),
  to: instant.optional(),
});
