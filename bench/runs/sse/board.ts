/** The states of one sale as its subscribers were told, each parsed once for all of them. */
import { parseEvent } from "./stream_reader.ts";

/** What a frame says. */
export interface SeenState {
  readonly version: number;
  readonly serverTimeMs: number;
  readonly phase: string;
  readonly units: Readonly<Record<string, number>>;
  /** Units that somebody has. */
  readonly taken: number;
}

/** A frame that is none, as nobody should ever get it. */
export class MalformedFrame extends Error {}

const TAKEN = ["held", "confirmed"] as const;

export class Board {
  readonly #states = new Map<number, SeenState>();
  /** Versions that somebody new got before they were pushed, and when that was; null: not yet. */
  readonly #prepared = new Map<number, number | null>();
  readonly #acknowledgedMs: number[] = [];
  #newest = -1;
  #pushes = 0;

  /** The state of this version. The same bytes go to everyone, so only the first are read. */
  state(version: number, block: Uint8Array, by: { readonly isFirst: boolean }): SeenState {
    let state = this.#states.get(version);
    if (state === undefined) {
      this.#states.set(version, state = parseState(version, block));
      if (by.isFirst) this.#prepared.set(version, null);
    }
    return state;
  }

  /** Number of states that were pushed so far. */
  get pushes(): number {
    return this.#pushes;
  }

  /**
   * A state came that replaced an older one at a subscriber: how long ago it was pushed, in ms. It says itself when it
   * was made, unless it was made before for somebody who came: then the first to whom it is pushed is the start.
   */
  pushed(state: SeenState, serverNowMs: number): number {
    const { version, serverTimeMs } = state;
    if (version > this.#newest) {
      this.#newest = version;
      this.#pushes++;
    }
    const firstMs = this.#prepared.get(version);
    if (firstMs === undefined) return serverNowMs - serverTimeMs;
    if (firstMs !== null) return serverNowMs - firstMs;
    this.#prepared.set(version, serverNowMs);
    return 0;
  }

  /** A unit was acknowledged; the n-th call is the n-th unit. */
  acknowledged(atMs: number): void {
    this.#acknowledgedMs.push(atMs);
  }

  /** When the first unit was acknowledged that `after` shows and `before` did not; null where none is known. */
  firstNewMs(before: SeenState, after: SeenState): number | null {
    if (after.taken <= before.taken) return null;
    return this.#acknowledgedMs[before.taken] ?? null;
  }
}

function parseState(version: number, block: Uint8Array): SeenState {
  const event = parseEvent(block);
  const data: unknown = event?.event === "state" ? tryJson(event.data) : null;
  if (!isRecord(data) || !isRecord(data["units"]) || data["version"] !== version) {
    throw new MalformedFrame(`Frame ${version} is no state of a sale`);
  }
  const units: Record<string, number> = {};
  for (const [name, value] of Object.entries(data["units"])) units[name] = Number(value);
  return {
    version,
    serverTimeMs: Date.parse(String(data["serverTime"])),
    phase: String(data["phase"]),
    units,
    taken: TAKEN.reduce((sum, name) => sum + (units[name] ?? 0), 0),
  };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
