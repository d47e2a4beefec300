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

/** Who hears of it and who ends it. */
export interface Caller {
  log(line: string): void;
  readonly signal: AbortSignal;
}

/** The comparison with the bare loop, interleaved. */
export async function runFlights(
  rounds: number,
  { log, signal }: Caller,
): Promise<Pick<InProcess, "bare" | "engine">> {
  const flights: { bare: Flight[]; engine: Flight[] } = { bare: [], engine: [] };
  const order = ["bare", "engine"] as const;
  for (let round = 1; round <= rounds; round++) {
    for (const name of round % 2 === 1 ? order : order.toReversed()) {
      const flight = await inFolder((directory) =>
        program<Flight>(name, { directory, inFlight: IN_FLIGHT, warm: WARM, count: COUNT }, signal)
      );
      flights[name].push(flight);
      log(`round ${round}  in process, ${name}  ${flight.perSecond.toFixed(0)}/s`);
    }
  }
  return flights;
}

/** Growth and, on what it leaves, activation. */
export function runGrowth(
  { log, signal }: Caller,
): Promise<Pick<InProcess, "growth" | "activation">> {
  return inFolder(async (directory) => {
    log("growth to 1,000,000 reservations");
    const growth = await program<Growth>("growth", { directory, ...GROWTH }, signal);
    log("activation");
    const records = await program<Activated>("activation", { directory }, signal);
    const snapshots = await program<Activated>("activation", { directory }, signal);
    return { growth, activation: { records, snapshots } };
  });
}

/** Memory of idle actors. */
export function runIdle({ log, signal }: Caller): Promise<InProcess["idle"]> {
  return inFolder(async (directory) => {
    log(`${IDLE_ACTORS} idle actors`);
    await program("idle", { directory, actors: IDLE_ACTORS, step: "write" }, signal);
    const actors = await program<Idle>(
      "idle",
      { directory, actors: IDLE_ACTORS, step: "read" },
      signal,
    );
    const states = await program<Idle>(
      "idle",
      { directory, actors: IDLE_ACTORS, step: "states" },
      signal,
    );
    return { actors, states };
  });
}

/** The result that a program of this folder prints. */
async function program<Result>(
  name: string,
  options: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Result> {
  const file = new URL(`./${name}.ts`, import.meta.url).pathname;
  const output = await run({
    name,
    command: Deno.execPath(),
    abort: signal,
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
