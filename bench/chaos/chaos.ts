/** `deno task bench chaos`: faults under load, what users see of each, and the audit afterwards. */
import { killWatched } from "../machine/guard.ts";
import { INTERRUPTED, onInterrupt } from "../runs/interrupt.ts";
import { readMachine } from "../runs/machine.ts";
import { commit } from "../runs/start.ts";
import type { ChaosReport, FaultReport } from "./chaos_report.ts";
import type { Fault } from "./fault.ts";
import { FAULTS, missingFor } from "./faults.ts";
import { killProduct } from "./faults/kill_product.ts";
import { type ChaosOptions, parseOptions, USAGE } from "./options.ts";
import { runFault, type RunOptions } from "./run_fault.ts";
import { saveChaos } from "./save.ts";
import { inLanguage } from "./words.ts";

const EXIT = { passed: 0, failed: 1, interrupted: INTERRUPTED } as const;
const REFUSED = 2;

/** Runs faults and writes what came of them; 0 passed, 1 failed, 2 refused before anything was started. */
export async function chaos(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, FAULTS.map(({ name }) => name));
  switch (parsed.kind) {
    case "help":
      console.log(`${USAGE}\n\nFaults:\n${listed(FAULTS)}`);
      return 0;
    case "invalid":
      console.error(parsed.problem);
      return REFUSED;
    case "ok":
      return await runAll(parsed.options, args);
  }
}

/**
 * One short kill of the product, for `.ci/run`: what is wrong, one sentence each, empty when nothing is. Of speed it
 * asks no more than that the sale comes back.
 */
export async function shortKill(say: (line: string) => void): Promise<readonly string[]> {
  const { spans, bounds } = killProduct;
  const fault = {
    ...killProduct,
    spans: { ...spans, quick: { ...spans.quick, afterMs: CI_AFTER_MS } },
    bounds: { outageMsMin: bounds.outageMsMin ?? 1, firstMs: CI_AFTER_MS },
  };
  const { verdict, sentence } = await runFault(fault, {
    quick: true,
    seconds: null,
    grabsPerSecond: CI_GRABS_PER_SECOND,
    signal: new AbortController().signal,
    say,
  });
  say(inLanguage(sentence, "en"));
  return verdict === "passed" ? [] : [inLanguage(sentence, "en")];
}

const CI_AFTER_MS = 60_000;
const CI_GRABS_PER_SECOND = 100;

async function runAll(options: ChaosOptions, args: readonly string[]): Promise<number> {
  const { faults, missing } = await chosen(options);
  if (options.faults !== null && missing.size > 0) {
    for (const [name, what] of missing) console.error(`Cannot run "${name}": it needs ${what}`);
    return REFUSED;
  }
  const startedAtMs = Date.now();
  const interrupt = onInterrupt({ log: (line) => console.log(line), atOnce: killWatched });
  try {
    const reports: FaultReport[] = [];
    for (const fault of faults) {
      if (interrupt.signal.aborted) break;
      const why = missing.get(fault.name);
      const report = why === undefined
        ? await attempt(fault, { ...options, signal: interrupt.signal, say: sayOf(fault) })
        : skipped(fault, why);
      reports.push(report);
      console.log(`${fault.name} ${report.verdict}: ${inLanguage(report.sentence, "en")}`);
    }
    const interrupted = interrupt.signal.aborted;
    const report = await gathered(reports, { options, args, startedAtMs, interrupted });
    console.log(`\n${inLanguage(report.sentence, "en")}`);
    for (const path of await saveChaos(report, options.out)) console.log(path);
    return EXIT[report.verdict];
  } finally {
    interrupt.release();
  }
}

/** A fault whose installation does not come up has failed; the others still run. */
async function attempt(fault: Fault, options: RunOptions): Promise<FaultReport> {
  try {
    return await runFault(fault, options);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const interrupted = options.signal.aborted;
    return {
      ...nothingOf(fault),
      verdict: interrupted ? "interrupted" : "failed",
      sentence: interrupted
        ? { zh: "在加负载之前被中断。", en: "Interrupted before its load." }
        : { zh: `无法进行：${why}`, en: `It could not be run: ${why}` },
    };
  }
}

function skipped(fault: Fault, why: string): FaultReport {
  const sentence = { zh: `跳过：需要 ${why}。`, en: `Skipped: it needs ${why}.` };
  return { ...nothingOf(fault), verdict: "skipped", sentence };
}

function nothingOf({ name, what, promise }: Fault) {
  return { name, what, promise, observed: null, expectations: [], truth: [], notes: [] } as const;
}

/** What is to be run, and which of it cannot be. */
async function chosen(
  { faults }: ChaosOptions,
): Promise<{ readonly faults: readonly Fault[]; readonly missing: ReadonlyMap<string, string> }> {
  const wanted = faults === null
    ? FAULTS
    : faults.flatMap((name) => FAULTS.filter((fault) => fault.name === name));
  const missing = new Map<string, string>();
  for (const fault of wanted) {
    const why = await missingFor(fault);
    if (why !== null) missing.set(fault.name, why);
  }
  return { faults: wanted, missing };
}

async function gathered(
  faults: readonly FaultReport[],
  by: {
    readonly options: ChaosOptions;
    readonly args: readonly string[];
    readonly startedAtMs: number;
    readonly interrupted: boolean;
  },
): Promise<ChaosReport> {
  const { startedAtMs, interrupted, options, args } = by;
  const time = new Date(startedAtMs).toISOString().slice(0, 19).replaceAll(":", "-");
  const namesOf = (verdict: FaultReport["verdict"]) =>
    faults.filter((one) => one.verdict === verdict).map(({ name }) => name);
  const [passed, failed, skips] = [namesOf("passed"), namesOf("failed"), namesOf("skipped")];
  const run = faults.length - skips.length;
  return {
    version: 1,
    id: `${time}Z-chaos`,
    command: ["deno task bench chaos", ...args].join(" "),
    startedAtMs,
    quick: options.quick,
    environment: await readMachine(),
    commit: await commit(),
    verdict: interrupted ? "interrupted" : failed.length > 0 || run === 0 ? "failed" : "passed",
    sentence: {
      zh: [
        `${interrupted ? "已中断；" : ""}${run} 种故障中 ${passed.length} 种与承诺相符`,
        ...failed.length === 0 ? [] : [`未通过：${failed.join("、")}`],
        ...skips.length === 0 ? [] : [`跳过：${skips.join("、")}`],
      ].join("；") + "。",
      en: [
        `${interrupted ? "Interrupted; " : ""}${passed.length} of ${run} faults went as promised`,
        ...failed.length === 0 ? [] : [`failed: ${failed.join(", ")}`],
        ...skips.length === 0 ? [] : [`skipped: ${skips.join(", ")}`],
      ].join("; ") + ".",
    },
    faults,
  };
}

function sayOf(fault: Fault): (line: string) => void {
  const startMs = performance.now();
  return (line) => {
    const s = ((performance.now() - startMs) / 1_000).toFixed(1).padStart(5);
    console.log(`${fault.name} ${s} s: ${line}`);
  };
}

function listed(faults: readonly Fault[]): string {
  return faults.map(({ name, what }) => `  ${name.padEnd(18)}${inLanguage(what, "en")}`).join("\n");
}
