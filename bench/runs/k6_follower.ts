/** Follows the recording and the log of k6 while it runs, and gathers what they and its summary tell. */
import { outcomeOf } from "../k6/outcomes.ts";
import { arrivedBy, type RunPlan as SuitePlan } from "../k6/profiles.ts";
import { thresholdsOf } from "../k6/thresholds.ts";
import type { Finding, GeneratorSpec, Percentiles, Second, Setup } from "./generator.ts";
import {
  countersIn,
  countIn,
  latenciesIn,
  outcomesIn,
  parseSummary,
  type Summary,
  verdictsIn,
} from "./k6_summary.ts";
import { LogLines } from "./log_lines.ts";
import { Recording, type Snapshot } from "./recording.ts";
import { Tail } from "./tail.ts";

/** What k6 writes, in the folder of the run. */
export const K6_FILES = {
  recording: "recording.ndjson",
  log: "k6.log",
  summary: "summary.json",
} as const;

/** How k6 ended. */
export interface K6End {
  /** Its exit code, or the signal. */
  readonly end: number | string;
  /** By us, early. */
  readonly isStopped: boolean;
  readonly output: string;
}

const SECOND_MS = 1_000;
const THRESHOLDS_CROSSED = 99;
const SHORT_S = 2;
const SAID_CHARACTERS_MAX = 500;

/** Follows the files of one run. */
export class Follower {
  readonly #spec: GeneratorSpec;
  readonly #plan: SuitePlan;
  readonly #recording = new Recording();
  readonly #log = new LogLines();
  readonly #recordingTail: Tail;
  readonly #logTail: Tail;
  readonly #seconds: Second[] = [];
  #startedAtMs: number | null = null;

  constructor(spec: GeneratorSpec, plan: SuitePlan) {
    this.#spec = spec;
    this.#plan = plan;
    this.#recordingTail = new Tail(`${spec.directory}/${K6_FILES.recording}`);
    this.#logTail = new Tail(`${spec.directory}/${K6_FILES.log}`);
  }

  get setup(): Setup | null {
    return this.#log.setup;
  }

  look(): void {
    this.#log.push(this.#logTail.read());
    if (this.#log.setup !== null) this.#startedAtMs ??= Date.now();
    for (const snapshot of this.#recording.push(this.#recordingTail.read())) {
      // What setup itself asks is no load.
      if (this.#startedAtMs === null || snapshot.endMs < this.#startedAtMs) continue;
      const second = this.#secondOf(snapshot, this.#startedAtMs);
      this.#seconds.push(second);
      this.#spec.onSecond(second);
    }
  }

  /** Reads what there is at the end. */
  finish(): void {
    this.look();
    const last = this.#seconds.at(-1);
    const metrics = this.#recording.rest;
    if (last !== undefined && this.#startedAtMs !== null && metrics.size > 0) {
      const snapshot = { endMs: last.endMs + SECOND_MS, metrics };
      this.#seconds.push(this.#secondOf(snapshot, this.#startedAtMs));
    }
    this.#recordingTail.close();
    this.#logTail.close();
  }

  #secondOf({ endMs, metrics }: Snapshot, startedAtMs: number): Second {
    const count = (name: string) => metrics.get(name)?.["count"] ?? 0;
    const endS = (endMs - startedAtMs) / SECOND_MS;
    const outcomes = new Map<string, number>();
    const latencies = new Map<string, Percentiles>();
    let answered = 0;
    for (const [name, reading] of metrics) {
      const outcome = outcomeOf(name);
      if (outcome !== null) {
        const { request, status, reason } = outcome;
        outcomes.set(`${request} ${status} ${reason}`, reading["count"] ?? 0);
        if (status !== 0) answered += reading["count"] ?? 0;
      }
      const request = /^ms_([a-z_]+)$/.exec(name)?.[1];
      if (request !== undefined) {
        latencies.set(request, {
          p50Ms: reading["med"] ?? 0,
          p95Ms: reading["p(95)"] ?? 0,
          p99Ms: reading["p(99)"] ?? 0,
          maxMs: reading["max"] ?? 0,
        });
      }
    }
    return {
      endMs,
      planned: this.#planned(endS) - this.#planned(endS - 1),
      completed: count("iterations"),
      dropped: count("dropped_iterations"),
      answered,
      vus: metrics.get("vus")?.["value"] ?? null,
      outcomes,
      latencies,
    };
  }

  /** All that there is once k6 has ended. */
  async finding(end: K6End): Promise<Finding> {
    const summary = await summaryOf(`${this.#spec.directory}/${K6_FILES.summary}`);
    const totals = iterationsIn(end.output);
    const dropped = countIn(summary, "dropped_iterations");
    const seconds = this.#seconds;
    const isCut = end.isStopped || (end.end === THRESHOLDS_CROSSED && this.#isShort());
    const planned = this.#planned(isCut ? seconds.length : this.#plan.seconds);
    return {
      setup: this.#log.setup,
      loadStartedAtMs: this.#startedAtMs,
      seconds,
      offered: {
        planned: Math.round(planned),
        started: totals.completed + totals.interrupted,
        dropped,
        completed: totals.completed,
        interrupted: totals.interrupted,
        requests: countIn(summary, "http_reqs"),
        vusMax: summary.get("vus_max")?.["max"] ?? 0,
      },
      counters: countersIn(summary),
      outcomes: outcomesIn(summary, this.#plan.scenario),
      latencies: latenciesIn(summary),
      thresholds: verdictsIn(summary, thresholdsOf(this.#plan)),
      acknowledged: this.#log.acknowledged,
      problems: brokenBy(end, this.#log.others),
      refused: refusalIn(this.#log.others),
    };
  }

  #planned(untilS: number): number {
    return arrivedBy(this.#plan, Math.max(0, untilS));
  }

  /** Whether the load ended before its plan did, as a breakpoint's does. */
  #isShort(): boolean {
    return this.#seconds.length < this.#plan.seconds - SHORT_S;
  }
}

async function summaryOf(path: string): Promise<Summary> {
  try {
    return parseSummary(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Map();
    throw error;
  }
}

/** Of the last line of its kind: `12 complete and 3 interrupted iterations`. */
function iterationsIn(output: string): { completed: number; interrupted: number } {
  const last = [...output.matchAll(/(\d+) complete and (\d+) interrupted iterations/g)].at(-1);
  return { completed: Number(last?.[1] ?? 0), interrupted: Number(last?.[2] ?? 0) };
}

/** The sentence of the suite that says why a target cannot be prepared, if it does. */
function refusalIn(log: readonly string[]): string | null {
  return log.map((line) => /Cannot prepare the run: (.+?)(?:\s+at \S+:\d|\\n|$)/.exec(line)?.[1])
    .find(Boolean) ?? null;
}

function brokenBy({ end, isStopped, output }: K6End, log: readonly string[]): string[] {
  if (end === 0 || end === THRESHOLDS_CROSSED || isStopped) return [];
  const said = log.findLast((line) => /error|exception|panic/i.test(line)) ?? log.at(-1) ??
    output.trim().split("\n").at(-1) ?? "";
  return [`k6 broke off with ${end}: ${said.slice(0, SAID_CHARACTERS_MAX)}`];
}
