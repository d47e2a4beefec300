/** One run of wrk: as fast as the server answers, each request by another customer. */
import { type CpuReading, readCpu, usedCpu } from "../machine/cpu.ts";
import { startProcess } from "../machine/process.ts";
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
  /** Processes whose CPU time is read before and after. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
}

/** What wrk saw. */
export interface Measured {
  readonly requests: number;
  /** Requests that wrk composed, those without an answer included. */
  readonly sent: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers other than 2xx and 3xx. */
  readonly refused: number;
  /** Connection errors and time-outs. */
  readonly broken: number;
  /** CPU us per request by `process/thread`. */
  readonly cpuUs: Readonly<Record<string, number>>;
}

const THREADS = 1;
const POLL_MS = 200;
/** Below this a thread is not worth a line. */
const LEAST_US_PER_REQUEST = 0.05;

/** Runs wrk once; rejects when it ran out of tokens. */
export async function runWrk(load: Load): Promise<Measured> {
  const { tokens } = load;
  const script = new URL("./wrk.lua", import.meta.url).pathname;
  const before = readCpu(load.processes);
  const wrk = startProcess({
    name: "wrk",
    command: "wrk",
    args: [
      ...["-t", String(THREADS), "-c", String(load.connections), "-d", `${load.seconds}s`],
      ...["--timeout", "10s", "-s", script, load.origin, "--", load.path, tokens.path],
      ...[tokens.lineBytes, load.first, load.count, THREADS].map(String),
    ],
  });
  let own: CpuReading = new Map();
  const poll = setInterval(() => {
    const reading = readCpu([wrk]);
    if (reading.size > 0) own = reading;
  }, POLL_MS);
  try {
    const [, json] = await wrk.waitFor(/RESULT (\{.*\})\n/);
    const after = readCpu(load.processes);
    const result: WrkResult = JSON.parse(json ?? "");
    if (result.exhausted > 0) {
      throw new Error(`wrk ran out of tokens: ${load.count} were not enough for ${load.path}`);
    }
    const used = usedCpu(before, after, LEAST_US_PER_REQUEST * result.requests);
    const generator = usedCpu(new Map(), own, LEAST_US_PER_REQUEST * result.requests);
    return {
      requests: result.requests,
      sent: result.sent,
      perSecond: result.requests / result.durationUs * 1e6,
      p50Ms: result.p50Us / 1000,
      p99Ms: result.p99Us / 1000,
      maxMs: result.maxUs / 1000,
      refused: result.refused,
      broken: result.broken,
      cpuUs: Object.fromEntries(
        [...used, ...generator].map(([thread, us]) => [thread, us / result.requests]),
      ),
    };
  } finally {
    clearInterval(poll);
    await wrk.stop();
  }
}

interface WrkResult {
  readonly requests: number;
  readonly sent: number;
  readonly exhausted: number;
  readonly durationUs: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
  readonly refused: number;
  readonly broken: number;
}
