/** Schemas of storefronts. */
import { z } from "@hono/zod-openapi";
import type * as api from "../shared/api_storefront.ts";

const BLOCKS_MAX = 16;
const PRODUCTS_MAX = 120;
const NEWS_MAX = 20;
const RULES_MAX = 40;
const EVENTS_MAX = 20;

const instant = z.iso.datetime().openapi({ example: "2026-11-22T12:00:00.000Z" });
const count = z.int().min(0);
const version = z.int().min(0);
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "应为编号|Must be an id");
const unitId = z.string().regex(
  /^[a-z0-9]{1,16}(\.[a-z0-9]{1,16}){0,3}$/,
  "应为机构编号|Must be the id of a unit",
);
const tag = z.string().trim().min(1).max(64);
const line = (max: number) =>
  z.string().trim().max(max).regex(
    // deno-lint-ignore no-control-regex
    /^[^\u0000-\u001f\u007f]*$/,
    "应为一行文字|Must be one line of text",
  );
const text = (max: number) => z.string().trim().max(max);
const media = id.nullable();

const head = { hidden: z.boolean() };
/** One that stands once has its kind as its id. */
const single = <Kind extends string>(kind: Kind) => ({
  ...head,
  kind: z.literal(kind),
  id: z.literal(kind),
});
const blockKinds = [
  z.strictObject(single("card")),
  z.strictObject(single("campaigns")),
  z.strictObject(single("products")),
  z.strictObject(single("news")),
  z.strictObject({ ...single("banner"), title: line(30), text: line(80), image: media }),
  z.strictObject({ ...single("pitch"), text: text(500) }),
  z.strictObject({
    ...head,
    kind: z.literal("text"),
    id: z.string().regex(
      /^text-[a-z0-9]{1,16}$/,
      "应为 text- 加字母数字|Must be text- and letters or digits",
    ),
    title: line(30),
    text: text(1_000),
  }),
] as const;

const block: z.ZodType<api.BlockJson> = z.discriminatedUnion("kind", blockKinds)
  .openapi("StorefrontBlock");

const templateBlock = z.discriminatedUnion("kind", [
  blockKinds[0].extend({ locked: z.boolean() }),
  blockKinds[1].extend({ locked: z.boolean() }),
  blockKinds[2].extend({ locked: z.boolean() }),
  blockKinds[3].extend({ locked: z.boolean() }),
  blockKinds[4].extend({ locked: z.boolean() }),
  blockKinds[5].extend({ locked: z.boolean() }),
  blockKinds[6].extend({ locked: z.boolean() }),
]).openapi("StorefrontTemplateBlock");

const SAME = "编号不能重复|Each id may stand once";
const once = (items: readonly { readonly id: string }[]) =>
  new Set(items.map((one) => one.id)).size === items.length;
const onceEach = (items: readonly string[]) => new Set(items).size === items.length;

const audience = z.strictObject({
  tags: z.array(tag).min(1).max(20).exactOptional(),
  isNew: z.boolean().exactOptional(),
  units: z.array(unitId).min(1).max(20).exactOptional(),
}).refine(
  (one) => Object.keys(one).length > 0,
  "至少写一个条件|Give at least one condition",
).openapi("Audience");

const rule: z.ZodType<api.RuleJson> = z.strictObject({
  effect: z.enum(["show", "hide", "first"]),
  of: z.enum(["block", "product", "category", "article"]),
  id,
  when: audience,
}).openapi("StorefrontRule");

const content: z.ZodType<api.ContentJson> = z.strictObject({
  blocks: z.array(block).max(BLOCKS_MAX).refine(once, SAME),
  card: z.strictObject({
    photo: media,
    wechatId: z.string().trim().regex(
      /^$|^[A-Za-z][A-Za-z0-9_-]{5,19}$/,
      "应为 6 到 20 位微信号|Must be a WeChat id of 6 to 20 characters",
    ),
    wechatQr: media,
    hours: line(60),
  }),
  products: z.array(id).max(PRODUCTS_MAX).refine(onceEach, SAME).nullable(),
  news: z.array(id).max(NEWS_MAX).refine(onceEach, SAME).nullable(),
  rules: z.array(rule).max(RULES_MAX),
}).openapi("StorefrontContent");

export const draftRequest: z.ZodType<api.StorefrontDraftRequest> = z.strictObject({
  version,
  content,
}).openapi("StorefrontDraftRequest");
export const publishRequest: z.ZodType<api.StorefrontPublishRequest> = z.strictObject({ version })
  .openapi("StorefrontPublishRequest");
