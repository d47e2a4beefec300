/** Grabs at one fixed rate of arrival for every peer: what wrk, which keeps all connections busy, cannot tell. */
import { type Paced, runK6 } from "../load/k6.ts";
import type { TokenFile } from "../load/tokens.ts";
import { problemsOf } from "./peer.ts";
import type { Row } from "./rows.ts";
import { type Common, withPeer } from "./session.ts";

const SECONDS = 10;

/** What is offered to whom. */
export interface PacedPlan extends Common {
  readonly rows: readonly Row[];
  readonly perSecond: number;
  readonly tokens: TokenFile;
}

/** Results by name of the row. */
export async function runPaced(
  plan: PacedPlan,
  log: (line: string) => void,
): Promise<Record<string, Paced>> {
  const { perSecond, tokens, signal } = plan;
  const units = tokens.count;
  const paced: Record<string, Paced> = {};
  for (const row of plan.rows) {
    const result = await withPeer(row, { ...plan, units }, async (running) => {
      const url = running.origin + running.path;
      const seen = await runK6({ url, perSecond, seconds: SECONDS, tokens, signal });
      const problems = problemsOf(await running.audit(), units);
      if (problems.length > 0) throw new Error(`${row.name}: ${problems.join("; ")}`);
      return seen;
    });
    paced[row.name] = result;
    log(`paced  ${row.name}  p99 ${result.p99Ms.toFixed(1)} ms at ${perSecond}/s`);
  }
  return paced;
}
