/**
 * Subscribers of one sale: each comes when it is due, follows the states, comes again with `Last-Event-ID` when its
 * stream ends, and remembers what it saw last.
 */
import { Board, type SeenState } from "./board.ts";
import { nowMs } from "./clock.ts";
import { StreamConnection, type StreamEnd, type StreamPlace } from "./connection.ts";
import { arrivalMs, arrivedBy, type SsePlan } from "./plan.ts";
import { leadingId } from "./stream_reader.ts";
import type { Tally } from "./tally.ts";

/** Connections that are opened at the same time: more would wait in the product's backlog and not be accepted faster. */
const OPENING_MAX = 256;
const DUE_MS = 10;
const CONNECT_MS_MAX = 10_000;
/** Two heartbeats and a half of the product. */
const SILENT_MS_MAX = 40_000;
const AGAIN_MS = 1_000;
const AWAY_MS = 1_000;

/** One who follows the sale. */
interface Subscriber {
  readonly dueMs: number;
  state: "coming" | "opening" | "open" | "away";
  connection: StreamConnection | null;
  /** Null before the first state. */
  seen: SeenState | null;
  seenMs: number;
  /** Since when it tries to connect, or is open. */
  sinceMs: number;
  heardMs: number;
  /** Its first bytes after a connection have not come. */
  isNew: boolean;
  /** It goes by its own will. */
  isLeaving: boolean;
}

/** What the crowd is told. */
export interface CrowdOptions {
  readonly place: StreamPlace;
  readonly plan: SsePlan;
  readonly tally: Tally;
  readonly board: Board;
  /** Added to our clock it is the server's. */
  readonly clockOffsetMs: number;
  /** When the sale opens; null where that is not to be measured. */
  readonly opensAtMs: number | null;
}

