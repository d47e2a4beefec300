/**
 * The benchmarks themselves, as an SRE runs them: the profile `smoke` of every scenario through the command line, and
 * one `kill -9` of the product under load. Each counts; the last line says how many passed.
 */
import { join } from "@std/path";
import { shortKill } from "../bench/chaos/chaos.ts";
import { type Scenario, SCENARIOS } from "../bench/report/run_report.ts";
import { startTarget } from "../bench/runs/start.ts";
import type { Target } from "../bench/runs/target.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");
const SECONDS = 6;
/** Starts a product of its own, as the others would; they share one, since a start takes longer than a smoke run. */
const ALONE: Scenario = "flash_sale";

/** One line of why not; null: passed. */
async function smoke(scenario: Scenario, options: { target: Target; out: string }) {
  const { target, out } = options;
  const flags = ["--scenario", scenario, "--profile", "smoke", "--seconds", String(SECONDS)];
  const where = scenario === ALONE ? [] : ["--url", target.origin];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--frozen", "-A", "bench/main.ts", ...flags, ...where, "--out", out],
    cwd: ROOT,
    env: { AUTH_SECRET: target.secret, EVENTS_SECRET: target.eventsSecret ?? "" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  const said = text.decode(stdout);
  const page = said.split("\n").find((line) => line.endsWith("report.html"));
  if (code !== 0) return `ended with ${code}:\n${text.decode(stderr)}${said}`;
  if (page === undefined || (await Deno.stat(page)).size === 0) return `wrote no report:\n${said}`;
  console.log(said.split("\n")[0]);
  return null;
}

async function counted(name: string, run: () => Promise<string | null>): Promise<boolean> {
  const sinceMs = Date.now();
  const why = await run().catch((error) => String(error));
  const took = `${((Date.now() - sinceMs) / 1_000).toFixed(1)} s`;
  console.log(why === null ? `✔ ${name} (${took})` : `✘ ${name} (${took}) ${why}`);
  return why === null;
}

const out = await Deno.makeTempDir({ prefix: "yundian-smoke-" });
const results: boolean[] = [];
try {
  const target = await startTarget(
    { kind: "start", port: null, journal: "sqlite", scale: "demo" },
    { log: console.log },
  );
  try {
    for (const scenario of SCENARIOS) {
      results.push(await counted(`smoke of ${scenario}`, () => smoke(scenario, { target, out })));
    }
  } finally {
    await target.stop();
  }
  results.push(
    await counted("one kill under load", async () => {
      const problems = await shortKill((line) => console.log(line));
      return problems.length === 0 ? null : problems.join("; ");
    }),
  );
} finally {
  await Deno.remove(out, { recursive: true });
}
const passed = results.filter((one) => one).length;
const failed = results.length - passed;
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
Deno.exit(failed === 0 ? 0 : 1);
