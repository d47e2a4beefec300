/** Query of the list of campaigns. */
import { z } from "@hono/zod-openapi";
import { listQuery } from "./schemas.ts";

const instant = z.iso.datetime({
  offset: true,
  error: "应为 ISO 8601 时间|Must be an instant in ISO 8601",
});

/** What a list of campaigns may be asked for; `from` and `to` find sales that run in between. */
export const campaignListQuery = listQuery.extend({
  q: z.string().trim().max(64).optional(),
  kind: z.enum(["flash-sale"]).optional(),
  author: z.string().max(64).optional(),
  unit: z.string().max(64).optional(),
  from: instant.optional(),
  to: instant.optional(),
});
