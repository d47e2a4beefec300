/** Lines of a referral's results as they stand in the table. */
import type { StaffJson } from "../../shared/api.ts";
import type {
  ReferralByJson,
  ReferralLineJson,
  ReferralResultsJson,
} from "../../shared/api_referral_results.ts";

const LEVELS: readonly ReferralByJson[] = ["bank", "outlet", "manager", "channel", "day"];

/** By what this person may ask, the widest first: nobody compares units above the own one. */
export function levelsOf(
  staff: Pick<StaffJson, "role" | "unit"> | null | undefined,
): readonly ReferralByJson[] {
  switch (staff?.role) {
    case undefined:
    case "manager":
      return ["day", "channel"];
    case "outlet":
      return LEVELS.slice(2);
    case "bank":
      return LEVELS.slice(1);
    case "province":
    case "sre":
      return LEVELS;
  }
}

/** All lines: those of the page, then what other units and nobody brought, which are on the last page only. */
export function linesWith(results: ReferralResultsJson): readonly ReferralLineJson[] {
  if (results.next !== null) return results.items;
  const rest = [results.elsewhere, results.unattributed].filter((line) => line !== null)
    .filter((line) => Object.values(line.figures).some((value) => value !== 0));
  return [...results.items, ...rest];
}

/** What a line is called. */
export function lineName(
  line: ReferralLineJson,
  results: ReferralResultsJson,
  words: {
    readonly unattributed: string;
    readonly elsewhere: string;
    readonly channels: Readonly<Record<string, string>>;
  },
): string {
  if (line === results.elsewhere) return words.elsewhere;
  if (line.key === null) return words.unattributed;
  if (results.by === "channel") return words.channels[line.key] ?? line.key;
  return line.name ?? line.key;
}

/** The next page behind what is shown; its totals are the newer ones. */
export function appended(
  shown: ReferralResultsJson,
  next: ReferralResultsJson,
): ReferralResultsJson {
  const known = new Set(shown.items.map((line) => line.key));
  const more = next.items.filter((line) => line.key === null || !known.has(line.key));
  return { ...next, items: [...shown.items, ...more] };
}
