/** One run of the bench from its options to its results, as far as it came. */
import { cpus } from "node:os";
import { runFlights, runGrowth, runIdle } from "../in_process/programs.ts";
import { findK6 } from "../load/k6.ts";
import { type TokenFile, writeTokens } from "../load/tokens.ts";
import { installed } from "../machine/process.ts";
import { type Crash, runCrashes } from "./crash.ts";
import type { Options } from "./options.ts";
import { OURS_ALL, startProduct } from "./ours.ts";
import { runPaced } from "./paced.ts";
import type { Answer } from "./peer.ts";
import { medianRate, mostConnections, type Results } from "./results.ts";
import { runRounds, type Sample } from "./rounds.ts";
import { LIMIT, OURS, type Row, rowsOf } from "./rows.ts";
import { grabOnce, openSale } from "./sale.ts";
import type { Common } from "./session.ts";

const SECRET = "a-secret-for-benchmarks-of-more-than-32-bytes";
/** More than any peer answered on any machine so far. */
const TOKENS_PER_SECOND = 100_000;
/** More than any peer sold. */
const UNITS_PER_SECOND = 65_000;
/** k6 on the cores of the server starts no more than this in time on two cores. */
const PACED_PER_SECOND_MAX = 6_000;

const INTERRUPTED = "interrupted by a signal";

/** Who asked for the run, and who hears of it. */
export interface Caller {
  readonly command: string;
  readonly signal: AbortSignal;
  log(line: string): void;
}

type Found = { -readonly [Key in keyof Results]: Results[Key] };

/** Measures what the options ask for. What ends it early is part of the results, never thrown. */
export async function measure(options: Options, caller: Caller): Promise<Results> {
  const rows = await rowsOf(options.peers, options.appendfsync);
  const atMs = Date.now();
  const found: Found = {
    id: `${new Date(atMs).toISOString().slice(0, 19).replaceAll(":", "-")}Z-peers`,
    command: caller.command,
    startedAtMs: atMs,
    machine: `${cpus().length} cores (${
      cpus()[0]?.model.trim() ?? "unknown"
    }), Deno ${Deno.version.deno}`,
    rounds: options.rounds,
    seconds: options.seconds,
    rows: rows.map(({ name, peer, appendfsync, skipped }) => (
      { name, what: peer.what, durability: peer.durability(appendfsync), skipped }
    )),
    skipped: [],
    endedEarly: null,
    interrupted: false,
  };
  try {
    await measureInto(found, { options, caller, rows: rows.filter((row) => row.skipped === null) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // In one line here; what programs printed stays with whoever watches.
    found.interrupted = caller.signal.aborted;
    if (!found.interrupted) caller.log(error.message);
    found.endedEarly = found.interrupted ? INTERRUPTED : error.message.split("\n")[0] ?? "";
  }
  return found;
}

interface Work {
  readonly options: Options;
  readonly caller: Caller;
  readonly rows: readonly Row[];
}

async function measureInto(found: Found, work: Work): Promise<void> {
  const { options: { parts, rounds }, caller: { signal, log } } = work;
  if (parts.has("http") || parts.has("crash") || parts.has("paced")) {
    await overHttp(found, work);
  }
  if (parts.has("process")) {
    found.process = { ...found.process, ...await runFlights(rounds, { log, signal }) };
  }
  if (parts.has("growth")) {
    found.process = { ...found.process, ...await runGrowth({ log, signal }) };
  }
  if (parts.has("idle")) {
    found.process = { ...found.process, idle: await runIdle({ log, signal }) };
  }
}

async function overHttp(found: Found, work: Work): Promise<void> {
  const { options, caller: { signal, log }, rows } = work;
  const directory = await Deno.makeTempDir({ prefix: "yundian_bench_" });
  try {
    log("asking the product for its answer");
    const common: Common = { secret: SECRET, answer: await ourAnswer(directory, signal), signal };
    const tokens = await tokensOf(work, directory);
    if (options.parts.has("http")) await measureRounds(found, { ...work, common, tokens });
    if (options.parts.has("crash")) {
      const crashes: Crash[] = [];
      found.crashes = crashes;
      const plan = { ...common, ...options.crash, rows };
      await runCrashes(plan, { log, crash: (one) => void crashes.push(one) });
    }
    if (options.parts.has("paced")) await measurePaced(found, { ...work, common, tokens });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function tokensOf(work: Work, directory: string): Promise<TokenFile> {
  const { parts, seconds, warmSeconds } = work.options;
  const count = parts.has("http") || parts.has("paced")
    ? TOKENS_PER_SECOND * (seconds + warmSeconds)
    : 0;
  if (count > 0) work.caller.log("signing tokens");
  return await writeTokens({ path: `${directory}/tokens`, count, secret: SECRET });
}

type WithTokens = Work & { readonly common: Common; readonly tokens: TokenFile };

async function measureRounds(found: Found, work: WithTokens): Promise<void> {
  const { options, caller: { log }, rows, common, tokens } = work;
  if (!await installed("wrk")) {
    found.skipped = [...found.skipped, {
      zh: "速度与延迟，没有安装 wrk",
      en: "rates and latencies, wrk is not installed",
    }];
    return;
  }
  const samples: Sample[] = [];
  found.http = samples;
  const { connections, rounds, seconds, warmSeconds } = options;
  const units = UNITS_PER_SECOND * (seconds + warmSeconds);
  await runRounds(
    { ...common, rows, connections, rounds, seconds, warmSeconds, tokens, units },
    { log, sample: (one) => void samples.push(one) },
  );
}

async function measurePaced(found: Found, work: WithTokens): Promise<void> {
  const { options, caller: { log }, common, tokens } = work;
  if (await findK6() === null) {
    found.skipped = [...found.skipped, {
      zh: "固定到达率，没有安装 k6",
      en: "the fixed rate of arrival, k6 is not installed",
    }];
    return;
  }
  const names = [LIMIT, ...OURS_ALL.map(({ name }) => name)];
  const rows = work.rows.filter((row) => names.includes(row.name));
  const perSecond = options.pacedPerSecond ?? pacedRate(found.http ?? []);
  found.paced = await runPaced({ ...common, rows, perSecond, tokens }, log);
}

/** Half of our own maximum, as far as k6 can offer it. */
function pacedRate(samples: readonly Sample[]): number {
  const most = medianRate(samples, OURS, mostConnections(samples)) ?? Infinity;
  return Math.floor(Math.min(most / 2, PACED_PER_SECOND_MAX));
}

/** What the product answers to a grab, so that peers answer with the same headers and size. */
async function ourAnswer(directory: string, signal: AbortSignal): Promise<Answer> {
  const { process, origin } = await startProduct({
    directory: `${directory}/probe`,
    secret: SECRET,
    env: {},
    signal,
  });
  try {
    const product = { origin, secret: SECRET, signal };
    const response = await grabOnce(product, await openSale(product, 1), "probe");
    if (response.status !== 201) throw new Error(`The probe's grab answered ${response.status}`);
    const own = new Set(["date", "content-length", "vary"]);
    const headers = [...response.headers].filter(([name]) => !own.has(name));
    return { headers: Object.fromEntries(headers), body: await response.text() };
  } finally {
    await process.stop();
  }
}
