/**
 * What was read from the database, kept for the next who asks. Nobody waits for what is a little old, it is read again
 * behind them; while the database does not answer, the last that was read goes on being shown.
 */

import { Fault } from "../../../engine/mod.ts";
import { Newest } from "../../shared/newest.ts";

export interface KeptOptions<Value> {
  load(key: string): Promise<Value>;
  nowMs(): number;
  /** Oldest that is given without asking again. */
  readonly staleMs: number;
  /** Oldest that is given without waiting for the answer. */
  readonly waitMs: number;
  readonly keysMax: number;
  /** First reads at once; over it `get` rejects, so that nobody who tries keys holds up the database. */
  readonly loadsMax: number;
}

const RETRY_MS = 1_000;

interface Entry<Value> {
  value: Value;
  readMs: number;
  /** When it could not be read again; null: it could. */
  failedMs: number | null;
  /** Settles with the newest value that there is. */
  again: Promise<Value> | null;
}

export class Kept<Value> {
  readonly #options: KeptOptions<Value>;
  readonly #entries: Newest<string, Entry<Value>>;
  readonly #first = new Map<string, Promise<Value>>();

  constructor(options: KeptOptions<Value>) {
    this.#options = options;
    this.#entries = new Newest(options.keysMax);
  }

  /** The value, at once where it is kept. Rejects only where nothing was ever read. */
  get(key: string): Value | Promise<Value> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return this.#read(key);
    const { staleMs, waitMs } = this.#options;
    const nowMs = this.#options.nowMs();
    if (nowMs - Math.max(entry.readMs, entry.failedMs ?? 0) <= staleMs) return entry.value;
    const again = entry.again ??= this.#again(key, entry);
    return nowMs - entry.readMs <= waitMs ? entry.value : again;
  }

  /** To be called after a change: whoever asks next waits for the new value. */
  forget(key?: string): void {
    if (key === undefined) this.#entries.clear();
    else this.#entries.delete(key);
    this.#first.clear();
  }

  #read(key: string): Promise<Value> {
    const reading = this.#first.get(key);
    if (reading !== undefined) return reading;
    if (this.#first.size >= this.#options.loadsMax) {
      const options = { retry: "later", retryAfterMs: RETRY_MS } as const;
      return Promise.reject(new Fault("overloaded", `Cannot read "${key}" now`, options));
    }
    const first = this.#options.load(key).then((value) => {
      // One that was forgotten meanwhile is read again by the next.
      if (this.#first.get(key) === first) this.#keep(key, value);
      return value;
    }).finally(() => {
      if (this.#first.get(key) === first) this.#first.delete(key);
    });
    this.#first.set(key, first);
    return first;
  }

  #keep(key: string, value: Value): void {
    const readMs = this.#options.nowMs();
    this.#entries.set(key, { value, readMs, failedMs: null, again: null });
  }

  async #again(key: string, entry: Entry<Value>): Promise<Value> {
    const askedMs = this.#options.nowMs();
    try {
      entry.value = await this.#options.load(key);
      entry.readMs = askedMs;
      entry.failedMs = null;
    } catch {
      entry.failedMs = this.#options.nowMs();
    }
    entry.again = null;
    return entry.value;
  }
}
