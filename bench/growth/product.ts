/** The product that a point of a curve is measured in, and what its work costs. */
import { type CpuReading, readCpu } from "../machine/cpu.ts";
import { type Metrics, parseMetrics } from "../runs/prometheus.ts";
import { startTarget } from "../runs/start.ts";
import type { Target } from "../runs/target.ts";
import { sign, signCustomer } from "../load/tokens.ts";
import { type Answer, Caller, type Work } from "./caller.ts";

/** What some work cost: CPU of the process, without that of the store or the generator. */
export interface Cost {
  /** us of the main thread, and of all threads. */
  readonly mainUs: number;
  readonly allUs: number;
  /** How often the product did what, by the counter of `/metrics`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Counters that say where work went. */
const COUNTERS = {
  records: "yundian_journal_entries_total",
  rows: "yundian_projector_records_total",
  loads: "yundian_activated_total",
  snapshotBytes: "yundian_snapshot_bytes_total",
  frames: "yundian_sse_frames_total",
} as const;
const COMMANDS = "yundian_commands_total{";

const HOUR_S = 3_600;
const IN_FLIGHT = 64;
const LOOK_MS = 50;
/** A look with less CPU than this is calm: an idle product uses one percent of a core. */
const CALM_US = 2_000;
/** Longer than the half second that the cell of a sale may take to report what has changed. */
const CALM_MS = 600;
const CALM_MS_MAX = 60_000;
const SETTLE_MS_MAX = 600_000;
const BEHIND = "yundian_projector_behind_entries";

/** A limit that would measure itself. */
const RAISED = {
  LIMIT_CUSTOMER_REQUESTS_PER_SECOND: "1000000",
  LIMIT_CUSTOMER_BURST: "1000000",
};

/** How a product is started. */
export interface ProductOptions {
  readonly scale: "demo" | "jiangxi" | null;
  readonly env?: Readonly<Record<string, string>>;
  /** How long it must have had little to do for all that follows from some work to be done. */
  readonly calmMs?: number;
}

export class GrowthProduct {
  readonly #target: Target;
  readonly #caller: Caller;
  readonly #calmLooks: number;
  #isCalm = false;
  readonly #exp = Math.floor(Date.now() / 1_000) + 24 * HOUR_S;

  constructor(target: Target, by: { readonly calmMs?: number } = {}) {
    this.#target = target;
    this.#calmLooks = Math.ceil((by.calmMs ?? CALM_MS) / LOOK_MS);
    this.#caller = new Caller(target.origin);
  }

  /** Starts one; it ends with us. Rejects where `signal` ends the start. */
  static async start(options: ProductOptions, signal: AbortSignal): Promise<GrowthProduct> {
    const { scale, env } = options;
    const plan = { kind: "start", port: null, journal: "sqlite", scale } as const;
    const target = await startTarget({ ...plan, env: { ...RAISED, ...env } }, {
      log: () => {},
      signal,
    });
    return new GrowthProduct(target, options);
  }

  get origin(): string {
    return this.#target.origin;
  }

  get secret(): string {
    return this.#target.secret;
  }

  /** A customer's token. */
  customer(name: string): string {
    return signCustomer(name, { exp: this.#exp, secret: this.#target.secret });
  }

  /** The province's token. */
  get staff(): string {
    const claims = { sub: "bench", role: "province", unit: "jx", exp: this.#exp };
    return sign(claims, this.#target.secret);
  }

  run(work: Omit<Work, "inFlight"> & { readonly inFlight?: number }): Promise<void> {
    this.#isCalm = false;
    return this.#caller.run({ inFlight: IN_FLIGHT, ...work });
  }

  /** One request; rejects unless it is answered with 2xx. */
  async ask(
    request: { readonly method: "GET" | "POST"; readonly path: string; readonly body?: unknown },
  ): Promise<Readonly<Record<string, unknown>>> {
    const { method, path, body } = request;
    let text = "";
    await this.run({
      count: 1,
      request: () => ({
        ...{ method, path, token: this.staff },
        ...body === undefined ? {} : { body: JSON.stringify(body) },
      }),
      answered: (answer) => text = expectStatus(answer, [200, 201]),
    });
    return JSON.parse(text);
  }

  /** What the work costs, with all that follows from it. */
  async cost(work: () => Promise<void>): Promise<Cost> {
    if (!this.#isCalm) await this.#calm(CALM_MS_MAX);
    const before = await this.metrics();
    const from = this.#cpu();
    await work();
    await this.#calm(CALM_MS_MAX);
    const to = this.#cpu();
    const after = await this.metrics();
    return {
      mainUs: to.main - from.main,
      allUs: to.all - from.all,
      counts: countsBetween(before, after),
    };
  }

  /** Resolves when all that was filled in has been worked off, rows included. */
  async settle(): Promise<void> {
    const deadlineMs = performance.now() + SETTLE_MS_MAX;
    while (((await this.metrics()).get(BEHIND) ?? 0) > 0) {
      if (performance.now() > deadlineMs) throw new Error("The product's rows do not catch up");
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    await this.#calm(SETTLE_MS_MAX);
  }

  /** Resolves when it has had little to do for a while. */
  async #calm(mostMs: number): Promise<void> {
    const deadlineMs = performance.now() + mostMs;
    let before = this.#cpu().all;
    for (let looks = 0; looks < this.#calmLooks && performance.now() < deadlineMs;) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const now = this.#cpu().all;
      looks = now - before < CALM_US ? looks + 1 : 0;
      before = now;
    }
    this.#isCalm = true;
  }

  async metrics(): Promise<Metrics> {
    const response = await fetch(`${this.origin}/metrics`);
    return parseMetrics(await response.text());
  }

  /** Resident memory in bytes. */
  async residentBytes(): Promise<number> {
    return (await this.metrics()).get("yundian_resident_memory_bytes") ?? 0;
  }

  async stop(): Promise<void> {
    this.#caller.close();
    await this.#target.stop();
  }

  #cpu(): { readonly main: number; readonly all: number } {
    const reading: CpuReading = readCpu(this.#target.processes);
    let main = 0;
    let all = 0;
    for (const [thread, us] of reading) {
      all += us;
      if (thread.endsWith("/main")) main += us;
    }
    return { main, all };
  }
}

/** The text of an answer that has one of these statuses. */
export function expectStatus({ status, text }: Answer, statuses: readonly number[]): string {
  if (statuses.includes(status)) return text;
  throw new Error(`Expected ${statuses.join(" or ")}, got ${status}: ${text.slice(0, 300)}`);
}

function countsBetween(before: Metrics, after: Metrics): Record<string, number> {
  const counts: Record<string, number> = { commands: 0 };
  for (const [name, counter] of Object.entries(COUNTERS)) {
    counts[name] = (after.get(counter) ?? 0) - (before.get(counter) ?? 0);
  }
  for (const [name, value] of after) {
    if (!name.startsWith(COMMANDS)) continue;
    counts["commands"] = (counts["commands"] ?? 0) + value - (before.get(name) ?? 0);
  }
  return counts;
}
