/** One run of wrk: as fast as the server answers, each request by another customer. */
import { readCpu, usedCpu } from "../machine/cpu.ts";
import { readMemory } from "../machine/memory.ts";
import { startProcess } from "../machine/process.ts";
import { untilIdle } from "./idle.ts";
import type { TokenFile } from "./tokens.ts";

/** What a run is. */
export interface Load {
  /** Without path. */
  readonly origin: string;
  readonly path: string;
  readonly connections: number;
  readonly seconds: number;
  readonly tokens: TokenFile;
  /** Slice of the tokens that this run may use. */
  readonly first: number;
  readonly count: number;
  /** Processes whose CPU time and memory are read; the run ends once they have nothing left to do. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  readonly signal?: AbortSignal;
}

/** What wrk saw. */
export interface Measured {
  readonly requests: number;
  /** Requests that wrk composed, those without an answer included. */
  readonly sent: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers other than 2xx and 3xx. */
  readonly refused: number;
  /** Connection errors and time-outs. */
  readonly broken: number;
  /** CPU us per request by `process/thread`, what was done after the last answer included. */
  readonly cpuUs: Readonly<Record<string, number>>;
  /** Resident bytes by process after the run. */
  readonly memoryBytes: Readonly<Record<string, number>>;
  /** How long the processes went on after the last answer. */
  readonly afterMs: number;
}

/** Name of wrk among the processes. */
export const GENERATOR = "wrk";
const THREADS = 1;

/** Runs wrk once; rejects when it ran out of tokens or `signal` aborts. */
export async function runWrk(load: Load): Promise<Measured> {
  const { tokens, processes } = load;
  load.signal?.throwIfAborted();
  const script = new URL("./wrk.lua", import.meta.url).pathname;
  const before = readCpu(processes);
  const wrk = startProcess({
    name: GENERATOR,
    command: "wrk",
    detached: true,
    args: [
      ...["-t", String(THREADS), "-c", String(load.connections), "-d", `${load.seconds}s`],
      ...["--timeout", "10s", "-s", script, load.origin, "--", load.path, tokens.path],
      ...[tokens.lineBytes, load.first, load.count, THREADS].map(String),
    ],
  });
  const abort = () => void wrk.kill();
  load.signal?.addEventListener("abort", abort);
  try {
    const [, json] = await wrk.waitFor(/RESULT (\{.*\})\n/);
    const result: WrkResult = JSON.parse(json ?? "");
    if (result.exhausted > 0) {
      throw new Error(`wrk ran out of tokens: ${load.count} were not enough for ${load.path}`);
    }
    const idle = await untilIdle(processes, load.signal);
    const perRequest = [...usedCpu(before, idle.cpu, 0), [GENERATOR, result.cpuUs] as const]
      .map(([thread, us]) => [thread, us / result.requests] as const);
    return {
      requests: result.requests,
      sent: result.sent,
      perSecond: result.requests / result.durationUs * 1e6,
      p50Ms: result.p50Us / 1000,
      p95Ms: result.p95Us / 1000,
      p99Ms: result.p99Us / 1000,
      maxMs: result.maxUs / 1000,
      refused: result.refused,
      broken: result.broken,
      cpuUs: Object.fromEntries(perRequest),
      memoryBytes: Object.fromEntries(readMemory(processes)),
      afterMs: idle.afterMs,
    };
  } finally {
    load.signal?.removeEventListener("abort", abort);
    await wrk.stop();
  }
}

interface WrkResult {
  readonly requests: number;
  readonly sent: number;
  readonly exhausted: number;
  readonly durationUs: number;
  readonly p50Us: number;
  readonly p95Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
  readonly refused: number;
  readonly broken: number;
  /** Of all its threads. */
  readonly cpuUs: number;
}
