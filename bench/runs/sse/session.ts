/** One run of the client: make the sale, let all come, follow it, and see whether everyone saw its end. */
import { Board } from "./board.ts";
import { BreakingWatch, GENERATOR_LAG_MS } from "./breaking.ts";
import { nowMs } from "./clock.ts";
import { streamPlace } from "./connection.ts";
import { Crowd } from "./crowd.ts";
import { droppedBy, seeTheEnd } from "./final.ts";
import { Grabs } from "./grabs.ts";
import type { Breaking, SseMessage, SseResult, SseTask } from "./messages.ts";
import { ownCpuMs } from "./own_cpu.ts";
import { arrivedBy, plannedSeconds } from "./plan.ts";
import {
  clockOffsetMs,
  createSale,
  NotAllowed,
  type OpenedSale,
  type Product,
  saleOpens,
} from "./sale.ts";
import { Tally } from "./tally.ts";
import { verdictsOf } from "./thresholds.ts";

/** A sale is announced so long before it opens. */
const LEAD_MS = 1_500;
/** Between the last arrival and an opening for all. */
const REST_MS = 4_000;
const SPARE_UNITS = 1.2;
const UNITS_LEAST = 100;
const LOOK_MS = 250;
const SECOND_MS = 1_000;
/** How a run is told what to do. */
export interface SessionControl {
  /** Aborted: no more load, then everyone sees the end. */
  readonly finish: AbortSignal;
  /** Aborted: ends at once. */
  readonly stop: AbortSignal;
  send(message: SseMessage): void;
}

/** Runs it to its end. Rejects only for faults of its own. */
export async function runSession(
  task: SseTask & { readonly secret: string },
  control: SessionControl,
): Promise<SseResult> {
  const session = new Session(task, control);
  try {
    return await session.run();
  } catch (error) {
    if (error instanceof NotAllowed) return session.result({ refused: error.message });
    throw error;
  }
}

class Session {
  readonly #task: SseTask;
  readonly #control: SessionControl;
  readonly #product: Product;
  readonly #tally = new Tally();
  readonly #board = new Board();
  #sale: OpenedSale | null = null;
  #crowd: Crowd | null = null;
  #grabs: Grabs | null = null;
  #startMs: number | null = null;
  #most = 0;
  #lateSeconds = 0;
  #brokeAt: Breaking | null = null;
  #truth: SseResult["truth"] = [];

  constructor(task: SseTask & { readonly secret: string }, control: SessionControl) {
    this.#task = task;
    this.#control = control;
    this.#product = { origin: task.origin, secret: task.secret };
  }

  async run(): Promise<SseResult> {
    const { plan, origin } = this.#task;
    const campaign = this.#task.campaign ?? await this.#open();
    const clockOffset = await clockOffsetMs(origin, campaign);
    const droppedBefore = await droppedBy(origin);
    const opensAtMs = plan.opens === "when-all-are-here" ? this.#sale?.startsAtMs ?? null : null;
    this.#startMs = nowMs();
    const crowd = this.#crowd = new Crowd({
      ...{ plan, opensAtMs, tally: this.#tally, board: this.#board },
      place: streamPlace(origin, campaign),
      clockOffsetMs: clockOffset,
    });
    const ticker = this.#tick(crowd, this.#startMs);
    await this.#grabAndWait(campaign, opensAtMs);
    if (this.#isInTime) await this.#grabs?.stop();
    if (this.#isInTime) {
      await this.#seeTheEnd(crowd, { campaign, droppedBefore }).catch((error) =>
        this.#unseen(error)
      );
    }
    clearInterval(ticker);
    crowd.end();
    return this.result({ interrupted: !this.#isInTime });
  }

  /** Whether nobody wants it to end at once. */
  get #isInTime(): boolean {
    return !this.#control.stop.aborted;
  }

