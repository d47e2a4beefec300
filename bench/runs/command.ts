/** `deno task bench --scenario … --profile …`: one run, its report and an exit code. */
import { killWatched } from "../machine/guard.ts";
import type { RunReport } from "../report/run_report.ts";
import { INTERRUPTED, onInterrupt } from "./interrupt.ts";
import { commandOf, parseRun } from "./options.ts";
import { Refusal } from "./plan.ts";
import { openScreen } from "./progress.ts";
import { runScenario } from "./run.ts";
import { saveReport } from "./save.ts";

const EXIT = { passed: 0, failed: 1, interrupted: INTERRUPTED } as const;
const REFUSED = 2;

/** Runs what the flags ask for. */
export async function scenario(args: readonly string[]): Promise<number> {
  const screen = openScreen();
  try {
    const variables = Deno.env.toObject();
    const { plan, out } = parseRun(args, variables);
    const interrupt = onInterrupt({ log: screen.log, atOnce: killWatched });
    try {
      const report = await runScenario(plan, {
        signal: interrupt.signal,
        log: screen.log,
        progress: screen.progress,
        command: commandOf(plan, { out, variables }),
      });
      screen.close();
      tell(report, await saveReport(report, out));
      return EXIT[report.verdict];
    } finally {
      interrupt.release();
    }
  } catch (error) {
    screen.close();
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    return REFUSED;
  }
}

function tell(report: RunReport, files: readonly string[]): void {
  console.log(report.sentence);
  for (const problem of report.problems) console.log(`  - ${problem}`);
  for (const file of files) console.log(file);
}
