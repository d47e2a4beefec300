/** One fault from the start of its installation to the audit. */
import { type Guard, startGuard } from "../machine/guard.ts";
import type { Check, FaultReport, Observed } from "./chaos_report.ts";
import { Crowd } from "./crowd.ts";
import type { Fault, Findings, Scene } from "./fault.ts";
import { Installation } from "./installation.ts";
import { judge, type Seen, seenOf } from "./judge.ts";
import { Memory } from "./memory_watch.ts";
import { pause } from "./pause.ts";
import { seriesOf } from "./series.ts";
import { hireManagers, openSale, type Place, type SaleSpec } from "./staff.ts";
import { failuresOf, type Usual, usualOf } from "./timeline.ts";
import { findTruth } from "./truth.ts";
import { sentenceOf, settingInWords } from "./words.ts";

export interface RunOptions {
  readonly quick: boolean;
  /** Over the fault's own time; null: as it says. */
  readonly seconds: number | null;
  readonly grabsPerSecond: number;
  readonly signal: AbortSignal;
  say(line: string): void;
}

const SALE: SaleSpec = {
  units: 200_000,
  perCustomerMax: 1,
  holdSeconds: 7_200,
  expectedPeakPerSecond: 500,
};
/** The first answers are slow: connections are made, code is compiled. */
const WARM_MS = 1_000;
const POLL_MS = 500;
const LAST_WORDS_CHARACTERS = 1_500;
/** Once things are as usual, they are looked at so long. */
const CALM_AGAIN_MS = 2_000;

/** Runs it; only what is wrong with the harness itself rejects. */
export async function runFault(fault: Fault, options: RunOptions): Promise<FaultReport> {
  const directory = await Deno.makeTempDir({ prefix: "yundian-chaos-" });
  // PostgreSQL's own user must come through.
  await Deno.chmod(directory, 0o755);
  const prepared = await fault.prepare?.(directory);
  const guard = startGuard({ directory });
  try {
    return await installed(fault, { ...options, directory, guard });
  } finally {
    await prepared?.[Symbol.asyncDispose]();
    await Deno.remove(directory, { recursive: true });
    await guard.release();
  }
}

interface Inside extends RunOptions {
  readonly guard: Guard;
  readonly directory: string;
}

async function installed(fault: Fault, options: Inside): Promise<FaultReport> {
  const { directory, guard, signal, quick, say } = options;
  const setting = quick
    ? { ...fault.setting, env: { ...fault.setting.env, ...fault.quickEnv } }
    : fault.setting;
  say("starting");
  const installation = await Installation.open({ setting, directory, guard, signal });
  try {
    const report = await loaded({ ...fault, setting }, { ...options, installation });
    if (report.verdict === "failed") say(`the product's last words: ${lastWordsOf(installation)}`);
    return report;
  } finally {
    await installation.stop();
  }
}

function lastWordsOf({ product }: Installation): string {
  return product.output().slice(-LAST_WORDS_CHARACTERS).trim();
}

interface Loaded extends Inside {
  readonly installation: Installation;
}

async function loaded(fault: Fault, options: Loaded): Promise<FaultReport> {
  const { installation, signal, quick, say, directory, seconds, grabsPerSecond } = options;
  const { origin, secret } = installation;
  const place: Place = { origin, secret, signal };
  const spec = { ...SALE, ...fault.sale };
  const managers = fault.credits ? await hireManagers(place) : [];
  const sale = await openSale(place, spec);
  const crowd = new Crowd({ origin, secret, sale, grabsPerSecond, managers, ...CROWD });
  const spans = quick ? fault.spans.quick : fault.spans.full;
  const faultMs = seconds === null ? spans.faultMs : seconds * 1_000;
  const memory = new Memory(() => installation.product.pid);
  const scene: Scene = {
    ...{ installation, place, sale, crowd, memory, directory, quick, faultMs, say },
    pause: (ms) => pause(ms, signal),
  };
  const course = new Course(fault, { crowd, memory, grabsPerSecond });
  crowd.start();
  try {
    say(`${grabsPerSecond} grabs/s`);
    await pause(WARM_MS + spans.calmMs, signal);
    course.began();
    const aftermath = await fault.strike(scene);
    course.ended();
    await course.settled(spans.afterMs, signal);
    await crowd.stop();
    say("auditing");
    const found = await aftermath();
    const perCustomerMax = spec.perCustomerMax;
    const { others } = found;
    const truth = await findTruth(place, {
      ...{ sale, crowd, perCustomerMax },
      ...others === undefined ? {} : { others },
    });
    return course.report({ ...found, truth });
  } catch (error) {
    if (signal.aborted) crowd.abandon();
    else await crowd.stop();
    return course.broken(error, { interrupted: signal.aborted });
  } finally {
    memory.stop();
  }
}

