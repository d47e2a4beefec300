/** Schemas of products, articles and pictures. */
import { z } from "@hono/zod-openapi";
import type * as api from "../shared/api_catalogue.ts";

const FEN_MAX = 1_000_000_000;
const BASIS_POINTS_MAX = 10_000;
const POSITION_MAX = 1_000_000;

/** Categories in the catalogue's order. */
export const CATEGORIES = [
  "apps",
  "deposits",
  "loans",
  "credit-cards",
  "social-security",
  "counter",
  "utilities",
  "education",
  "community",
  "health",
] as const satisfies readonly api.ProductCategory[];

const instant = z.iso.datetime({ offset: true }).openapi({ example: "2026-12-31T16:00:00Z" });
const day = z.string().regex(
  /^\d{4}-\d\d-\d\d$/,
  "应为日期，如 2026-11-01|Must be a day: 2026-11-01",
)
  .openapi({ example: "2026-11-01" });
const name = z.string().trim().min(1).max(40);
const nameEn = z.string().trim().min(1).max(80);
const summary = z.string().trim().max(120);
const summaryEn = z.string().trim().max(240);
const line = z.string().trim().min(1).max(200);
const lines = z.array(line).max(20);
const version = z.int().min(1);
const unit = z.string().regex(
  /^[a-z0-9]{1,16}(\.[a-z0-9]{1,16}){0,2}$/,
  "应为机构编号，如 jx.3601|Must be the id of a unit such as jx.3601",
).openapi({ example: "jx.3601" });
const status = z.enum(["draft", "published", "withdrawn"]);
const mediaId = z.string().regex(/^[0-9a-f]{32}$/, "应为图片编号|Must be the id of a picture")
  .openapi({ example: "0123456789abcdef0123456789abcdef" });
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "应为编号|Must be an id");

/**
 * Where a button may lead: nothing that runs script (`javascript:`, `data:`), nothing without encryption, no
 * `//host` that looks like a path.
 */
const target = z.string().max(500).regex(
  /^(manager|tel:\+?[0-9-]{3,20}|https:\/\/[^\s"'<>\\]+|\/(?![/\\])[^\s"'<>\\]*)$/,
  "应为 https:// 网址、tel: 电话、以 / 开头的本站地址或 manager|" +
    "Must be an https:// address, a tel: number, a path of this site or manager",
).openapi({ example: "manager" });

const action = z.strictObject({
  kind: z.enum([
    "apply",
    "query",
    "pay",
    "appointment",
    "download",
    "register",
    "link",
    "phone",
    "contact",
  ]),
  target,
  label: z.string().trim().min(1).max(16),
  labelEn: z.string().trim().min(1).max(40),
}).openapi("ProductAction");

const note = z.string().trim().min(1).max(120).exactOptional();
const fee = z.strictObject({
  name: z.string().trim().min(1).max(40),
  fen: z.int().min(0).max(FEN_MAX).nullable(),
  note,
}).openapi("ProductFee");
const basisPoints = z.int().min(0).max(BASIS_POINTS_MAX);
const rate = z.strictObject({
  name: z.string().trim().min(1).max(40),
  basisPoints,
  toBasisPoints: basisPoints.exactOptional(),
  note,
}).openapi("ProductRate");

const lineEn = z.string().trim().min(1).max(300);
const linesEn = z.array(lineEn).max(20);
const pricesEn = z.array(z.strictObject({
  name: z.string().trim().min(1).max(80),
  note: z.string().trim().min(1).max(200).exactOptional(),
})).max(20);
const english = z.strictObject({
  features: linesEn,
  eligibility: linesEn,
  documents: linesEn,
  steps: linesEn,
  fees: pricesEn,
  rates: pricesEn,
  notice: z.string().trim().max(2_000),
}).openapi("ProductEnglish");

const productFields = {
  category: z.enum(CATEGORIES),
  name,
  nameEn,
  summary,
  summaryEn,
  features: lines,
  eligibility: lines,
  documents: lines,
  steps: lines,
  fees: z.array(fee).max(20),
  rates: z.array(rate).max(20),
  pricedOn: day.nullable(),
  notice: z.string().trim().max(1_000),
  english: english.exactOptional(),
  action,
  validFrom: instant.nullable(),
  validTo: instant.nullable(),
  position: z.int().min(0).max(POSITION_MAX),
};

export const productRequest: z.ZodType<api.ProductRequest> = z.strictObject(productFields)
  .openapi("ProductRequest");
export const productPatch: z.ZodType<api.ProductPatch> = z.strictObject({
  category: productFields.category.exactOptional(),
  name: productFields.name.exactOptional(),
  nameEn: productFields.nameEn.exactOptional(),
  summary: productFields.summary.exactOptional(),
  summaryEn: productFields.summaryEn.exactOptional(),
  features: productFields.features.exactOptional(),
  eligibility: productFields.eligibility.exactOptional(),
  documents: productFields.documents.exactOptional(),
  steps: productFields.steps.exactOptional(),
  fees: productFields.fees.exactOptional(),
  rates: productFields.rates.exactOptional(),
  pricedOn: productFields.pricedOn.exactOptional(),
  notice: productFields.notice.exactOptional(),
  english: productFields.english,
  action: productFields.action.exactOptional(),
  validFrom: productFields.validFrom.exactOptional(),
  validTo: productFields.validTo.exactOptional(),
  position: productFields.position.exactOptional(),
  version,
}).openapi("ProductPatch");
export const versionRequest: z.ZodType<api.VersionRequest> = z.strictObject({ version })
  .openapi("VersionRequest");
export const productSwitchRequest: z.ZodType<api.ProductSwitchRequest> = z.strictObject({
  on: z.boolean(),
}).openapi("ProductSwitchRequest");

export const productAnswer: z.ZodType<api.ProductJson> = z.object({
  ...productFields,
  id,
  status,
  version,
  updatedAt: instant,
  updatedBy: z.string(),
}).openapi("Product");
export const productListAnswer: z.ZodType<api.ProductListJson> = z.object({
  items: z.array(z.object({
    id,
    category: productFields.category,
    name,
    nameEn,
    summary,
    summaryEn,
    actionKind: action.shape.kind,
    status,
    version,
    validFrom: instant.nullable(),
    validTo: instant.nullable(),
    on: z.boolean().nullable(),
    effective: z.boolean(),
    updatedAt: instant,
  })),
  next: z.string().nullable(),
}).openapi("ProductList");
export const productSwitchAnswer: z.ZodType<api.ProductSwitchAnswer> = z.object({
  unit,
  product: id,
  on: z.boolean(),
  storefronts: z.int(),
}).openapi("ProductSwitch");

const search = z.string().trim().min(1).max(50).exactOptional();
const limit = z.coerce.number().int().min(1).max(100).exactOptional();
const PLACE = "应为上一页的 next|Must be `next` of the page before";

/** `next` of a list of products: position and id. */
export const PRODUCT_PLACE = /^(\d{1,7})\.([A-Za-z0-9_-]{1,64})$/;
/** `next` of a list of articles: instant in ms and id. */
export const ARTICLE_PLACE = /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/;

export const productQuery = z.object({
  category: productFields.category.exactOptional(),
  q: search,
  unit: unit.exactOptional(),
  status: status.exactOptional(),
  after: z.string().regex(PRODUCT_PLACE, PLACE).exactOptional(),
  limit,
});

const tag = z.string().trim().min(1).max(64);
const text = z.string().trim().min(1).max(2_000);
const block = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("paragraph"), text }),
  z.strictObject({ kind: z.literal("heading"), text: z.string().trim().min(1).max(80) }),
  z.strictObject({ kind: z.literal("quote"), text: z.string().trim().min(1).max(500) }),
  z.strictObject({ kind: z.literal("list"), items: z.array(line).min(1).max(30) }),
  z.strictObject({
    kind: z.literal("image"),
    media: mediaId,
    alt: z.string().trim().min(1).max(120),
  }),
  z.strictObject({ kind: z.literal("product"), product: id }),
]).openapi("ArticleBlock");

