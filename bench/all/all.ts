/**
 * `deno task bench all`: every scenario and command one after the other, joined into `bench/RESULTS.md`. Each is a
 * process of its own, as if it had been typed.
 */
import { join } from "@std/path";
import { parseArgs } from "node:util";
import { killWatched } from "../machine/guard.ts";
import type { RunReport } from "../report/run_report.ts";
import { INTERRUPTED, onInterrupt } from "../runs/interrupt.ts";
import { readMachine } from "../runs/machine.ts";
import { type Gathered, resultsPage } from "./results_page.ts";
import { type Part, PARTS, type Step, stepsOf } from "./steps.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const OUT = join(ROOT, "bench", "out");
const RESULTS = "bench/RESULTS.md";
const REFUSED = 2;

const USAGE = `deno task bench all: everything, joined into ${RESULTS}; about an hour

  --only ${PARTS.join(",")}   these parts
  --quick      each in its shortest form; the page goes to bench/out
  --collect    runs nothing: joins the newest report of each kind in bench/out`;

interface Asked {
  readonly parts: readonly Part[];
  readonly quick: boolean;
  readonly collect: boolean;
}

/** Runs it; resolves with the exit code. */
export async function all(args: readonly string[]): Promise<number> {
  const asked = read(args);
  if (typeof asked === "number") return asked;
  const steps = stepsOf(asked.parts, asked);
  const interrupt = onInterrupt({ log: (line) => console.log(line), atOnce: killWatched });
  const missing: string[] = [];
  try {
    for (const [n, step] of asked.collect ? [] : steps.entries()) {
      if (interrupt.signal.aborted) {
        missing.push(`\`${step.args.join(" ")}\` was not run: interrupted`);
        continue;
      }
      console.log(`\n▶ ${n + 1} of ${steps.length}: deno task bench ${step.args.join(" ")}`);
      const code = await run(step, interrupt.signal);
      if (code !== 0) missing.push(`\`deno task bench ${step.args.join(" ")}\` ended with ${code}`);
    }
  } finally {
    interrupt.release();
  }
  const page = resultsPage({
    ...await gather(steps),
    command: ["deno task bench all", ...args].join(" "),
    missing,
  });
  const path = asked.quick ? join("bench", "out", "RESULTS.md") : RESULTS;
  await Deno.mkdir(OUT, { recursive: true });
  await Deno.writeTextFile(join(ROOT, path), page);
  console.log(`\n${path}`);
  if (interrupt.signal.aborted) return INTERRUPTED;
  return missing.length === 0 ? 0 : 1;
}

function read(args: readonly string[]): Asked | number {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: "string" },
        quick: { type: "boolean", default: false },
        collect: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    const words = values.only?.split(",") ?? PARTS;
    const unknown = words.find((word) => !PARTS.some((part) => part === word));
    if (unknown !== undefined) {
      console.error(`Unknown part "${unknown}" of --only, the parts are: ${PARTS.join(", ")}`);
      return REFUSED;
    }
    return { parts: PARTS.filter((part) => words.includes(part)), ...values };
  } catch (error) {
    console.error(error instanceof Error ? error.message.split("\n")[0] : String(error));
    return REFUSED;
  }
}

/** Its exit code. It hears of Ctrl-C and writes what it has. */
async function run({ args }: Step, signal: AbortSignal): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "bench/main.ts", ...args],
    cwd: ROOT,
    stdin: "null",
  }).spawn();
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  const { code } = await child.status;
  signal.removeEventListener("abort", stop);
  return code;
}

/** The newest report of each step. */
async function gather(
  steps: readonly Step[],
): Promise<Pick<Gathered, "date" | "machine" | "reports" | "summaries">> {
  const folders = (await Array.fromAsync(Deno.readDir(OUT)).catch(() => []))
    .filter(({ isDirectory }) => isDirectory).map(({ name }) => name).toSorted().reverse();
  const reports: RunReport[] = [];
  const summaries: string[] = [];
  for (const { part, args } of steps) {
    const [, scenario, , profile] = args;
    const ending = part === "scenarios" ? `Z-${scenario}-${profile}` : `Z-${part}`;
    const folder = folders.find((name) => name.endsWith(ending));
    if (folder === undefined) continue;
    if (part === "scenarios") {
      reports.push(JSON.parse(await Deno.readTextFile(join(OUT, folder, "report.json"))));
    } else {
      summaries.push(await Deno.readTextFile(join(OUT, folder, "summary.md")));
    }
  }
  const { cores, cpuModel, deno } = await readMachine();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cores} cores (${cpuModel}), Deno ${deno}`,
    reports,
    summaries,
  };
}