const CROWD = { settles: true, firstCustomer: 500_000_000 } as const;

const NOBODY = "nobody was served before the fault";
const INTERRUPTED = { zh: "在核对之前被中断。", en: "Interrupted before its audit." };

/** When what happened, and what it comes to. */
class Course {
  readonly #fault: Fault;
  readonly #parts: { crowd: Crowd; memory: Memory; grabsPerSecond: number };
  #beganMs: number | null = null;
  #endedMs: number | null = null;

  constructor(
    fault: Fault,
    parts: { crowd: Crowd; memory: Memory; grabsPerSecond: number },
  ) {
    this.#fault = fault;
    this.#parts = parts;
  }

  began(): void {
    this.#beganMs = this.#parts.crowd.nowMs;
  }

  ended(): void {
    this.#endedMs = this.#parts.crowd.nowMs;
  }

  /** Waits until things have been as usual for a while, but not for ever. */
  async settled(afterMs: number, signal: AbortSignal): Promise<void> {
    const { crowd } = this.#parts;
    const atMs = this.#endedMs ?? 0;
    const usual = this.#usual();
    while (crowd.nowMs < atMs + afterMs) {
      await pause(POLL_MS, signal);
      const usualMs = usual === null
        ? null
        : seenOf(crowd.attempts, { endedMs: atMs, usual }).usualMs;
      if (usualMs !== null && crowd.nowMs > atMs + usualMs + 1_000 + CALM_AGAIN_MS) return;
    }
  }

  /** What came of it. */
  report(found: Findings & { readonly truth: readonly Check[] }): FaultReport {
    const { name, what, promise, bounds } = this.#fault;
    const seen = this.#seen();
    if (seen === null) return this.broken(new Error(NOBODY), { interrupted: false });
    const { observed } = seen;
    const { truth, notes } = found;
    const expectations = [
      ...judge(seen.seen, { bounds, usual: observed.usual }),
      ...found.expectations,
    ];
    const isOk = [...expectations, ...truth].every(({ ok }) => ok);
    const verdict: FaultReport["verdict"] = isOk ? "passed" : "failed";
    const report = { name, what, promise, verdict, observed, expectations, truth, notes };
    return { ...report, sentence: sentenceOf(report) };
  }

  /** What there is of one that did not come to its end. */
  broken(error: unknown, { interrupted }: { readonly interrupted: boolean }): FaultReport {
    const { name, what, promise } = this.#fault;
    const why = error instanceof Error ? error.message : String(error);
    return {
      ...{ name, what, promise, expectations: [], truth: [], notes: [] },
      verdict: interrupted ? "interrupted" : "failed",
      sentence: interrupted ? INTERRUPTED : {
        zh: `没有做到最后：${why}`,
        en: `It did not come to its end: ${why}`,
      },
      observed: this.#seen()?.observed ?? null,
    };
  }

  #usual(): Usual | null {
    const { crowd } = this.#parts;
    const toMs = this.#beganMs ?? crowd.nowMs;
    const grabs = crowd.attempts.filter(({ ask }) => ask === "grab");
    return usualOf(grabs, { fromMs: Math.min(WARM_MS, toMs / 2), toMs });
  }

  #seen(): { readonly seen: Seen; readonly observed: Observed } | null {
    const { crowd, memory, grabsPerSecond } = this.#parts;
    const { attempts, withheld } = crowd;
    const usual = this.#usual();
    if (usual === null) return null;
    const beganMs = this.#beganMs ?? crowd.nowMs;
    const endedMs = this.#endedMs ?? crowd.nowMs;
    const seen = seenOf(attempts, { endedMs, usual });
    const { failed: _failed, ...shown } = seen;
    const observed = {
      ...shown,
      seconds: crowd.nowMs / 1_000,
      setting: settingInWords(this.#fault.setting),
      failures: failuresOf(attempts),
      series: seriesOf(attempts, { memory: memory.readings, beganMs, endedMs }),
      ...{ grabsPerSecond, attempts: attempts.length, withheld, beganMs, endedMs, usual },
    };
    return { seen, observed };
  }
}
