/** Schemas of what the bank tells, and the rules between its fields. */
import { z } from "@hono/zod-openapi";
import { QUALIFYING_EVENT_TYPES } from "../../actors/referral/protocol.ts";
import type { FieldError } from "../shared/api.ts";
import type * as api from "../shared/api_referral.ts";
import type { Language } from "./words.ts";

const DAY_MS = 86_400_000;
const FUTURE_MS_MAX = 300_000;
const AGE_MS_MAX = 365 * DAY_MS;
/** Ten billion yuan: whatever is beyond is a mistake. */
const AMOUNT_FEN_MAX = 1_000_000_000_000;

/** Whatever a token may have as its subject: it is the bank that numbers customers. */
const CUSTOMER_CHARACTERS_MAX = 128;
const CUSTOMER_ID =
  "应为 1 到 128 个字符的客户编号|Must be the id of a customer, 1 to 128 characters";

const eventId = z.string().regex(
  /^[A-Za-z0-9._:-]{1,64}$/,
  "应为 1 到 64 个字母、数字或 . _ : -|Must have 1 to 64 letters, digits or . _ : -",
).openapi({ example: "core-20261122-000117" });

/** The whole of it; which fields go together is in `checkEvent`. */
export const eventRequest: z.ZodType<api.EventRequest> = z.strictObject({
  id: eventId,
  type: z.enum([...QUALIFYING_EVENT_TYPES, "reversed"]),
  customerId: z.string()
    .min(1, CUSTOMER_ID)
    .max(CUSTOMER_CHARACTERS_MAX, CUSTOMER_ID)
    .refine((id) => !id.includes("\0"), CUSTOMER_ID)
    .exactOptional(),
  phone: z.string().regex(
    /^1[3-9]\d{9}$/,
    "应为 11 位手机号|Must be a mobile number of 11 digits",
  ).exactOptional().openapi({ example: "13900000101" }),
  at: z.iso.datetime({ offset: true }).openapi({ example: "2026-11-22T12:00:00.000Z" }),
  of: eventId.exactOptional().openapi({ description: "With `reversed`: what did not last" }),
  amountFen: z.int().min(0).max(AMOUNT_FEN_MAX).exactOptional(),
}).openapi("EventRequest");

export const eventAnswer: z.ZodType<api.EventAnswer> = z.object({
  event: z.object({ id: z.string(), receivedAt: z.iso.datetime() }),
}).openapi("EventAnswer");

/** Errors between fields; `data` is a body that may be wrong in any way. */
export function checkEvent(
  data: unknown,
  { language, nowMs }: { readonly language: Language; readonly nowMs: number },
): readonly FieldError[] {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return [];
  const errors: FieldError[] = [];
  const wrong = (field: string, zh: string, en: string) => {
    errors.push({ field, message: language === "zh" ? zh : en });
  };
  const has = (field: string) => Reflect.get(data, field) !== undefined;
  if (has("customerId") && has("phone")) {
    wrong("phone", "客户编号和手机号只写一个", "Give customerId or phone, not both");
  } else if (!has("customerId") && !has("phone")) {
    wrong("phone", "请写手机号或客户编号", "Give phone or customerId");
  }
  const isReversed = Reflect.get(data, "type") === "reversed";
  if (isReversed && !has("of")) wrong("of", "请写被撤销事件的编号", "Give the id of the event");
  if (!isReversed && has("of")) {
    wrong("of", "只用于 reversed，请删除", "Leave it out unless reversed");
  }
  if (isReversed && has("amountFen")) {
    wrong("amountFen", "撤销不带金额，请删除", "Leave it out of a reversal");
  }
  if (isReversed && has("of") && Reflect.get(data, "of") === Reflect.get(data, "id")) {
    wrong("of", "应为另一个事件的编号", "Must be the id of another event");
  }
  const at: unknown = Reflect.get(data, "at");
  const atMs = typeof at === "string" ? Date.parse(at) : NaN;
  if (atMs > nowMs + FUTURE_MS_MAX) wrong("at", "不能晚于现在", "Must not be in the future");
  if (atMs < nowMs - AGE_MS_MAX) wrong("at", "不能早于一年前", "Must not be older than a year");
  return errors;
}
