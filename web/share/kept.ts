/**
 * Answers of a slow source, kept in memory. What is kept is given at once, however old, and asked for anew in the
 * background: a source that is away takes nothing from those who know already.
 */
import { Newest } from "../shared/newest.ts";

export interface KeptOptions<Value> {
  /** Null: there is none. Rejects while the source is away. */
  readonly ask: (name: string) => Promise<Value | null>;
  readonly nowMs: () => number;
  /** Values, and names without one, kept at most. */
  readonly keptMax: number;
  /** From then on a value is asked for anew when it is next used. */
  readonly freshMs: number;
  /** Questions under way at most; what is over them is unknown for now. */
  readonly askedMax: number;
}

interface Entry<Value> {
  readonly value: Value | null;
  readonly atMs: number;
}

/** A name that is over `askedMax`. */
export class TooManyQuestions extends Error {
  override readonly name = "TooManyQuestions";
}

export class Kept<Value> {
  readonly #options: KeptOptions<Value>;
  readonly #known: Newest<string, Entry<Value>>;
  /** Apart from the values, so that guessed names push nothing out. */
  readonly #unknown: Newest<string, Entry<Value>>;
  readonly #asked = new Map<string, Promise<Value | null>>();

  constructor(options: KeptOptions<Value>) {
    this.#options = options;
    this.#known = new Newest(options.keptMax);
    this.#unknown = new Newest(options.keptMax);
  }

  /** What is known right now; null: there is none, undefined: nobody has asked. */
  peek(name: string): Value | null | undefined {
    const entry = this.#known.get(name) ?? this.#unknown.get(name);
    if (entry === undefined) return undefined;
    if (!this.#isFresh(entry)) void this.#ask(name).catch(() => {});
    return entry.value;
  }

  /** What is known and fresh; undefined: ask `find`. */
  fresh(name: string): Value | null | undefined {
    const entry = this.#known.get(name) ?? this.#unknown.get(name);
    return entry !== undefined && this.#isFresh(entry) ? entry.value : undefined;
  }

  /** The value, asked for where it is not fresh; the old one where the source is away. Rejects without one. */
  async find(name: string): Promise<Value | null> {
    const entry = this.#known.get(name) ?? this.#unknown.get(name);
    if (entry !== undefined && this.#isFresh(entry)) return entry.value;
    try {
      return await this.#ask(name);
    } catch (error) {
      if (entry !== undefined) return entry.value;
      throw error;
    }
  }

  /** Takes a value that somebody has read or written. */
  put(name: string, value: Value | null): void {
    const [into, other] = value === null
      ? [this.#unknown, this.#known]
      : [this.#known, this.#unknown];
    other.delete(name);
    into.set(name, { value, atMs: this.#options.nowMs() });
  }

  get size(): number {
    return this.#known.size;
  }

  #isFresh(entry: Entry<Value>): boolean {
    return this.#options.nowMs() - entry.atMs < this.#options.freshMs;
  }

  #ask(name: string): Promise<Value | null> {
    const asked = this.#asked.get(name);
    if (asked !== undefined) return asked;
    if (this.#asked.size >= this.#options.askedMax) {
      return Promise.reject(new TooManyQuestions(`Cannot ask for "${name}" now`));
    }
    const question = this.#options.ask(name).then((value) => {
      this.put(name, value);
      return value;
    }).finally(() => this.#asked.delete(name));
    this.#asked.set(name, question);
    return question;
  }
}
