/** A small, paced load of grabs, so that there is something to follow. */
import { signCustomer } from "../../load/tokens.ts";
import type { Board } from "./board.ts";
import { nowMs } from "./clock.ts";
import type { Product } from "./sale.ts";
import type { Tally } from "./tally.ts";

const DUE_MS = 10;
const ANSWER_MS_MAX = 10_000;
const IN_FLIGHT_MAX = 512;
const DAY_S = 86_400;

/** What grabs are told. */
export interface GrabOptions {
  readonly product: Product;
  readonly campaign: string;
  readonly perSecond: number;
  /** Names of customers start with it, so that two runs on one product do not meet. */
  readonly prefix: string;
  readonly tally: Tally;
  readonly board: Board;
}

/** One that was answered 201. */
export interface AcknowledgedGrab {
  readonly reservation: string;
  readonly customer: string;
}

export class Grabs {
  readonly acknowledged: AcknowledgedGrab[] = [];
  /** Due until now, and those of them that could not be started since too many had no answer. */
  planned = 0;
  dropped = 0;
  answered = 0;
  readonly #options: GrabOptions;
  readonly #startMs = nowMs();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #inFlight = new Set<Promise<void>>();

  constructor(options: GrabOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#offer(), DUE_MS);
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Offers no more; resolves when what is in flight is answered. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#inFlight);
  }

  #offer(): void {
    const { perSecond } = this.#options;
    const due = Math.floor((nowMs() - this.#startMs) / 1_000 * perSecond);
    while (this.planned < due) {
      const n = this.planned++;
      if (this.#inFlight.size >= IN_FLIGHT_MAX) {
        this.dropped++;
        continue;
      }
      const grab = this.#grab(n, this.#startMs + (n + 1) / perSecond * 1_000)
        .finally(() => this.#inFlight.delete(grab));
      this.#inFlight.add(grab);
    }
  }

  async #grab(n: number, dueMs: number): Promise<void> {
    const { product, campaign, prefix, tally } = this.#options;
    const customer = `${prefix}-${n}`;
    const exp = Math.floor(Date.now() / 1_000) + DAY_S;
    try {
      const response = await fetch(`${product.origin}/api/v1/campaigns/${campaign}/grabs`, {
        method: "POST",
        headers: { authorization: `Bearer ${signCustomer(customer, { exp, ...product })}` },
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
      const answer = await response.json();
      tally.took("grab", nowMs() - dueMs);
      this.#answered(response.status, { answer, customer });
    } catch (error) {
      const reason = error instanceof DOMException ? "timeout" : "reset";
      tally.answered({ request: "grab", status: 0, reason, expected: false });
    }
  }

  #answered(
    status: number,
    by: {
      readonly answer: {
        readonly code?: unknown;
        readonly reservation?: { readonly id?: unknown };
      };
      readonly customer: string;
    },
  ): void {
    const { tally, board } = this.#options;
    this.answered++;
    if (status !== 201) {
      const reason = String(by.answer.code ?? "other");
      tally.answered({ request: "grab", status, reason, expected: SHED.includes(reason) });
      return;
    }
    board.acknowledged(nowMs());
    this.acknowledged.push({
      reservation: String(by.answer.reservation?.id ?? ""),
      customer: by.customer,
    });
    tally.answered({ request: "grab", status, reason: "held", expected: true });
  }
}

/** The product asks to come again. */
const SHED = ["overloaded", "too-many-requests"];