export class Crowd {
  readonly #options: CrowdOptions;
  readonly #startMs: number;
  readonly #all: Subscriber[] = [];
  /** Whose turn to connect has come. */
  readonly #waiting: Subscriber[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  #opening = 0;
  /** Nobody new comes, and nobody goes. */
  #isFinishing = false;
  #isEnding = false;

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.#startMs = nowMs();
    this.#timer = setInterval(() => this.#admit(), DUE_MS);
  }

  /** Open streams that have seen a state. */
  get following(): number {
    return this.#all.filter(({ state, seen }) => state === "open" && seen !== null).length;
  }

  get arrived(): number {
    return this.#all.length;
  }

  /** How many of those who follow have seen this version, a later one, or neither. */
  sawBy(
    version: number,
  ): { readonly exactly: readonly SeenState[]; later: number; behind: number } {
    const exactly: SeenState[] = [];
    const sums = { later: 0, behind: 0 };
    for (const { state, seen } of this.#all) {
      if (state !== "open" || seen === null) continue;
      if (seen.version === version) exactly.push(seen);
      else if (seen.version > version) sums.later++;
      else sums.behind++;
    }
    return { exactly, ...sums };
  }

  /** Once a second: ends what has been silent, and lets some go who come back. */
  second(): void {
    const atMs = nowMs();
    const leaving = this.#isFinishing ? 0 : this.#options.plan.leavePerSecond;
    for (const one of this.#all) {
      if (one.state === "opening" && atMs - one.sinceMs > CONNECT_MS_MAX) this.#abandon(one);
      else if (one.state === "open" && atMs - one.heardMs > SILENT_MS_MAX) this.#abandon(one);
      else if (one.state === "open" && one.seen !== null && Math.random() < leaving) {
        one.isLeaving = true;
        one.connection?.close();
      }
    }
  }

  /** From now on nobody new comes and nobody goes; who is away still comes back. */
  finish(): void {
    this.#isFinishing = true;
    clearInterval(this.#timer);
  }

  /** Ends every stream; those that were open until now stayed. */
  end(): void {
    this.finish();
    this.#isEnding = true;
    for (const one of this.#all) {
      if (one.state === "open") this.#answer("stream", 200, "stayed", true);
      one.connection?.close();
    }
  }

  #admit(): void {
    const { plan } = this.#options;
    const due = arrivedBy(plan, nowMs() - this.#startMs);
    while (this.#all.length < due) {
      const one: Subscriber = {
        dueMs: this.#startMs + arrivalMs(plan, this.#all.length),
        state: "coming",
        connection: null,
        seen: null,
        ...{ seenMs: 0, sinceMs: 0, heardMs: 0, isNew: false, isLeaving: false },
      };
      this.#all.push(one);
      this.#waiting.push(one);
    }
    this.#openNext();
  }

  #openNext(): void {
    while (this.#opening < OPENING_MAX && !this.#isEnding) {
      const one = this.#waiting.shift();
      if (one === undefined) return;
      void this.#follow(one);
    }
  }

  async #follow(one: Subscriber): Promise<void> {
    const connection = new StreamConnection(this.#options.place);
    one.connection = connection;
    one.state = "opening";
    one.isNew = true;
    one.isLeaving = false;
    one.sinceMs = one.heardMs = nowMs();
    this.#opening++;
    const resumes = one.seen?.version ?? null;
    const end = await connection.read(resumes, {
      opened: () => {
        if (one.connection !== connection || one.state !== "opening") return;
        one.state = "open";
        this.#opening--;
        this.#answer("live", 200, resumes === null ? "subscribed" : "resumed", true);
        this.#openNext();
      },
      block: (bytes) => {
        if (one.connection === connection && !one.isLeaving) this.#heard(one, bytes);
      },
    });
    if (this.#isEnding || one.connection !== connection) return;
    this.#ended(one, end);
  }

  #heard(one: Subscriber, block: Uint8Array): void {
    const { board, tally, clockOffsetMs } = this.#options;
    const atMs = nowMs();
    one.heardMs = atMs;
    const version = leadingId(block);
    // A heartbeat, or the word that nothing has changed since the last event.
    if (version === -1) {
      one.isNew = false;
      return;
    }
    const state = board.state(version, block, { isFirst: one.isNew });
    const before = one.seen;
    tally.count("frames");
    if (before === null) {
      tally.count("arrived");
      tally.took("live", atMs - one.dueMs);
    } else if (version <= before.version) {
      this.#answer("frame", 200, "out-of-order", false);
    } else if (!one.isNew) {
      tally.took("frame", board.pushed(state, atMs + clockOffsetMs));
      tally.took("gap", atMs - one.seenMs);
      const firstNewMs = board.firstNewMs(before, state);
      if (firstNewMs !== null) tally.took("change", atMs - firstNewMs);
      this.#sawOpening(before, state, atMs);
    }
    one.seen = state;
    one.seenMs = atMs;
    one.isNew = false;
  }

  #sawOpening(before: SeenState, state: SeenState, atMs: number): void {
    const { opensAtMs, tally } = this.#options;
    if (opensAtMs === null || before.phase === "open" || state.phase !== "open") return;
    tally.took("opening", atMs - opensAtMs);
  }

  /** It hangs, and whatever it still gives is of no interest. */
  #abandon(one: Subscriber): void {
    const wasOpen = one.state === "open";
    if (!wasOpen) this.#opening--;
    one.connection?.close();
    one.connection = null;
    this.#lost(one, wasOpen ? "silent" : "timeout", wasOpen);
  }

  #ended(one: Subscriber, end: StreamEnd): void {
    const wasOpen = one.state === "open";
    if (!wasOpen) this.#opening--;
    if (one.isLeaving) {
      this.#answer("stream", 200, "left", true);
      this.#options.tally.count("left");
      return this.#again(one, AWAY_MS);
    }
    switch (end.kind) {
      case "refused":
        return this.#refused(one, end);
      case "closed":
        return this.#lost(one, "closed", wasOpen);
      case "broken":
        return this.#lost(one, end.reason, wasOpen);
    }
  }

  #refused(one: Subscriber, end: { readonly status: number; readonly body: string }): void {
    const { code, retryAfterMs } = problemOf(end.body);
    this.#options.tally.count("refused");
    this.#answer("live", end.status, code, end.status === 503 && this.#options.plan.mayRefuse);
    this.#again(one, retryAfterMs ?? AGAIN_MS);
  }

  #lost(one: Subscriber, reason: string, wasOpen: boolean): void {
    this.#options.tally.count("lost");
    // A rise is meant to go too far.
    this.#answer(wasOpen ? "stream" : "live", 0, reason, this.#options.plan.untilStale);
    this.#again(one, AGAIN_MS);
  }

  /** Comes back, not all at one instant. */
  #again(one: Subscriber, afterMs: number): void {
    one.state = "away";
    one.connection = null;
    setTimeout(() => {
      if (this.#isEnding) return;
      one.state = "coming";
      this.#waiting.push(one);
      this.#openNext();
    }, afterMs * (0.75 + Math.random() / 2));
    this.#openNext();
  }

  #answer(request: string, status: number, reason: string, expected: boolean): void {
    this.#options.tally.answered({ request, status, reason, expected });
  }
}

function problemOf(body: string): { readonly code: string; readonly retryAfterMs: number | null } {
  try {
    const { code, retryAfterMs } = JSON.parse(body);
    return {
      code: String(code ?? "other"),
      retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : null,
    };
  } catch {
    return { code: "other", retryAfterMs: null };
  }
}
