/** Interleaved rounds: every peer once at every number of connections, then again. */
import { type Measured, runWrk } from "../load/wrk.ts";
import type { TokenFile } from "../load/tokens.ts";
import type { Peer, RunOptions } from "./peer.ts";

/** Which answer a run provokes: a unit for everyone, or a refusal for everyone. */
export type Path = "sold" | "sold-out";

/** One run of one peer. */
export interface Sample extends Measured {
  readonly peer: string;
  readonly path: Path;
  readonly connections: number;
  readonly round: number;
}

/** What is run how often. */
export interface Plan {
  readonly cases: readonly { readonly peer: Peer; readonly path: Path }[];
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly warmSeconds: number;
  readonly tokens: TokenFile;
  /** On sale in a run of the path `sold`; one who runs out refuses and fails the run. */
  readonly units: number;
  readonly options: Omit<RunOptions, "directory" | "units">;
}

/** Units that are sold before a run of the path `sold-out`. */
const FEW_UNITS = 64;

/** Runs the plan; each run has servers of its own, warmed up by other customers. Rejects at the first wrong answer. */
export async function runRounds(plan: Plan, report: (line: string) => void): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = 1; round <= plan.rounds; round++) {
    for (const connections of plan.connections) {
      // Odd rounds forwards, even rounds backwards: a machine that slows down hits every peer alike.
      const cases = round % 2 === 1 ? plan.cases : plan.cases.toReversed();
      for (const { peer, path } of cases) {
        if (path === "sold-out" && connections !== Math.max(...plan.connections)) continue;
        const sample = { peer: peer.name, path, connections, round };
        const measured = await runOnce(plan, { peer, path, connections });
        samples.push({ ...sample, ...measured });
        report(
          `round ${round}  ${peer.name.padEnd(14)} ${path.padEnd(8)} ${connections} connections  ` +
            `${measured.perSecond.toFixed(0)}/s  p99 ${measured.p99Ms.toFixed(1)} ms`,
        );
      }
    }
  }
  return samples;
}

async function runOnce(
  plan: Plan,
  run: { peer: Peer; path: Path; connections: number },
): Promise<Measured> {
  const { peer, path, connections } = run;
  const directory = await Deno.makeTempDir({ prefix: `yundian_bench_${peer.name}_` });
  const units = path === "sold" ? plan.units : FEW_UNITS;
  const running = await peer.start({ ...plan.options, directory, units });
  try {
    if (path === "sold-out") await running.sellOut();
    const { origin, processes } = running;
    const load = { origin, path: running.path, connections, processes, tokens: plan.tokens };
    const warmTokens = Math.floor(
      plan.tokens.count * plan.warmSeconds / (plan.warmSeconds + plan.seconds),
    );
    const warm = await runWrk({ ...load, seconds: plan.warmSeconds, first: 0, count: warmTokens });
    const measured = await runWrk({
      ...load,
      seconds: plan.seconds,
      first: warmTokens,
      count: plan.tokens.count - warmTokens,
    });
    checkAnswers(run, warm);
    checkAnswers(run, measured);
    await checkAudit(running, run, { units, warm, measured });
    return measured;
  } finally {
    await running.stop();
    await Deno.remove(directory, { recursive: true });
  }
}

function checkAnswers(run: { peer: Peer; path: Path }, measured: Measured): void {
  const expected = run.path === "sold" ? 0 : measured.requests;
  if (measured.refused === expected && measured.broken === 0) return;
  throw new Error(
    `Cannot use the run of ${run.peer.name}, ${run.path}: ${measured.refused} of ` +
      `${measured.requests} answers were refusals, expected ${expected}, ${measured.broken} broke`,
  );
}

/** Answers still on their way when wrk ended may have sold a unit, none that wrk saw may be missing. */
async function checkAudit(
  running: { audit(): Promise<{ sold: number; violations: readonly string[] }> },
  run: { peer: Peer; path: Path },
  seen: { units: number; warm: Measured; measured: Measured },
): Promise<void> {
  const { sold, violations } = await running.audit();
  const problems = [...violations];
  if (sold > seen.units) problems.push(`${sold} sold of ${seen.units}`);
  if (run.peer.sells && run.path === "sold") {
    const answered = seen.warm.requests + seen.measured.requests;
    const sent = seen.warm.sent + seen.measured.sent;
    if (sold < answered) problems.push(`${answered} promised, ${sold} stored`);
    if (sold > sent) problems.push(`${sent} asked for, ${sold} stored`);
  }
  if (problems.length > 0) {
    throw new Error(`${run.peer.name} broke its promises: ${problems.join("; ")}`);
  }
}
