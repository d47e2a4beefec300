/**
 * `deno task bench peers`: everything side by side. Raw results, `summary.md` and `report.html` go to a folder of its own
 * in `out/`; what was measured before an end by Ctrl-C or by a broken promise is there too.
 */
import { killWatched } from "../machine/guard.ts";
import { INTERRUPTED, onInterrupt } from "../runs/interrupt.ts";
import { Refusal } from "../runs/plan.ts";
import { measure } from "./measure.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import type { Results } from "./results.ts";
import { isOurs } from "./rows.ts";
import { writeReport } from "./write.ts";

/** Measures; resolves with the exit code. */
export async function peers(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (typeof options === "number") return options;
  const log = (line: string) => console.log(line);
  const interrupt = onInterrupt({ log, atOnce: killWatched });
  try {
    const command = ["deno task bench peers", ...args].join(" ");
    const results = await measure(options, { command, signal: interrupt.signal, log });
    await writeReport(results, log);
    return exitCode(results);
  } finally {
    interrupt.release();
  }
}

/** Options, or the code to exit with at once. */
function optionsOf(args: readonly string[]): Options | number {
  try {
    const options = readOptions(args);
    if (options !== null) return options;
    console.log(USAGE);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    return 2;
  }
}

/** What other designs lose is a finding; what the product loses is a failure. */
function exitCode(results: Results): number {
  if (results.endedEarly !== null) {
    console.error(results.endedEarly);
    return results.interrupted ? INTERRUPTED : 1;
  }
  const wrong = (results.crashes ?? []).filter((one) =>
    isOurs(one.row) && one.lost + one.oversold + one.vanished + one.violations.length > 0
  );
  for (const { row, part, lost, oversold, vanished, violations } of wrong) {
    console.error(
      `${row} after kill -9 of its ${part}: ${lost} lost, ${oversold} oversold, ${vanished} ` +
        `vanished ${violations.join("; ")}`,
    );
  }
  return wrong.length === 0 ? 0 : 1;
}
