/** Many seeds on several cores, each core a Worker. */
import type { SimResult } from "./scenario.ts";

export interface SeedsOptions {
  readonly from: number;
  readonly seeds: number;
  readonly workers?: number;
  readonly progress: (line: string) => void;
}

export interface SeedsReport {
  readonly seeds: number;
  readonly failed: readonly SimResult[];
  readonly steps: number;
  readonly replies: number;
}

const PROGRESS_SEEDS = 250;
/** Small enough that all cores end together. */
const SHARE_SEEDS = 10;

/** Plays `seeds` seeds; failing ones are reported with their replay command at once. */
export async function runSeeds(options: SeedsOptions): Promise<SeedsReport> {
  const end = options.from + options.seeds;
  let next = options.from;
  let seeds = 0;
  let steps = 0;
  let replies = 0;
  const failed: SimResult[] = [];
  const take = (result: SimResult) => {
    seeds++;
    steps += result.steps;
    replies += result.replies;
    if (result.violations.length > 0) {
      failed.push(result);
      options.progress(describe(result));
    }
    if (seeds % PROGRESS_SEEDS === 0) options.progress(`${seeds} of ${options.seeds} seeds`);
  };
  const work = async () => {
    const worker = new Worker(new URL("./seeds_worker.ts", import.meta.url), { type: "module" });
    try {
      while (next < end) {
        const from = next;
        next = Math.min(end, next + SHARE_SEEDS);
        await play(worker, { from, until: next }, take);
      }
    } finally {
      worker.terminate();
    }
  };
  const workers = options.workers ?? navigator.hardwareConcurrency;
  await Promise.all(Array.from({ length: workers }, work));
  return { seeds, failed, steps, replies };
}

function play(
  worker: Worker,
  share: { from: number; until: number },
  take: (result: SimResult) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<SimResult | "done">) => {
      if (data === "done") resolve();
      else take(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot simulate seeds from ${share.from}: ${event.message}`));
    };
    worker.postMessage(share);
  });
}

/** What failed and how to see it again. */
export function describe(result: SimResult): string {
  const { seed, scenario, violations } = result;
  return [
    `seed ${seed} (${scenario}) failed:`,
    ...violations.map((violation) => `  ${violation}`),
    `  replay: deno task sim --seed ${seed} --trace`,
  ].join("\n");
}
