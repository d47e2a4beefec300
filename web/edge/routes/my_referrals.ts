/** The referrals that a customer takes part in, from rows. */
import { z } from "@hono/zod-openapi";
import type { Page } from "../../shared/api.ts";
import type { MyParticipationJson } from "../../shared/api_referral.ts";
import { type ParticipationCursor, participationsOf } from "../../store/referral/mine.ts";
import { type Answer, json } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type CustomerCall, type EdgeApp, forCustomers } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import type { Services } from "../services.ts";

const PAGE = 20;

const query = z.object({
  after: z.string().regex(
    /^\d{1,16}\.[A-Za-z0-9_-]{1,64}$/,
    "应为上一页的 next|Must be the `next` of the page before",
  ).optional(),
  limit: z.string().regex(/^([1-9]\d?|100)$/, "应为 1 到 100|Must be from 1 to 100").optional(),
});

const answer: z.ZodType<Page<MyParticipationJson>> = z.object({
  items: z.array(
    z.object({
      campaignId: z.string(),
      title: z.string(),
      joinedAt: z.string(),
      invited: z.int(),
      qualified: z.int(),
    }).openapi("MyParticipation"),
  ),
  next: z.string().nullable(),
}).openapi("MyParticipations");

export function mountMyReferrals(app: EdgeApp, services: Services): void {
  forCustomers(app, services, {
    method: "get",
    path: "/api/v1/participants/mine",
    tag: "participants",
    summary: "Lists the referrals that the customer takes part in, newest first",
    query,
    answers: { 200: { description: "A page", schema: answer } },
    refusals: ["database-unavailable"],
    handle: (call) => mine(services, call),
  });
}

async function mine(services: Services, call: CustomerCall<unknown>): Promise<Answer> {
  const { after, limit } = query.parse(call.query);
  const { sql } = await followedRows(services);
  const { items, next } = await participationsOf(sql, {
    customer: call.customer,
    after: after === undefined ? null : cursorOf(after),
    limit: Number(limit ?? PAGE),
  });
  const page: Page<MyParticipationJson> = {
    items: items.map(({ campaign, joinedMs, title, invited, qualified }) => ({
      campaignId: campaign,
      title,
      joinedAt: isoInstant(joinedMs),
      invited,
      qualified,
    })),
    next: next === null ? null : `${next.joinedMs}.${next.campaign}`,
  };
  return json(page);
}

/** Of a text that the schema has checked. */
function cursorOf(after: string): ParticipationCursor {
  const dot = after.indexOf(".");
  return { joinedMs: Number(after.slice(0, dot)), campaign: after.slice(dot + 1) };
}
