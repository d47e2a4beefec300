/**
 * Runs every check and test with visible progress and ends with one line of counts.
 *
 * `quick` (the task `ok`) stops after the unit tests. Knobs: SIM_SEEDS and CRASH_KILLS (read by the
 * tests), REQUIRE_ALL=1 (a skipped test fails), TEST_FILTER (only test files whose path contains
 * it), FROZEN=1 (the lock files must be right as they are).
 */
import { join } from "@std/path";
import { addCounts, type Counts, readJunit } from "./junit.ts";
import { sources } from "./sources.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

/** Uses every core by itself and takes a while. */
const SIMULATION = "engine/sim/simulation_test.ts";

interface Stage {
  readonly name: string;
  readonly args: readonly string[];
  /** Whether it is `deno test`, whose report is counted test by test. */
  readonly counted: boolean;
}

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const shared = await Deno.makeTempDir({ prefix: "yundian-tests-" });
  // What many test files would make anew: see engine/crash/cluster.ts.
  Deno.env.set("TEST_SHARED_DIR", shared);
  try {
    return await runStages(args);
  } finally {
    await Deno.remove(shared, { recursive: true });
  }
}

async function runStages(args: readonly string[]): Promise<number> {
  const startedMs = Date.now();
  const total: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const stage of stages(await sources(ROOT), args.includes("quick"))) {
    console.log(`\n▶ ${stage.name}`);
    const stageMs = Date.now();
    const counts = await runStage(stage);
    addCounts(total, counts);
    const verdict = counts.failed === 0 ? "✔" : "✘";
    console.log(`${verdict} ${stage.name} (${seconds(stageMs)} s, ${seconds(startedMs)} s in all)`);
  }
  return report(total);
}

function report(total: Counts): number {
  const requireAll = Deno.env.get("REQUIRE_ALL") === "1";
  for (const name of total.skipped) console.log(`skipped: ${name}`);
  const failed = total.failed + (requireAll ? total.skipped.length : 0);
  const skipped = requireAll ? 0 : total.skipped.length;
  if (requireAll && total.skipped.length > 0) {
    console.log("REQUIRE_ALL=1: each skipped test counts as failed");
  }
  console.log(`\n${total.passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

function stages(files: readonly string[], quick: boolean): Stage[] {
  // Tests have a lock file of their own, since deno task downloads all that deno.lock names.
  const lock = ["--lock=.ci/deno.lock", ...Deno.env.get("FROZEN") === "1" ? ["--frozen"] : []];
  const filter = Deno.env.get("TEST_FILTER") ?? "";
  const tests = files.filter((file) => /_test\.tsx?$/.test(file) && file.includes(filter));
  const slow = tests.filter((file) => /_int_test\.tsx?$/.test(file));
  const simulation = tests.filter((file) => file === SIMULATION);
  const unit = tests.filter((file) => file !== SIMULATION && !slow.includes(file));
  // Types are checked once for all files, so that each test run starts at once.
  const test = ["test", "-A", "--no-check", ...lock];
  const all: Stage[] = [
    { name: "formatting", args: ["fmt", "--check", ".", ".ci"], counted: false },
    { name: "lint", args: ["lint", ".", ".ci"], counted: false },
    { name: "lock files", args: ["run", "-A", ".ci/lock_files.ts"], counted: false },
    { name: "types", args: ["check", "--quiet", ...lock, ...files], counted: false },
  ];
  if (unit.length > 0) {
    all.push({ name: "unit tests", args: [...test, "--parallel", ...unit], counted: true });
  }
  if (!quick) {
    for (const file of simulation) {
      all.push({ name: "simulation", args: [...test, file], counted: true });
    }
    for (const file of slow) {
      all.push({ name: `integration: ${file}`, args: [...test, file], counted: true });
    }
  }
  return all;
}

async function runStage(stage: Stage): Promise<Counts> {
  const junit = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const [command, ...rest] = stage.args;
    const report = stage.counted ? [`--junit-path=${junit}`] : [];
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: [command ?? "", ...report, ...rest],
      cwd: ROOT,
      stdin: "null",
    }).spawn().status;
    const counts: Counts = stage.counted
      ? readJunit(await Deno.readTextFile(junit))
      : { passed: code === 0 ? 1 : 0, failed: 0, skipped: [] };
    // A module that does not load fails without a test of its own.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } finally {
    await Deno.remove(junit);
  }
}

function seconds(sinceMs: number): string {
  return ((Date.now() - sinceMs) / 1_000).toFixed(1);
}
