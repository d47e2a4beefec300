/** Customers that grab over HTTP and a ledger of every 201 that they saw, for servers that are killed meanwhile. */
import { customerName, signCustomer } from "./tokens.ts";

/** A grab that was answered with 201. */
export interface Acknowledged {
  readonly id: string;
  readonly customer: string;
}

/** Who asks what. Each customer asks once. */
export interface LedgerLoad {
  readonly url: string;
  readonly secret: string;
  /** Requests at once. */
  readonly connections: number;
  /** All customers that there are; without it they never run out. */
  readonly customers?: number;
  readonly signal?: AbortSignal;
}

/** A crowd at work. */
export interface Ledger {
  readonly acknowledged: readonly Acknowledged[];
  /** Ids that two answers gave. */
  readonly twice: readonly string[];
  /** How often each status was answered; 0 stands for none. */
  readonly statuses: ReadonlyMap<number, number>;
  /** The longest time between two acknowledgements so far. */
  readonly longestGapMs: number;
  /** Resolves with true at this many acknowledgements, with false when the crowd is done before. */
  reached(count: number): Promise<boolean>;
  /** Resolves once the sale refuses everybody, nobody is left, or it was aborted; rejects after two minutes without a 201. */
  readonly done: Promise<void>;
}

/** Refusals per connection without a 201 between them, after which a sale counts as sold out. */
const LAST_REFUSALS = 4;
const ANSWER_MS = 10_000;
const AGAIN_MS = 20;
const GIVE_UP_MS = 120_000;

/** Lets the crowd loose. */
export function startLedger(load: LedgerLoad): Ledger {
  const book = new Book(load);
  const exp = Math.floor(Date.now() / 1_000) + 86_400;
  const work = async () => {
    while (!book.over()) {
      const customer = customerName(book.next());
      const token = signCustomer(customer, { exp, secret: load.secret });
      const answer = await grab(load.url, token);
      book.enter(customer, answer);
      // Neither sold nor refused: the server is away, and asking faster does not bring it back.
      if (answer.status !== 201 && answer.status !== 409) await pause(AGAIN_MS);
    }
  };
  const done = Promise.all(Array.from({ length: load.connections }, work))
    .then(() => {}).finally(() => book.close());
  // Whoever waits for `done` hears of it; until then it is no unhandled rejection.
  done.catch(() => {});
  return {
    acknowledged: book.acknowledged,
    twice: book.twice,
    statuses: book.statuses,
    get longestGapMs() {
      return book.longestGapMs;
    },
    reached: (count) => book.reached(count),
    done,
  };
}

interface GrabAnswer {
  readonly status: number;
  readonly body: string;
}

class Book {
  readonly acknowledged: Acknowledged[] = [];
  readonly twice: string[] = [];
  readonly statuses = new Map<number, number>();
  longestGapMs = 0;
  readonly #load: LedgerLoad;
  readonly #ids = new Set<string>();
  #waiting: { readonly count: number; readonly resolve: (reached: boolean) => void }[] = [];
  #next = 0;
  #refusals = 0;
  #lastMs = performance.now();
  #closed = false;

  constructor(load: LedgerLoad) {
    this.#load = load;
  }

  next(): number {
    return this.#next++;
  }

  over(): boolean {
    if (performance.now() - this.#lastMs > GIVE_UP_MS) {
      const seen = JSON.stringify(Object.fromEntries(this.statuses));
      throw new Error(`No grab was answered for ${GIVE_UP_MS} ms; answers by status: ${seen}`);
    }
    const { connections, customers = Infinity, signal } = this.#load;
    return this.#closed || this.#next >= customers || (signal?.aborted ?? false) ||
      this.#refusals >= connections * LAST_REFUSALS && customers === Infinity;
  }

  enter(customer: string, { status, body }: GrabAnswer): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status === 409) this.#refusals++;
    if (status !== 201) return;
    this.#refusals = 0;
    const nowMs = performance.now();
    this.longestGapMs = Math.max(this.longestGapMs, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    const id = String(JSON.parse(body).reservation.id);
    if (this.#ids.has(id)) this.twice.push(id);
    else this.acknowledged.push({ id, customer });
    this.#ids.add(id);
    this.#settle((wanted) => this.acknowledged.length >= wanted);
  }

  reached(count: number): Promise<boolean> {
    if (this.acknowledged.length >= count) return Promise.resolve(true);
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  close(): void {
    this.#closed = true;
    this.#settle(() => true);
  }

  #settle(settled: (count: number) => boolean): void {
    const now = this.#waiting.filter(({ count }) => settled(count));
    this.#waiting = this.#waiting.filter((one) => !now.includes(one));
    for (const { count, resolve } of now) resolve(this.acknowledged.length >= count);
  }
}

/** One grab; no answer within ten seconds, or a broken one, is status 0. */
async function grab(url: string, token: string): Promise<GrabAnswer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 0, body: "" };
  }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
