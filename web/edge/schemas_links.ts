/** Schemas of links. */
import { z } from "@hono/zod-openapi";
import type * as api from "../shared/api_links.ts";
import { LINK_CHANNELS } from "../shared/api_links.ts";
import { isOwnPath, isTargetId } from "../share/targets.ts";

const id = z.string().refine(isTargetId, "应为编号|Must be an id");
const staffId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "应为人员编号|Must be the id of staff");
const channel = z.enum(LINK_CHANNELS);
const label = z.string().trim().max(60);
const version = z.int().min(1);

const target: z.ZodType<api.LinkTargetJson> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("storefront") }),
  z.strictObject({ kind: z.literal("campaign"), id }),
  z.strictObject({ kind: z.literal("product"), id }),
  z.strictObject({ kind: z.literal("article"), id }),
  z.strictObject({
    kind: z.literal("path"),
    path: z.string().refine(
      isOwnPath,
      "应为本站客户页面的地址，如 /s/编号|Must be a page of this site, such as /s/id",
    ),
  }),
]).openapi("LinkTarget");

export const linkRequest: z.ZodType<api.LinkRequest> = z.strictObject({
  manager: staffId.exactOptional(),
  channel,
  target,
  label: label.exactOptional(),
}).openapi("LinkRequest");

export const linkPatch: z.ZodType<api.LinkPatch> = z.strictObject({
  version,
  target: target.exactOptional(),
  label: label.exactOptional(),
}).openapi("LinkPatch");

export const linkQuery = z.object({
  manager: staffId.optional(),
  after: z.string().regex(/^[2-9a-hjkmnp-z]{9}$/, "应为上一页给出的 next|Must be a page's next")
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

const SIZE = "应为 128 到 2048 的整数|Must be a whole number from 128 to 2048";
export const qrQuery = z.object({
  size: z.string().regex(/^\d{3,4}$/, SIZE)
    .refine((text) => Number(text) >= 128 && Number(text) <= 2048, SIZE).optional(),
});

export const posterQuery = z.object({
  campaign: id.optional(),
  channel: channel.optional(),
});

export const linkAnswer: z.ZodType<api.LinkJson> = z.object({
  code: z.string().openapi({ example: "k7m2x9qfa" }),
  url: z.string(),
  manager: z.string(),
  channel,
  target,
  label: z.string(),
  printed: z.boolean(),
  clicks: z.int().min(0),
  createdAt: z.string(),
  version,
}).openapi("Link");

export const linkListAnswer: z.ZodType<api.LinkListJson> = z.object({
  items: z.array(linkAnswer),
  next: z.string().nullable(),
  asOf: z.string(),
  unreachable: z.string().nullable(),
}).openapi("LinkList");
