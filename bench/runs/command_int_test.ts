import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { freePort, type Process, startProcess } from "../machine/process.ts";
import type { RunReport } from "../report/run_report.ts";
import { findK6 } from "./find_k6.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
const WITHOUT_K6 = await findK6().then(() => false, () => true);
const GONE_MS = 20_000;

/** `deno task bench` with a folder for all its temporary files, so that what is left can be found. */
interface Bench {
  readonly process: Process;
  readonly folder: string;
  ended(): Promise<{ readonly code: number; readonly output: string }>;
}

async function startBench(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Bench> {
  const folder = await Deno.makeTempDir({ prefix: "bench-test-" });
  const process = startProcess({
    name: "bench",
    command: Deno.execPath(),
    args: ["run", "-A", "--no-check", "bench/main.ts", ...args, ...outOf(args, folder)],
    cwd: ROOT,
    env: { TMPDIR: folder, ...env },
    readyMs: 120_000,
  });
  return {
    process,
    folder,
    async ended() {
      const { code } = await process.ended;
      await process.stop();
      return { code, output: process.output() };
    },
  };
}

function outOf(args: readonly string[], folder: string): readonly string[] {
  return args.includes("peers") || args.includes("nonsense") ? [] : ["--out", join(folder, "out")];
}

async function refused(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const bench = await startBench(args, env);
  const { code, output } = await bench.ended();
  assertEquals(code, 2, output);
  assertEquals(output.trim().split("\n").length, 1, output);
  await Deno.remove(bench.folder, { recursive: true });
  return output.trim();
}

/** Whatever a run has started has the folder in its environment; all of it must go, within a while. */
async function assertNothingLeft(folder: string): Promise<void> {
  const deadlineMs = Date.now() + GONE_MS;
  for (;;) {
    const left = processesOf(folder);
    if (left.length === 0) break;
    assert(Date.now() < deadlineMs, `These are left: ${left.join("; ")}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const folders = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.startsWith("yundian-"));
  assertEquals(folders, []);
}

function processesOf(folder: string): string[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const environment = Deno.readTextFileSync(`/proc/${name}/environ`);
      if (!environment.includes(`TMPDIR=${folder}`)) return [];
      return [Deno.readTextFileSync(`/proc/${name}/cmdline`).replaceAll("\0", " ")];
    } catch {
      return [];
    }
  });
}

async function reportIn(folder: string): Promise<RunReport> {
  const [run] = [...Deno.readDirSync(join(folder, "out"))];
  const path = join(folder, "out", run?.name ?? "");
  const files = [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  assertEquals(files, ["report.html", "report.json", "report.md"]);
  return JSON.parse(await Deno.readTextFile(join(path, "report.json")));
}

Deno.test({
  name: "one command starts the product, sells, checks the journal, reports and cleans up",
  ignore: WITHOUT_K6,
  async fn() {
    const bench = await startBench(["--profile", "smoke", "--seconds", "4", "--subscribers", "0"]);
    const { code, output } = await bench.ended();
    const report = await reportIn(bench.folder);
    assertEquals(report.problems, [], output);
    assertEquals([code, report.verdict], [0, "passed"], output);
    assertMatch(output, /report\.html/);
    assert(report.offered.completed > 0 && report.offered.requests > 0);
    assert(report.outcomes.some(({ status, count }) => status === 201 && count > 0));
    assert(report.truth.some(({ name }) => name === "every acknowledged reservation is found"));
    assertEquals(report.truth.filter(({ ok }) => !ok), []);
    const keys = report.series.groups.map(({ key }) => key);
    for (const key of ["rates", "latency", "outcomes", "units", "commit", "memory", "cpu"]) {
      assert(keys.includes(key), `no series ${key}`);
    }
    await assertNothingLeft(bench.folder);
    await Deno.remove(bench.folder, { recursive: true });
  },
});

Deno.test({
  name: "Ctrl-C in the middle of the load still checks and reports, and leaves nothing",
  ignore: WITHOUT_K6,
  async fn() {
    const bench = await startBench(["--profile", "smoke", "--seconds", "300"]);
    await bench.process.waitFor(/served [1-9]/);
    // Twice at once, as a terminal and a task runner send it.
    bench.process.signal("SIGINT");
    bench.process.signal("SIGINT");
    const { code, output } = await bench.ended();
    const report = await reportIn(bench.folder);
    assertEquals([code, report.verdict], [130, "interrupted"], output);
    assertEquals(report.problems, [], output);
    assertEquals(report.truth.filter(({ ok }) => !ok), []);
    assert(report.truth.length > 0 && report.offered.requests > 0);
    await assertNothingLeft(bench.folder);
    await Deno.remove(bench.folder, { recursive: true });
  },
});

Deno.test("what is refused is one line and starts nothing", async () => {
  const url = "http://127.0.0.1:1";
  const k6 = WITHOUT_K6 ? { K6: "" } : {};
  const [scenario, command, production, down, port, missing] = await Promise.all([
    refused(["--scenario", "nonsense_sale"]),
    refused(["nonsense"]),
    refused(["--url", "https://yundian.bank.example"], { AUTH_SECRET: "x", ...k6 }),
    refused(["--url", url], { AUTH_SECRET: "x" }),
    withPort((taken) => refused(["--port", String(taken)])),
    refused(["--profile", "smoke"], {
      ...{ PATH: "/nonexistent", HOME: "/nonexistent", K6: "" },
      // With the home goes the place of what Deno has downloaded.
      DENO_DIR: await denoDir(),
    }),
  ]);
  assertMatch(scenario, /^Unknown scenario "nonsense_sale", the scenarios are: flash_sale, /);
  assertMatch(command, /^Unknown command "nonsense", the commands are: /);
  assertMatch(missing, /^k6 is neither on the PATH .* go install go\.k6\.io\/k6\/v2@/);
  if (WITHOUT_K6) return;
  assertMatch(production, /counts as production: add --yes-this-is-production/);
  assertEquals(down, `${url} is down: nothing answers`);
  assertMatch(port, /^Port \d+ is in use: /);
});

async function denoDir(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

async function withPort(use: (port: number) => Promise<string>): Promise<string> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: freePort() });
  try {
    return await use(listener.addr.port);
  } finally {
    listener.close();
  }
}
