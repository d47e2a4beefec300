/**
 * The bare loop: what a grab costs by hand. A Map of reservations, one JSON text per event, one row per batch in a
 * sqlite Worker with `synchronous=FULL`, answers after the sync; what arrives meanwhile is the next batch. No
 * actors, no limits, no clock of its own, no recovery.
 */
import { nanoid } from "nanoid";
import { setImmediate } from "node:timers";
import { fly } from "./flight.ts";
import { customerName, inProcessOptions } from "./options.ts";

interface Reservation {
  readonly id: string;
  readonly customer: string;
  readonly units: number;
  readonly expiresAtMs: number;
}

const HOLD_MS = 3_600_000;

async function main(): Promise<void> {
  const { directory, inFlight, warm, count } = inProcessOptions();
  const worker = new Worker(new URL("./bare_worker.ts", import.meta.url), { type: "module" });
  await new Promise((resolve) => {
    worker.onmessage = resolve;
    worker.postMessage(`${directory}/bare.sqlite`);
  });
  const sale = new BareSale(worker, warm + count);
  const ask = (index: number, answered: () => void) => sale.grab(customerName(index), answered);
  await fly({ first: 0, count: warm, inFlight }, ask);
  const flight = await fly({ first: warm, count, inFlight }, ask);
  console.log(`RESULT ${JSON.stringify(flight)}`);
  worker.terminate();
}

class BareSale {
  readonly #reservations = new Map<string, Reservation>();
  readonly #worker: Worker;
  #available: number;
  #busy = false;
  #events: string[] = [];
  #parked: (() => void)[] = [];

  constructor(worker: Worker, units: number) {
    this.#worker = worker;
    this.#available = units;
  }

  grab(customer: string, answer: () => void): void {
    if (this.#available > 0 && !this.#reservations.has(customer)) {
      const expiresAtMs = Date.now() + HOLD_MS;
      const reservation = { id: nanoid(), customer, units: 1, expiresAtMs };
      this.#available--;
      this.#reservations.set(customer, reservation);
      this.#events.push(JSON.stringify(reservation));
    }
    this.#parked.push(answer);
    if (!this.#busy) {
      this.#busy = true;
      setImmediate(() => this.#write());
    }
  }

  #write(): void {
    const parked = this.#parked;
    this.#parked = [];
    this.#worker.onmessage = () => {
      this.#busy = false;
      for (const answer of parked) answer();
    };
    this.#worker.postMessage(`[${this.#events.join(",")}]`);
    this.#events = [];
  }
}

if (import.meta.main) await main();
