/** `deno task bench compare A B`: two runs side by side, with ratios. */
import { basename, dirname, join, resolve } from "@std/path";
import { OUT } from "../runs/options.ts";
import { Refusal } from "../runs/plan.ts";
import { comparisonHtml } from "./compare_html.ts";
import { comparisonMarkdown, comparisonText } from "./compare_text.ts";
import { compareRuns } from "./comparison.ts";
import { findReport } from "./find_report.ts";

const REFUSED = 2;
const USAGE = `Shows two runs side by side: deno task bench compare A B

A and B are folders in ${OUT}, paths of a folder or a report.json, or
  latest    the newest run
  previous  the one before it of the same scenario and profile, else the one before it
Ratios are B ÷ A. compare.html and compare.md are written beside B's report.`;

/** Where runs lie, and where lines go. */
export interface Surroundings {
  readonly out: string;
  log(line: string): void;
  complain(line: string): void;
}

const SURROUNDINGS: Surroundings = { out: OUT, log: console.log, complain: console.error };

/** Compares what the two words name; 0 whatever the figures say, 2 where there is nothing to compare. */
export async function compare(
  args: readonly string[],
  around: Surroundings = SURROUNDINGS,
): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    around.log(USAGE);
    return 0;
  }
  try {
    await compareNamed(args, around);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    around.complain(error.message);
    return REFUSED;
  }
}

async function compareNamed(args: readonly string[], { out, log }: Surroundings): Promise<void> {
  const flag = args.find((one) => one.startsWith("-"));
  if (flag !== undefined) {
    throw new Refusal(`Unknown flag ${flag}: compare takes two runs, A and B`);
  }
  const [first, second, ...rest] = args;
  if (first === undefined || second === undefined || rest.length > 0) {
    throw new Refusal(
      `compare takes two runs, not ${args.length}: deno task bench compare previous latest`,
    );
  }
  const [a, b] = [await findReport(first, out), await findReport(second, out)];
  const comparison = compareRuns(a.report, b.report);
  log(comparisonText(comparison));
  const command = `deno task bench compare ${nameOf(a.folder, out)} ${nameOf(b.folder, out)}`;
  const files = { html: join(b.folder, "compare.html"), markdown: join(b.folder, "compare.md") };
  try {
    await Deno.writeTextFile(files.markdown, comparisonMarkdown(comparison, { command }));
    await Deno.writeTextFile(files.html, await comparisonHtml(comparison, { command }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal(`Cannot write beside B's report: ${why}`);
  }
  log(`\n${files.html}\n${files.markdown}`);
}

/** What names a folder another day, too. */
function nameOf(folder: string, out: string): string {
  return resolve(dirname(folder)) === resolve(out) ? basename(folder) : folder;
}