export const rollbackRequest: z.ZodType<api.StorefrontRollbackRequest> = z.strictObject({
  to: z.int().min(1),
  version,
}).openapi("StorefrontRollbackRequest");

const templateContent: z.ZodType<api.TemplateContentJson> = z.strictObject({
  blocks: z.array(templateBlock).max(BLOCKS_MAX).refine(once, SAME),
  hours: line(60),
}).openapi("StorefrontTemplateContent");
export const templateRequest: z.ZodType<api.StorefrontTemplateRequest> = z.strictObject({
  version,
  content: templateContent,
}).openapi("StorefrontTemplateRequest");

const channel = z.string().regex(
  /^[a-z0-9-]{1,16}$/,
  "应为渠道名，如 wechat|Must be a channel such as wechat",
);
export const eventsRequest: z.ZodType<api.VisitEventsRequest> = z.strictObject({
  channel: channel.exactOptional(),
  events: z.array(z.strictObject({
    kind: z.enum([
      "visit",
      "click",
      "action",
      "campaign",
      "article",
      "share",
      "call",
      "map",
      "wechat",
    ]),
    item: id.exactOptional(),
  })).min(1).max(EVENTS_MAX),
}).openapi("VisitEvents");

export const phoneRequest = z.strictObject({ channel: channel.exactOptional() })
  .openapi("PhoneRequest");

const flag = z.enum(["0", "1"]).optional();
export const previewQuery = z.object({
  draft: flag,
  new: flag,
  tags: z.string().max(500).optional(),
  unit: unitId.or(z.literal("")).optional(),
});

// Answers -----------------------------------------------------------------------------------------

const card = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  outletName: z.string(),
  bankName: z.string(),
  address: z.string(),
  position: z.object({ longitude: z.number(), latitude: z.number() }).nullable(),
  city: z.string(),
  phoneMasked: z.string().nullable(),
  hours: z.string(),
  wechatId: z.string(),
  photo: z.string().nullable(),
  wechatQr: z.string().nullable(),
}).openapi("ManagerCard");

export const storefrontAnswer = z.object({
  managerId: z.string(),
  card,
  blocks: z.array(z.looseObject({ kind: z.string(), id: z.string() })).openapi({
    description: "As this visitor sees them, in order, each with what it shows",
  }),
  serverTime: instant,
  staleSince: instant.optional(),
}).openapi("Storefront");

export const phoneAnswer: z.ZodType<api.PhoneJson> = z.object({ phone: z.string() })
  .openapi("Phone");
export const eventsAnswer: z.ZodType<api.VisitEventsAnswer> = z.object({
  serverTime: instant,
  counted: z.boolean(),
}).openapi("VisitEventsAnswer");

const lockedBlock = z.object({ block, unit: z.string(), unitName: z.string() })
  .openapi("LockedBlock");
export const draftAnswer: z.ZodType<api.StorefrontDraftJson> = z.object({
  managerId: z.string(),
  version: count,
  content,
  unpublished: z.boolean(),
  savedAt: instant.nullable(),
  published: z.object({ version: count, at: instant, by: z.string() }).nullable(),
  locked: z.array(lockedBlock),
}).openapi("StorefrontDraft");
export const versionsAnswer: z.ZodType<api.StorefrontVersionsJson> = z.object({
  items: z.array(z.object({
    version: count,
    at: instant,
    by: z.string(),
    from: count.nullable(),
    content,
  })),
}).openapi("StorefrontVersions");
export const todayAnswer: z.ZodType<api.StorefrontTodayJson> = z.object({
  day: z.string(),
  asOf: instant,
  present: count,
  visits: count,
  visitors: count,
  newVisitors: count,
  clicks: count,
  shares: count,
  leads: count,
  rows: z.array(z.object({
    channel: z.string(),
    measure: z.enum([
      "visit",
      "visitor",
      "new-visitor",
      "link",
      "click",
      "action",
      "campaign",
      "article",
      "share",
      "call",
      "map",
      "wechat",
    ]),
    item: z.string(),
    n: count,
  })),
}).openapi("StorefrontToday");
export const templateAnswer: z.ZodType<api.StorefrontTemplateJson> = z.object({
  unit: z.string(),
  version: count,
  content: templateContent.nullable(),
  updatedAt: instant.nullable(),
  updatedBy: z.string().nullable(),
  locked: z.array(lockedBlock),
}).openapi("StorefrontTemplate");
