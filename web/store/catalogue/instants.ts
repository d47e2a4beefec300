/** Instants at the border of the database: `bigint` ms there, ISO 8601 outside. */

/** Ms of an ISO instant; null stays null. */
export function msOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}

/** The ISO instant of a `bigint`, which comes as text; null stays null. */
export function isoOf(ms: string | number | null): string | null {
  return ms === null ? null : isoText(ms);
}

/** The ISO instant of a `bigint` that is never null. */
export function isoText(ms: string | number): string {
  return new Date(Number(ms)).toISOString();
}
