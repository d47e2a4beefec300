/** Schemas of customers. */
import { z } from "@hono/zod-openapi";
import type * as api from "../shared/api_customers.ts";

const word = z.string().trim().min(1).max(64);
const instant = z.iso.datetime({ offset: true });
const count = z.int().min(0);
const staffId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "应为人员编号|Must be the id of staff");

/** Characters with which a spreadsheet would run a cell that somebody exports. */
const tag = word.regex(/^[^=+\-@]/, "不能以 = + - @ 开头|Must not begin with = + - or @");

export const customerTagsRequest: z.ZodType<api.CustomerTagsRequest> = z.strictObject({
  version: count,
  tags: z.array(z.strictObject({ tag, until: instant.exactOptional() })).max(100),
}).openapi("CustomerTagsRequest");

export const customerManagerRequest: z.ZodType<api.CustomerManagerRequest> = z.strictObject({
  version: count,
  manager: staffId.nullable(),
}).openapi("CustomerManagerRequest");

export const AFTER = /^(\d{1,16})\.([A-Za-z0-9_-]{1,64})$/;
export const customerQuery = z.object({
  q: word.optional(),
  tag: word.optional(),
  manager: staffId.optional(),
  after: z.string().regex(AFTER, "应为上一页给出的 next|Must be a page's next").optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const importQuery = z.object({ dry: z.enum(["0", "1"]).optional() });

const customerFields = {
  id: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  manager: z.string().nullable(),
  managerName: z.string().nullable(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  since: z.string().nullable(),
  isNew: z.boolean(),
  updatedAt: instant,
};

export const customerListAnswer: z.ZodType<api.CustomerListJson> = z.object({
  items: z.array(z.object({ ...customerFields, tags: z.array(z.string()) }).openapi("Customer")),
  next: z.string().nullable(),
  asOf: instant,
}).openapi("CustomerList");

export const customerDetailAnswer: z.ZodType<api.CustomerDetailJson> = z.object({
  ...customerFields,
  tags: z.array(
    z.object({
      tag: z.string(),
      source: z.enum(["hand", "import", "rule"]),
      by: z.string(),
      at: instant,
      until: instant.nullable(),
    }).openapi("CustomerTag"),
  ),
  orgUnitIds: z.array(z.string()),
  version: count,
}).openapi("CustomerDetail");

export const importAnswer: z.ZodType<api.ImportJson> = z.object({
  rows: count,
  created: count,
  changed: count,
  unchanged: count,
  wrong: count,
  errors: z.array(z.object({ row: count, field: z.string(), message: z.string() })),
  dry: z.boolean(),
}).openapi("Import");

export const segmentsAnswer: z.ZodType<api.SegmentsJson> = z.object({
  asOf: instant,
  total: count,
  isNew: count,
  bound: count,
  tags: z.array(z.object({ tag: z.string(), customers: count })),
}).openapi("Segments");
