/**
 * What was read from the database, kept for the next who asks. Nobody waits for what is a little old, it is read again
 * behind them; while the database does not answer, the last that was read goes on being shown.
 */

export interface KeptOptions<Value> {
  load(key: string): Promise<Value>;
  nowMs(): number;
  /** Oldest that is given without asking again. */
  readonly staleMs: number;
  readonly keysMax: number;
}

interface Entry<Value> {
  value: Value;
  readMs: number;
  /** When it could not be read again; null: it could. */
  failedMs: number | null;
  reading: boolean;
}

export class Kept<Value> {
  readonly #options: KeptOptions<Value>;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #first = new Map<string, Promise<Value>>();

  constructor(options: KeptOptions<Value>) {
    this.#options = options;
  }

  /** The value, at once where it is kept. Rejects only where nothing was ever read. */
  get(key: string): Value | Promise<Value> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return this.#read(key);
    const { nowMs, staleMs } = this.#options;
    const sinceMs = entry.failedMs === null ? entry.readMs : Math.max(entry.readMs, entry.failedMs);
    if (nowMs() - sinceMs > staleMs && !entry.reading) this.#again(key, entry);
    return entry.value;
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
    const { keysMax, nowMs } = this.#options;
    this.#entries.set(key, { value, readMs: nowMs(), failedMs: null, reading: false });
    if (this.#entries.size <= keysMax) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  #again(key: string, entry: Entry<Value>): void {
    entry.reading = true;
    const askedMs = this.#options.nowMs();
    this.#options.load(key).then((value) => {
      entry.value = value;
      entry.readMs = askedMs;
      entry.failedMs = null;
    }, () => {
      entry.failedMs = this.#options.nowMs();
    }).finally(() => entry.reading = false);
  }
}
