/** What came of a change to rows: a value, never thrown. */

/** A wrong field, in both languages. */
export interface WrongField {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

export type Written<Value> =
  | { readonly kind: "done"; readonly value: Value }
  /** Unknown, or out of the caller's scope. */
  | { readonly kind: "not-found" }
  | { readonly kind: "forbidden" }
  /** Another has changed it meanwhile. */
  | { readonly kind: "stale"; readonly version: number }
  /** Something is still in it. */
  | { readonly kind: "not-empty" }
  | { readonly kind: "invalid"; readonly errors: readonly WrongField[] };

/** One wrong field. */
export function wrong(field: string, zh: string, en: string): {
  readonly kind: "invalid";
  readonly errors: readonly WrongField[];
} {
  return { kind: "invalid", errors: [{ field, zh, en }] };
}

/** PostgreSQL's word for a row that a unique index has already. */
const UNIQUE_VIOLATION = "23505";

/** The name of the unique index that refused a row; null for any other error. */
export function violatedIndex(error: unknown): string | null {
  if (typeof error !== "object" || error === null) return null;
  if (!("code" in error) || error.code !== UNIQUE_VIOLATION) return null;
  return "constraint_name" in error && typeof error.constraint_name === "string"
    ? error.constraint_name
    : null;
}
