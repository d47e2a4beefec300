/** When a product or an article is seen, and by whom: pure, so that the database and the cache agree. */
import { msOf } from "./instants.ts";

/** What decides about visibility. */
export interface Publication {
  readonly status: "draft" | "published" | "withdrawn";
  readonly validFromMs: number | null;
  readonly validToMs: number | null;
}

/** Published, and valid at that instant: from `validFromMs`, until just before `validToMs`. */
export function isCurrent(one: Publication, atMs: number): boolean {
  if (one.status !== "published") return false;
  if (one.validFromMs !== null && atMs < one.validFromMs) return false;
  return one.validToMs === null || atMs < one.validToMs;
}

/** The same of a JSON document. */
export function publicationOf(
  one: {
    readonly status: Publication["status"];
    readonly validFrom: string | null;
    readonly validTo: string | null;
  },
): Publication {
  return {
    status: one.status,
    validFromMs: msOf(one.validFrom),
    validToMs: msOf(one.validTo),
  };
}

/** The member bank of a unit: `jx.3601` for `jx.3601.360121001`; null for the province. */
export function bankOf(unit: string): string | null {
  const [province, bank] = unit.split(".");
  return province === undefined || bank === undefined || bank === "" ? null : `${province}.${bank}`;
}

/** Whether a unit is a member bank itself. */
export function isBank(unit: string): boolean {
  return unit !== "" && bankOf(unit) === unit;
}

/** A unit and all above it, from the top: `jx`, `jx.3601`, `jx.3601.1`. */
export function lineOf(unit: string): readonly string[] {
  const parts = unit.split(".");
  return parts.map((_, at) => parts.slice(0, at + 1).join("."));
}
