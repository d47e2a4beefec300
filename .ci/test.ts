/**
 * Runs every check and test with visible progress and ends with one line of counts.
 *
 * `quick` (the task `ok`) stops after the unit tests. Knobs: SIM_SEEDS and CRASH_KILLS (read by the
 * tests), TESTS_AT_ONCE (integration test files at a time), REQUIRE_ALL=1 (a skipped test fails),
 * TEST_FILTER (only test files whose path contains it), FROZEN=1 (the lock files must be right as
 * they are).
 */
import { join } from "@std/path";
import { addCounts, type Counts, readJunit } from "./junit.ts";
import { sources } from "./sources.ts";
import { writeUnitGroups } from "./unit_groups.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

/** Uses every core by itself and takes a while. */
const SIMULATION = "engine/sim/simulation_test.ts";
/** They wait for browsers, restarts and clocks; a browser's tests already run some at a time. */
const AT_ONCE = Number(Deno.env.get("TESTS_AT_ONCE") ?? "") ||
  Math.max(2, Math.min(4, navigator.hardwareConcurrency));
/** Starts of paths whose tests take longest: they begin first. */
const LONG = [
  "engine/crash/kill",
  "web/projection/projector",
  "web/host/deploy",
  "web/console",
  "web/h5/sale",
];

/** Where tests have a browser or a load beside the product. */
const HUNGRY = /^(bench|web\/(console|h5|storefront))\//;

interface Stage {
  readonly name: string;
  readonly args: readonly string[];
  /** `counted`: `deno test`, whose report is counted test by test. `gathered`: its output comes at its end, too. */
  readonly kind: "plain" | "counted" | "gathered";
  /** Two of these would wait for each other. */
  readonly hungry?: boolean;
}

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const shared = await Deno.makeTempDir({ prefix: "yundian-tests-" });
  // PostgreSQL's own user must come through.
  await Deno.chmod(shared, 0o755);
  // What many test files would make anew: see web/testing/cluster.ts.
  Deno.env.set("TEST_SHARED_DIR", shared);
  try {
    return await runStages(args, shared);
  } finally {
    await Deno.remove(shared, { recursive: true });
  }
}

async function runStages(args: readonly string[], directory: string): Promise<number> {
  const startedMs = Date.now();
  const total: Counts = { passed: 0, failed: 0, skipped: [] };
  const files = await sources(ROOT);
  const { first, basic, last, together } = await stages(files, {
    quick: args.includes("quick"),
    directory,
  });
  const one = async (stage: Stage) => {
    console.log(`\n▶ ${stage.name}`);
    const stageMs = Date.now();
    const { counts, output } = await runStage(stage);
    addCounts(total, counts);
    if (output.length > 0) console.log(`\n${stage.name}:\n${output.trimEnd()}`);
    const verdict = counts.failed === 0 ? "✔" : "✘";
    console.log(`${verdict} ${stage.name} (${seconds(stageMs)} s, ${seconds(startedMs)} s in all)`);
  };
  for (const stage of first) await one(stage);
  await Promise.all(basic.map(one));
  for (const stage of last) await one(stage);
  await runTogether(together, one);
  return report(total);
}

/** Up to `AT_ONCE` stages at a time, of those that are `hungry` one. */
async function runTogether(
  stages: readonly Stage[],
  one: (stage: Stage) => Promise<void>,
): Promise<void> {
  const hungry = stages.filter((stage) => stage.hungry).values();
  const others = stages.filter((stage) => !stage.hungry).values();
  const lanes = [[hungry, others], ...Array.from({ length: AT_ONCE - 1 }, () => [others])];
  await Promise.all(lanes.map(async (lane) => {
    for (const waiting of lane) for (const stage of waiting) await one(stage);
  }));
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

/** In this order: `first` and `last` one after the other, `basic` all at once, `together` some at a time. */
interface Stages {
  readonly first: readonly Stage[];
  readonly basic: readonly Stage[];
  readonly last: readonly Stage[];
  readonly together: readonly Stage[];
}

async function stages(
  files: readonly string[],
  options: { readonly quick: boolean; readonly directory: string },
): Promise<Stages> {
  // Tests have a lock file of their own, since deno task downloads all that deno.lock names.
  const lock = ["--lock=.ci/deno.lock", ...Deno.env.get("FROZEN") === "1" ? ["--frozen"] : []];
  const filter = Deno.env.get("TEST_FILTER") ?? "";
  const tests = files.filter((file) => /_test\.tsx?$/.test(file) && file.includes(filter));
  const slow = tests.filter((file) => /_int_test\.tsx?$/.test(file));
  const simulation = tests.filter((file) => file === SIMULATION);
  const unit = tests.filter((file) => file !== SIMULATION && !slow.includes(file));
  // Types are checked once for all files, so that each test run starts at once.
  const test = ["test", "-A", "--no-check", "--config=deno.json", ...lock];
  const first = [
    stage("formatting", ["fmt", "--check", ".", ".ci"]),
    stage("lint", ["lint", ".", ".ci"]),
    stage("lock files", ["run", "-A", ".ci/lock_files.ts"]),
  ];
  // The checker uses one core, and tests do not wait for its word.
  const basic = [stage("types", ["check", "--quiet", ...lock, ...files])];
  const groups = await writeUnitGroups(unit, {
    root: ROOT,
    directory: options.directory,
    cores: navigator.hardwareConcurrency,
  });
  if (groups.length > 0) {
    basic.push(stage("unit tests", [...test, "--parallel", ...groups], "counted"));
  }
  if (options.quick) return { first, basic, last: [], together: [] };
  const last = simulation.map((file) => stage("simulation", [...test, file], "counted"));
  const long = (file: string) => LONG.some((part) => file.startsWith(part)) ? 0 : 1;
  const together = slow.toSorted((one, other) => long(one) - long(other))
    .map((file) => ({
      ...stage(`integration: ${file}`, [...test, file], "gathered"),
      hungry: HUNGRY.test(file),
    }));
  return { first, basic, last, together };
}

function stage(name: string, args: readonly string[], kind: Stage["kind"] = "plain"): Stage {
  return { name, args, kind };
}

async function runStage(stage: Stage): Promise<{ counts: Counts; output: string }> {
  const junit = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const [command, ...rest] = stage.args;
    const isTest = stage.kind !== "plain";
    const options = {
      args: [command ?? "", ...isTest ? [`--junit-path=${junit}`] : [], ...rest],
      cwd: ROOT,
      stdin: "null" as const,
    };
    const { code, output } = stage.kind === "gathered" ? await gathered(options) : {
      code: (await new Deno.Command(Deno.execPath(), options).spawn().status).code,
      output: "",
    };
    const counts: Counts = isTest
      ? readJunit(await Deno.readTextFile(junit))
      : { passed: code === 0 ? 1 : 0, failed: 0, skipped: [] };
    // A module that does not load fails without a test of its own.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return { counts, output };
  } finally {
    await Deno.remove(junit);
  }
}

async function gathered(
  options: Deno.CommandOptions,
): Promise<{ readonly code: number; readonly output: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    ...options,
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder();
  return { code, output: text.decode(stdout) + text.decode(stderr) };
}

function seconds(sinceMs: number): string {
  return ((Date.now() - sinceMs) / 1_000).toFixed(1);
}
