/** What a change changed, for the change log. */
import type { JSONValue } from "postgres";

type Row = Readonly<Record<string, JSONValue>>;

/** Fields that say nothing to a reader of the log. */
const STAMPS = new Set(["id", "version", "updatedAt", "updatedBy"]);

/** The fields that differ, before and after; `before` is null for what is new. */
export function differences(
  before: object,
  after: object,
): { readonly before: Row | null; readonly after: Row } {
  const was: Record<string, JSONValue> = {};
  const is: Record<string, JSONValue> = {};
  for (const [name, value] of Object.entries(after)) {
    const old: unknown = Reflect.get(before, name);
    if (STAMPS.has(name) || JSON.stringify(old) === JSON.stringify(value)) continue;
    if (old !== undefined) was[name] = plain(old);
    is[name] = plain(value);
  }
  return { before: Object.keys(before).length === 0 ? null : was, after: is };
}

function plain(value: unknown): JSONValue {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
