/**
 * Customers at an even pace, whatever the product answers: they open the page, grab, and then confirm, cancel or leave.
 * Each request is noted with its time and outcome, each acknowledgement in a ledger.
 */
import { customerName, signCustomer } from "../load/tokens.ts";
import { type Ask, type Attempt, isServed } from "./attempt.ts";
import { Ledger, type Told } from "./ledger.ts";
import { send, type Sent } from "./send.ts";

export interface CrowdOptions {
  readonly origin: string;
  readonly secret: string;
  readonly sale: string;
  readonly grabsPerSecond: number;
  /** Ids of managers, who bring three of four in turn; none: nobody does. */
  readonly managers: readonly string[];
  /** Number of the first customer, so that two crowds of one sale are apart. */
  readonly firstCustomer?: number;
  /** What they do after a grab; without it they only grab. */
  readonly settles?: boolean;
}

/** Longer than the product lets anybody wait (`requestMs`), so that a timeout is the product's fault. */
const PATIENCE_MS = 12_000;
const TICK_MS = 5;
/** More than this waits for answers only where something is badly wrong; then no more is offered, and that is told. */
const IN_FLIGHT_MAX = 6_000;
/** Every tenth customer asks twice at once, every tenth opens the page first. */
const OF = 10;
/** Of ten who have a unit, so many confirm and so many cancel; the rest leave it. */
const CONFIRM = 7;
const CANCEL = 1;
const DAY_S = 86_400;

export class Crowd {
  readonly ledger = new Ledger();
  readonly #options: CrowdOptions;
  readonly #attempts: Attempt[] = [];
  readonly #customers = new Set<string>();
  readonly #exp = Math.floor(Date.now() / 1_000) + DAY_S;
  #startMs = 0;
  #stopped = false;
  #inFlight = 0;
  #withheld = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(options: CrowdOptions) {
    this.#options = options;
  }

  /** All that has ended so far. */
  get attempts(): readonly Attempt[] {
    return this.#attempts;
  }

  /** Whoever asked for a unit. */
  get customers(): ReadonlySet<string> {
    return this.#customers;
  }

  /** Customers who were not sent, since too many already waited. */
  get withheld(): number {
    return this.#withheld;
  }

  /** ms since the start of the load. */
  get nowMs(): number {
    return performance.now() - this.#startMs;
  }

  start(): void {
    this.#startMs = performance.now();
    this.#running = this.#pace();
  }

  /** Sends nobody any more and waits for all who are on their way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** Sends nobody any more and waits for nobody. */
  abandon(): void {
    this.#stopped = true;
  }

  async #pace(): Promise<void> {
    const visits = new Set<Promise<void>>();
    for (let arrived = 0; !this.#stopped;) {
      const due = Math.floor(this.nowMs * this.#options.grabsPerSecond / 1_000);
      for (; arrived < due; arrived++) {
        if (this.#inFlight >= IN_FLIGHT_MAX) {
          this.#withheld++;
          continue;
        }
        const visit = this.#visit(arrived);
        visits.add(visit);
        visit.then(() => visits.delete(visit));
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    await Promise.all(visits);
  }

  async #visit(n: number): Promise<void> {
    const { origin, sale, secret, managers, settles } = this.#options;
    // Who asks twice is the customer before, at the same time.
    const name = customerName((this.#options.firstCustomer ?? 0) + (n % OF === OF - 1 ? n - 1 : n));
    const token = signCustomer(name, { exp: this.#exp, secret });
    this.#customers.add(name);
    if (settles && n % OF === 0) await this.#ask("page", { url: `${origin}/c/${sale}` });
    const via = n % 4 === 3 ? undefined : managers[n % Math.max(1, managers.length)];
    const { id, isNew } = await this.#ask("grab", {
      url: `${origin}/api/v1/campaigns/${sale}/grabs`,
      token,
      ...via === undefined ? {} : { body: { via } },
    });
    if (id === null) return;
    if (isNew) this.ledger.held(id, name);
    else this.ledger.shown(id, name);
    if (!isNew || !settles) return;
    const choice = Math.floor(n / OF + n) % OF;
    if (choice < CONFIRM) await this.#settle("confirm", { id, token, told: "confirmed" });
    else if (choice < CONFIRM + CANCEL) {
      await this.#settle("cancel", { id, token, told: "cancelled" });
    }
  }

  async #settle(
    ask: "confirm" | "cancel",
    { id, token, told }: { id: string; token: string; told: Told },
  ): Promise<void> {
    this.ledger.asked(id, told);
    const url = `${this.#options.origin}/api/v1/reservations/${id}/${ask}`;
    const { served } = await this.#ask(ask, { url, token });
    if (served) this.ledger.settled(id, told);
  }

  async #ask(
    ask: Ask,
    request: { readonly url: string; readonly token?: string; readonly body?: unknown },
  ): Promise<{ readonly served: boolean; readonly id: string | null; readonly isNew: boolean }> {
    const sentMs = this.nowMs;
    this.#inFlight++;
    const method = ask === "page" ? "GET" : "POST";
    const sent = await send({ method, timeoutMs: PATIENCE_MS, ...request });
    this.#inFlight--;
    const { reason, id } = read(ask, sent);
    const served = isServed(ask, sent.status, reason);
    this.#attempts.push({ ask, sentMs, endMs: this.nowMs, status: sent.status, reason, served });
    return { served, id, isNew: sent.status === 201 };
  }
}

/** What an answer says: a state or a code, and the reservation's id. */
function read(ask: Ask, { status, text }: Sent): { reason: string; id: string | null } {
  if (status === 0) return { reason: text, id: null };
  if (ask === "page" && status === 200) return { reason: "shown", id: null };
  try {
    const body = JSON.parse(text);
    if (status >= 400) return { reason: String(body.code ?? "no code"), id: null };
    const { id, state } = body.reservation;
    return { reason: String(state), id: ask === "grab" ? String(id) : null };
  } catch {
    return { reason: "not JSON", id: null };
  }
}
