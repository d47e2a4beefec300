/**
 * `deno task sim --seeds 2000 --from 1`: plays seeds on every core, prints progress, and for a failing
 * seed the invariant and the command that replays it. `--seed 1234 --trace` plays one and says all.
 */
import { parseArgs } from "node:util";
import { runSeeds } from "./seeds.ts";
import { playSeed } from "./plays.ts";

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: string[]): Promise<number> {
  const { values: flags } = parseArgs({
    args,
    options: {
      seed: { type: "string" },
      seeds: { type: "string", default: "200" },
      from: { type: "string", default: "1" },
      workers: { type: "string", default: `${navigator.hardwareConcurrency}` },
      trace: { type: "boolean", default: false },
    },
  });
  if (flags.seed !== undefined) {
    const result = await playSeed({ seed: Number(flags.seed), trace: flags.trace });
    for (const line of result.lines ?? []) console.log(line);
    const { lines: _, ...summary } = result;
    console.log(summary);
    return result.violations.length === 0 ? 0 : 1;
  }
  const startMs = performance.now();
  const { failed, seeds, steps, replies } = await runSeeds({
    from: Number(flags.from),
    seeds: Number(flags.seeds),
    workers: Number(flags.workers),
    progress: (line) => console.log(line),
  });
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  console.log(
    `${seeds} seeds, ${failed.length} failed, ${steps} steps, ${replies} replies, ${seconds} s`,
  );
  return failed.length === 0 ? 0 : 1;
}
