/** Everything that customers were told of their reservations, and whether it is still true. Pure. */

/** What a customer was told last. */
export type Told = "held" | "confirmed" | "cancelled";

/** A reservation as the product shows it to its customer. */
export interface Shown {
  readonly id: string;
  readonly customer: string;
  readonly state: string;
  readonly units: number;
}

interface Entry {
  readonly customer: string;
  told: Told;
  /** Asked for without an answer: it may stand as well. */
  maybe: Told | null;
}

export class Ledger {
  readonly #entries = new Map<string, Entry>();
  readonly #given = new Set<string>();
  readonly #twice: string[] = [];

  /** Reservations that were acknowledged. */
  get acknowledged(): number {
    return this.#entries.size;
  }

  /** Their ids. */
  get ids(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** A 201 arrived. */
  held(id: string, customer: string): void {
    if (this.#given.has(id)) this.#twice.push(id);
    this.#given.add(id);
    this.shown(id, customer);
  }

  /** Somebody who asked again was shown the one that is there, maybe before the first answer arrived. */
  shown(id: string, customer: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.customer !== customer) {
      this.#entries.set(id, { customer, told: "held", maybe: null });
    }
  }

  /** A confirmation or cancellation is sent: until there is an answer, either may stand. */
  asked(id: string, told: Told): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) entry.maybe = told;
  }

  /** It was acknowledged. */
  settled(id: string, told: Told): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.told = told;
    entry.maybe = null;
  }

  /** What is told and not true, one sentence each. */
  broken(shown: readonly Shown[]): readonly string[] {
    const found = new Map(shown.map((one) => [one.id, one]));
    const problems = this.#twice.map((id) => `Reservation ${id} was given twice`);
    for (const [id, { customer, told, maybe }] of this.#entries) {
      const one = found.get(id);
      if (one !== undefined && one.customer !== customer) {
        problems.push(`Reservation ${id} of ${customer} belongs to ${one.customer}`);
      } else if (one === undefined || (one.state !== told && one.state !== maybe)) {
        const is = one?.state ?? "lost";
        problems.push(`Reservation ${id} of ${customer} was told ${told}, is ${is}`);
      }
    }
    return problems;
  }

  /** The same of what the journal has by id. */
  brokenIn(states: ReadonlyMap<string, string>): readonly string[] {
    return this.broken([...states].map(([id, state]) => {
      const customer = this.#entries.get(id)?.customer ?? "";
      return { id, customer, state, units: 1 };
    }));
  }
}

/** Customers who have more than they may, one sentence each. */
export function overLimit(shown: readonly Shown[], perCustomerMax: number): readonly string[] {
  const units = new Map<string, number>();
  for (const one of shown) {
    if (one.state !== "held" && one.state !== "confirmed") continue;
    units.set(one.customer, (units.get(one.customer) ?? 0) + one.units);
  }
  return [...units].filter(([, count]) => count > perCustomerMax)
    .map(([customer, count]) => `${customer} has ${count} units of at most ${perCustomerMax}`);
}
