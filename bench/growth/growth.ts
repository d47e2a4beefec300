/** `deno task bench growth`: what an operation costs as things grow, flat or the reason why not. */
import { join } from "@std/path";
import { killWatched } from "../machine/guard.ts";
import { INTERRUPTED, onInterrupt } from "../runs/interrupt.ts";
import { readMachine } from "../runs/machine.ts";
import { Refusal } from "../runs/plan.ts";
import { commit } from "../runs/start.ts";
import type { Curve } from "./curve.ts";
import { campaigns } from "./curves/campaigns.ts";
import { participants } from "./curves/participants.ts";
import { reservations } from "./curves/reservations.ts";
import { storefronts } from "./curves/storefronts.ts";
import { subscribers } from "./curves/subscribers.ts";
import { growthPage } from "./growth_page.ts";
import type { CurveReport, GrowthReport } from "./growth_report.ts";
import { createProducts, Interrupted, measure } from "./measure.ts";
import { type GrowthOptions, parseOptions, USAGE } from "./options.ts";
import { summaryOf } from "./summary.ts";

const CURVES: readonly Curve[] = [reservations, campaigns, storefronts, subscribers, participants];
const FAILED = 1;
const REFUSED = 2;

/** Measures curves and writes what they say; 0 measured, 1 some could not be, 2 refused. */
export async function growth(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, CURVES.map(({ name }) => name));
  switch (parsed.kind) {
    case "help":
      console.log(`${USAGE}\n\nCurves:\n${listed()}`);
      return 0;
    case "invalid":
      console.error(parsed.problem);
      return REFUSED;
    case "ok":
      try {
        return await measureAll(parsed.options, args);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        console.error(error.message);
        return REFUSED;
      }
  }
}

async function measureAll(options: GrowthOptions, args: readonly string[]): Promise<number> {
  const startedAtMs = Date.now();
  const log = (line: string) => console.error(line);
  const interrupt = onInterrupt({ log, atOnce: killWatched });
  try {
    const found = await measured(options, { signal: interrupt.signal, log });
    const report: GrowthReport = {
      id: idOf(startedAtMs),
      command: ["deno task bench growth", ...args].join(" "),
      startedAtMs,
      seconds: (Date.now() - startedAtMs) / 1_000,
      isQuick: options.isQuick,
      interrupted: interrupt.signal.aborted,
      environment: await readMachine(),
      commit: await commit(),
      ...found,
    };
    const summary = summaryOf(report);
    console.log(summary);
    for (const path of await save(report, { summary, out: options.out })) console.log(path);
    return exitCodeOf(report);
  } finally {
    interrupt.release();
  }
}

/** One curve after the other; one that cannot be measured does not keep the others from it. */
async function measured(
  { curves, isQuick }: GrowthOptions,
  by: { readonly signal: AbortSignal; log(line: string): void },
): Promise<Pick<GrowthReport, "curves" | "failures">> {
  const chosen = curves === null
    ? CURVES
    : curves.flatMap((name) => CURVES.filter((curve) => curve.name === name));
  const found: CurveReport[] = [];
  const failures: { name: string; why: string }[] = [];
  const products = createProducts({ shared: isQuick, signal: by.signal });
  try {
    for (const curve of chosen) {
      if (by.signal.aborted) break;
      try {
        const { extent, ...judged } = await measure(curve, { ...by, isQuick, products });
        const { name, title, of } = curve;
        found.push({ name, title, of, sizes: extent.sizes, rounds: extent.rounds, ...judged });
      } catch (error) {
        if (error instanceof Refusal) throw error;
        if (error instanceof Interrupted || by.signal.aborted) break;
        const why = error instanceof Error ? error.message : String(error);
        by.log(`${curve.name}: ${why}`);
        failures.push({ name: curve.name, why });
      }
    }
  } finally {
    await products.stop();
  }
  return { curves: found, failures };
}

/** What is not flat, or not explained, is a finding and no failure. */
function exitCodeOf({ interrupted, failures }: GrowthReport): number {
  if (interrupted) return INTERRUPTED;
  return failures.length > 0 ? FAILED : 0;
}

/** The paths, the one to open first. */
async function save(
  report: GrowthReport,
  { summary, out }: { readonly summary: string; readonly out: string },
): Promise<readonly string[]> {
  const folder = join(out, report.id);
  await Deno.mkdir(folder, { recursive: true });
  const files = {
    "report.html": await growthPage(report),
    "summary.md": summary,
    "report.json": `${JSON.stringify(report, null, 1)}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), text);
  }
  return Object.keys(files).map((name) => join(folder, name));
}

function idOf(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replaceAll(":", "-")}Z-growth`;
}

function listed(): string {
  return CURVES.map(({ name, title, full }) => {
    const [first = 0] = full.sizes;
    const range = `${first.toLocaleString("en")} to ${full.sizes.at(-1)?.toLocaleString("en")}`;
    return `  ${name.padEnd(13)} ${title.en}, ${range}`;
  }).join("\n");
}