const articleFields = {
  title: z.string().trim().min(1).max(60),
  titleEn: z.string().trim().max(120),
  summary,
  summaryEn,
  cover: mediaId.nullable(),
  blocks: z.array(block).min(1).max(60),
  blocksEn: z.array(block).min(1).max(60).exactOptional(),
  tags: z.array(tag).max(20),
  validFrom: instant.nullable(),
  validTo: instant.nullable(),
};

export const articleRequest: z.ZodType<api.ArticleRequest> = z.strictObject({
  ...articleFields,
  unit: unit.exactOptional(),
}).openapi("ArticleRequest");
export const articlePatch: z.ZodType<api.ArticlePatch> = z.strictObject({
  title: articleFields.title.exactOptional(),
  titleEn: articleFields.titleEn.exactOptional(),
  summary: articleFields.summary.exactOptional(),
  summaryEn: articleFields.summaryEn.exactOptional(),
  cover: articleFields.cover.exactOptional(),
  blocks: articleFields.blocks.exactOptional(),
  blocksEn: articleFields.blocksEn,
  tags: articleFields.tags.exactOptional(),
  validFrom: articleFields.validFrom.exactOptional(),
  validTo: articleFields.validTo.exactOptional(),
  status: status.exactOptional(),
  version,
}).openapi("ArticlePatch");

const articleRow = {
  title: articleFields.title,
  titleEn: articleFields.titleEn,
  summary,
  summaryEn,
  cover: mediaId.nullable(),
  tags: articleFields.tags,
  validFrom: instant.nullable(),
  validTo: instant.nullable(),
  id,
  unit,
  status,
  publishedAt: instant.nullable(),
  version,
  updatedAt: instant,
  updatedBy: z.string(),
};
export const articleAnswer: z.ZodType<api.ArticleJson> = z.object({
  ...articleRow,
  blocks: z.array(block),
  blocksEn: z.array(block).exactOptional(),
}).openapi("Article");
export const articleListAnswer: z.ZodType<api.ArticleListJson> = z.object({
  items: z.array(z.object(articleRow)),
  next: z.string().nullable(),
}).openapi("ArticleList");
export const articleQuery = z.object({
  q: search,
  unit: unit.exactOptional(),
  status: status.exactOptional(),
  after: z.string().regex(ARTICLE_PLACE, PLACE).exactOptional(),
  limit,
});

export const mediaAnswer: z.ZodType<api.MediaJson> = z.object({
  id: mediaId,
  url: z.string(),
  contentType: z.enum(["image/png", "image/jpeg", "image/webp"]),
  width: z.int(),
  height: z.int(),
}).openapi("Media");