  get #isOver(): boolean {
    return this.#control.finish.aborted || this.#control.stop.aborted;
  }

  async #open(): Promise<string> {
    const { plan } = this.#task;
    const isHerd = plan.opens === "when-all-are-here";
    const leadMs = LEAD_MS + (isHerd ? plan.arriveSeconds * SECOND_MS + REST_MS : 0);
    const grabs = plan.grabsPerSecond * plannedSeconds(plan) * SPARE_UNITS;
    const sale = await createSale(this.#product, {
      units: Math.max(UNITS_LEAST, Math.ceil(grabs)),
      startsAtMs: Math.round(nowMs() + leadMs),
    });
    if (!isHerd) await saleOpens(this.#product, sale);
    this.#sale = sale;
    this.#control.send({ kind: "SETUP", sale });
    return sale.id;
  }

  /** Until the planned time is over, it broke, or somebody says so. */
  async #grabAndWait(campaign: string, opensAtMs: number | null): Promise<void> {
    const { plan, customers } = this.#task;
    const isOurs = this.#sale !== null && plan.grabsPerSecond > 0;
    const restMs = opensAtMs === null ? 0 : REST_MS;
    const endMs = nowMs() + plannedSeconds(plan) * SECOND_MS + restMs;
    while (nowMs() < endMs && !this.#isOver && this.#brokeAt === null) {
      if (isOurs && this.#grabs === null && nowMs() >= (opensAtMs ?? 0)) {
        this.#grabs = new Grabs({
          ...{ campaign, product: this.#product, tally: this.#tally, board: this.#board },
          perSecond: plan.grabsPerSecond,
          prefix: customers,
        });
      }
      await this.#pause(LOOK_MS);
    }
  }

  #tick(crowd: Crowd, startMs: number): ReturnType<typeof setInterval> {
    const breaking = new BreakingWatch();
    const { plan } = this.#task;
    let before = { atMs: startMs, cpuMs: ownCpuMs() };
    return setInterval(() => {
      const now = { atMs: nowMs(), cpuMs: ownCpuMs() };
      const tookMs = now.atMs - before.atMs;
      crowd.second();
      const second = {
        atS: (now.atMs - startMs) / SECOND_MS,
        endMs: now.atMs,
        subscribers: crowd.following,
        planned: arrivedBy(plan, now.atMs - startMs) + (this.#grabs?.planned ?? 0),
        ...this.#tally.endSecond(),
        generatorCores: (now.cpuMs - before.cpuMs) / tookMs,
        generatorLagMs: Math.max(0, tookMs - SECOND_MS),
      };
      before = now;
      this.#most = Math.max(this.#most, second.subscribers);
      if (second.generatorLagMs > GENERATOR_LAG_MS) this.#lateSeconds++;
      this.#control.send({ kind: "SECOND", second });
      if (plan.untilStale) this.#brokeAt ??= breaking.take(second);
    }, SECOND_MS);
  }

  async #seeTheEnd(
    crowd: Crowd,
    by: { readonly campaign: string; readonly droppedBefore: number | null },
  ): Promise<void> {
    this.#truth = await seeTheEnd({
      ...by,
      crowd,
      product: this.#product,
      isOurs: this.#sale !== null,
      broke: this.#brokeAt ?? (this.#task.plan.untilStale ? "not" : null),
      count: (test) =>
        this.#tally.outcomes().filter(({ request, status, reason }) =>
          request === test.request && status === (test.status ?? status) &&
          reason === (test.reason ?? reason)
        ).reduce((sum, { count }) => sum + count, 0),
      pause: async (ms) => {
        await this.#pause(ms);
        return this.#isInTime;
      },
    });
  }

  /** The target is gone, or does not answer as it should. */
  #unseen(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.#truth = [{ name: "the end could be looked at", ok: false, text }];
  }

  /** What there is so far. */
  result(ending: { readonly interrupted?: boolean; readonly refused?: string }): SseResult {
    const { plan, profile } = this.#task;
    const outcomes = this.#tally.outcomes();
    const latencies = this.#tally.latencies();
    const arrived = latencies.find(({ request }) => request === "live")?.count ?? 0;
    const subscribers = this.#brokeAt === null ? plan.subscribers : arrived;
    const { grabsPerSecond } = plan;
    const pushes = this.#board.pushes;
    return {
      loadStartedAtMs: this.#startMs,
      interrupted: ending.interrupted ?? false,
      planned: { subscribers, grabs: this.#grabs?.planned ?? 0 },
      arrived,
      grabsStarted: (this.#grabs?.planned ?? 0) - (this.#grabs?.dropped ?? 0),
      grabsAnswered: this.#grabs?.answered ?? 0,
      grabsDropped: this.#grabs?.dropped ?? 0,
      subscribersMost: this.#most,
      ...{ outcomes, latencies },
      thresholds: verdictsOf(
        { profile, subscribers, arrived, latencies, outcomes, pushes, grabsPerSecond },
      ),
      truth: this.#truth,
      acknowledged: this.#grabs?.acknowledged ?? [],
      brokeAt: this.#brokeAt,
      problems: this.#lateSeconds === 0 ? [] : [
        `The generator's own timers were late in ${this.#lateSeconds} s: ages and waits are partly its own`,
      ],
      refused: ending.refused ?? null,
    };
  }

  /** Less when it is told to end meanwhile. */
  #pause(ms: number): Promise<void> {
    const { finish, stop } = this.#control;
    if (stop.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        for (const signal of [finish, stop]) signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      for (const signal of [finish, stop]) signal.addEventListener("abort", done);
    });
  }
}
