/** What the suite says by `console.log`: what it prepared, and every promise that the product made to a customer. */
import type { Acknowledged, Setup } from "./generator.ts";

interface Promised {
  readonly customer: string;
  readonly state: string;
}

/** Reads the log of a run as it grows. */
export class LogLines {
  readonly #reservations = new Map<string, Promised>();
  readonly #joins = new Map<string, string>();
  readonly #others: string[] = [];
  #setup: Setup | null = null;
  #unread = "";

  push(text: string): void {
    const lines = (this.#unread + text).split("\n");
    this.#unread = lines.pop() ?? "";
    for (const line of lines) this.#read(line);
  }

  /** Null until it was said. */
  get setup(): Setup | null {
    return this.#setup;
  }

  get acknowledged(): Acknowledged {
    return { reservations: this.#reservations, joins: this.#joins };
  }

  /** Everything else, such as errors. */
  get others(): readonly string[] {
    return this.#others;
  }

  #read(line: string): void {
    const [word = "", id = "", third = "", fourth = ""] = line.split(" ", 4);
    switch (word) {
      case "ACK":
        // The answer of a grab that is told again says how it was made, not what became of it.
        if (!this.#reservations.has(id)) {
          this.#reservations.set(id, { customer: third, state: fourth });
        }
        return;
      case "JOIN":
        this.#joins.set(id, third);
        return;
      case "SET": {
        const customer = this.#reservations.get(id)?.customer ?? "";
        this.#reservations.set(id, { customer, state: third });
        return;
      }
      case "SETUP":
        this.#setup = { campaigns: [], ...JSON.parse(line.slice("SETUP ".length)) };
        return;
      default:
        if (line.trim() !== "" && this.#others.length < OTHERS_MAX) this.#others.push(line.trim());
    }
  }
}

const OTHERS_MAX = 200;
