/** Runs the programs of this folder, each in a process and a folder of its own, and collects what they print. */
import { run } from "../machine/process.ts";
import type { Activated } from "./activation.ts";
import type { Flight } from "./flight.ts";
import type { Growth } from "./growth.ts";
import type { Idle } from "./idle.ts";

/** Everything that is measured without HTTP. */
export interface InProcess {
  readonly bare: readonly Flight[];
  readonly engine: readonly Flight[];
  readonly growth: Growth;
  /** Of the campaign that growth left: from records alone, then from snapshots. */
  readonly activation: { readonly records: Activated; readonly snapshots: Activated };
  readonly idle: { readonly actors: Idle; readonly states: Idle };
}

/** In flight in the comparison with the bare loop, as the target says. */
export const IN_FLIGHT = 1_024;
const WARM = 100_000;
const COUNT = 400_000;
const GROWTH = { few: 1_000, many: 1_000_000, windows: 10, grabsPerWindow: 4_000, inFlight: 256 };
const IDLE_ACTORS = 100_000;

/** The comparison with the bare loop, interleaved. */
export async function runFlights(
  rounds: number,
  report: (line: string) => void,
): Promise<Pick<InProcess, "bare" | "engine">> {
  const flights: { bare: Flight[]; engine: Flight[] } = { bare: [], engine: [] };
  const order = ["bare", "engine"] as const;
  for (let round = 1; round <= rounds; round++) {
    for (const name of round % 2 === 1 ? order : order.toReversed()) {
      const flight = await inFolder((directory) =>
        program<Flight>(name, { directory, inFlight: IN_FLIGHT, warm: WARM, count: COUNT })
      );
      flights[name].push(flight);
      report(`round ${round}  in process, ${name}  ${flight.perSecond.toFixed(0)}/s`);
    }
  }
  return flights;
}

/** Growth and, on what it leaves, activation. */
export function runGrowth(
  report: (line: string) => void,
): Promise<Pick<InProcess, "growth" | "activation">> {
  return inFolder(async (directory) => {
    report("growth to 1,000,000 reservations");
    const growth = await program<Growth>("growth", { directory, ...GROWTH });
    report("activation");
    const records = await program<Activated>("activation", { directory });
    const snapshots = await program<Activated>("activation", { directory });
    return { growth, activation: { records, snapshots } };
  });
}

/** Memory of idle actors. */
export function runIdle(report: (line: string) => void): Promise<InProcess["idle"]> {
  return inFolder(async (directory) => {
    report(`${IDLE_ACTORS} idle actors`);
    await program("idle", { directory, actors: IDLE_ACTORS, step: "write" });
    const actors = await program<Idle>("idle", { directory, actors: IDLE_ACTORS, step: "read" });
    const states = await program<Idle>("idle", { directory, actors: IDLE_ACTORS, step: "states" });
    return { actors, states };
  });
}

async function program<Result>(name: string, options: Record<string, unknown>): Promise<Result> {
  const file = new URL(`./${name}.ts`, import.meta.url).pathname;
  const output = await run({
    name,
    command: Deno.execPath(),
    args: ["run", "--no-prompt", "-A", "--v8-flags=--expose-gc", file, JSON.stringify(options)],
  });
  return JSON.parse(/RESULT (.*)/.exec(output)?.[1] ?? "null");
}

async function inFolder<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await Deno.makeTempDir({ prefix: "yundian_bench_" });
  try {
    return await work(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
