/** Foreign JSON against a schema: the value, or one entry per wrong field that says the fix. */
import type { z } from "@hono/zod-openapi";
import type { FieldError } from "../shared/api.ts";
import type { Language } from "./words.ts";

export type Validated<Value> =
  | { readonly kind: "valid"; readonly value: Value }
  | { readonly kind: "wrong"; readonly errors: readonly FieldError[] };

/** Entries at most, so that a hostile body cannot make a long answer. */
const ERRORS_MAX = 50;

/** Checks `data` against the schema. */
export function validate<Value>(
  schema: z.ZodType<Value>,
  data: unknown,
  language: Language,
): Validated<Value> {
  const result = schema.safeParse(data);
  if (result.success) return { kind: "valid", value: result.data };
  const errors: FieldError[] = [];
  for (const issue of result.error.issues) {
    for (const error of explain(issue, data, language)) {
      if (errors.length < ERRORS_MAX && !errors.some(({ field }) => field === error.field)) {
        errors.push(error);
      }
    }
  }
  return { kind: "wrong", errors };
}

function explain(issue: z.core.$ZodIssue, data: unknown, language: Language): FieldError[] {
  const field = issue.path.map(String).join(".") || "body";
  const say = (zh: string, en: string) => [{ field, message: language === "zh" ? zh : en }];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.slice(0, ERRORS_MAX).map((key) => ({
        field: [...issue.path.map(String), key].join("."),
        message: language === "zh" ? "没有这一项，请删除" : "Unknown field: leave it out",
      }));
    case "invalid_type":
      if (isAbsent(data, issue.path)) return say("必填", "Required");
      return say(
        `应为${TYPES_ZH[issue.expected] ?? issue.expected}`,
        `Must be ${TYPES_EN[issue.expected] ?? issue.expected}`,
      );
    case "too_small":
      return bound(issue.origin, Number(issue.minimum), "least");
    case "too_big":
      return bound(issue.origin, Number(issue.maximum), "most");
    case "invalid_value": {
      if (isAbsent(data, issue.path)) return say("必填", "Required");
      const values = issue.values.map(String).join(", ");
      return say(`应为 ${values}`, `Must be ${issue.values.length > 1 ? "one of " : ""}${values}`);
    }
    case "invalid_format":
      return issue.format === "datetime"
        ? say(
          "应为 ISO 8601 时间，如 2026-11-22T12:00:00Z",
          "Must be an ISO 8601 instant such as 2026-11-22T12:00:00Z",
        )
        : say(...formatOf(issue.message));
    case "custom":
      return say(...formatOf(issue.message));
    default:
      return say("内容有误", "Wrong value");
  }

  function bound(origin: string, limit: number, side: "least" | "most"): FieldError[] {
    const [zh, en] = side === "least" ? ["至少", "at least"] : ["最多", "at most"];
    switch (origin) {
      case "string":
        return say(`${zh} ${limit} 个字符`, `Must have ${en} ${limit} characters`);
      case "array":
        return say(`${zh} ${limit} 项`, `Must have ${en} ${limit} entries`);
      default:
        return say(`${zh}为 ${limit}`, `Must be ${en} ${limit}`);
    }
  }
}

const TYPES_ZH: Readonly<Record<string, string>> = {
  string: "文字",
  number: "数字",
  int: "整数",
  boolean: "true 或 false",
  array: "列表",
  object: "对象",
};
const TYPES_EN: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

/** Schemas give the sentence of a format as `中文|English`. */
function formatOf(message: string): [zh: string, en: string] {
  const [zh = message, en = zh] = message.split("|");
  return [zh, en];
}

function isAbsent(data: unknown, path: readonly PropertyKey[]): boolean {
  let value: unknown = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return true;
    value = Reflect.get(value, step);
  }
  return value === undefined;
}
