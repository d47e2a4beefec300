/** When the sales of a run open, for the marks on its charts. */
import type { Scenario } from "../report/run_report.ts";
import type { Finding } from "./generator.ts";
import type { Instant } from "./series.ts";

/** Scenarios whose sales open in the middle of their load; the others open theirs before it. */
const OPENING: ReadonlySet<Scenario> = new Set(["flash_sale", "mixed_day", "sse"]);

/** By the generator's clock: `startAtMs` of its setup is the first opening by that, `startsAt` is by the target's. */
export function openingsOf(
  { scenario }: { readonly scenario: Scenario },
  { setup }: Pick<Finding, "setup">,
): Instant[] {
  if (!OPENING.has(scenario)) return [];
  const sales = setup?.campaigns.filter(({ kind }) => kind === "flash-sale") ?? [];
  const opens = sales.map(({ startsAt }) => Date.parse(startsAt ?? "")).filter(Number.isFinite);
  const first = setup?.["startAtMs"];
  const aheadMs = typeof first === "number" ? Math.min(...opens) - first : 0;
  return opens.map((atMs) => ({ atMs: atMs - aheadMs, label: "sale opens" }));
}
