/** Interleaved rounds: every peer once at every number of connections, then again. */
import type { TokenFile } from "../load/tokens.ts";
import { type Measured, runWrk } from "../load/wrk.ts";
import { problemsOf, type Running } from "./peer.ts";
import type { Row } from "./rows.ts";
import { type Common, withPeer } from "./session.ts";

/** Which answer a run provokes: a unit for everyone, or a refusal for everyone. */
export type Path = "sold" | "sold-out";

/** One run of one row. */
export interface Sample extends Measured {
  readonly row: string;
  readonly path: Path;
  readonly connections: number;
  readonly round: number;
}

/** What is run how often. */
export interface Plan extends Common {
  readonly rows: readonly Row[];
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly warmSeconds: number;
  readonly tokens: TokenFile;
  /** On sale in a run of the path `sold`; one who runs out refuses and fails the run. */
  readonly units: number;
}

/** Who hears of a run as soon as it is over. */
export interface Listener {
  log(line: string): void;
  sample(sample: Sample): void;
}

/** Units that are sold before a run of the path `sold-out`. */
const FEW_UNITS = 64;

interface Run {
  readonly row: Row;
  readonly path: Path;
  readonly connections: number;
}

/** Runs the plan; each run has servers of its own, warmed up by other customers. Rejects at the first wrong answer. */
export async function runRounds(plan: Plan, listener: Listener): Promise<void> {
  const runs = runsOf(plan);
  for (let round = 1; round <= plan.rounds; round++) {
    // Odd rounds forwards, even rounds backwards: a machine that slows down hits every peer alike.
    const inOrder = round % 2 === 1 ? runs : runs.toReversed();
    for (const [index, run] of inOrder.entries()) {
      const measured = await runOnce(plan, run);
      const { row: { name }, path, connections } = run;
      listener.sample({ row: name, path, connections, round, ...measured });
      listener.log(
        `round ${round} of ${plan.rounds}, run ${index + 1} of ${runs.length}  ` +
          `${name.padEnd(29)} ${path.padEnd(8)} ${connections} connections  ` +
          `${measured.perSecond.toFixed(0)}/s  p99 ${measured.p99Ms.toFixed(1)} ms`,
      );
    }
  }
}

/** Refusals, and a setting that others are not measured at, only with most connections. */
function runsOf(plan: Plan): Run[] {
  const most = Math.max(...plan.connections);
  const first = plan.rows[0]?.appendfsync;
  return plan.connections.flatMap((connections) =>
    plan.rows.filter((row) => connections === most || row.appendfsync === first).flatMap((row) => {
      const sold: Run = { row, path: "sold", connections };
      const hasBoth = row.peer.sells && connections === most;
      return hasBoth ? [sold, { ...sold, path: "sold-out" } as const] : [sold];
    })
  );
}

function runOnce(plan: Plan, run: Run): Promise<Measured> {
  const { path, connections } = run;
  const units = path === "sold" ? plan.units : FEW_UNITS;
  return withPeer(run.row, { ...plan, units }, async (running) => {
    if (path === "sold-out") await running.sellOut();
    const { origin, parts } = running;
    const load = {
      origin,
      path: running.path,
      connections,
      processes: parts,
      tokens: plan.tokens,
      signal: plan.signal,
    };
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
  });
}

function checkAnswers(run: Run, measured: Measured): void {
  const expected = run.path === "sold" ? 0 : measured.requests;
  if (measured.refused === expected && measured.broken === 0) return;
  throw new Error(
    `Cannot use the run of ${run.row.name}, ${run.path}: ${measured.refused} of ` +
      `${measured.requests} answers were refusals, expected ${expected}, ${measured.broken} broke`,
  );
}

/** Answers still on their way when wrk ended may have sold a unit, none that wrk saw may be missing. */
async function checkAudit(
  running: Running,
  run: Run,
  seen: { units: number; warm: Measured; measured: Measured },
): Promise<void> {
  const audit = await running.audit();
  const problems = problemsOf(audit, seen.units);
  if (run.row.peer.sells && run.path === "sold") {
    const { sold } = audit;
    const answered = seen.warm.requests + seen.measured.requests;
    const sent = seen.warm.sent + seen.measured.sent;
    if (sold < answered) problems.push(`${answered} promised, ${sold} stored`);
    if (sold > sent) problems.push(`${sent} asked for, ${sold} stored`);
  }
  if (problems.length > 0) {
    throw new Error(`${run.row.name} broke its promises: ${problems.join("; ")}`);
  }
}
