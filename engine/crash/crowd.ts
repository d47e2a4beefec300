/**
 * Customers that grab, confirm and cancel over HTTP and keep a ledger of every answer that they
 * saw. Whatever is in the ledger must be true after a crash.
 */
import { type Role, signToken } from "../../web/edge/token.ts";
import type { AuditJson, CampaignJson, MyReservationsJson } from "../../web/shared/api.ts";
import { TEST_SECRET } from "./product.ts";

/** What a customer has been told of one reservation. */
export type Told = "held" | "confirmed" | "cancelled";

/** A sale made for a test. */
export interface SaleOptions {
  readonly units: number;
  readonly perCustomerMax: number;
  readonly holdSeconds?: number;
  readonly expectedPeakPerSecond?: number;
}

const HOUR_MS = 3_600_000;
const WAIT_MS = 20_000;
const STAFF = bearer("staff-test", "province");

/** An `Authorization` header that the product accepts. */
export function bearer(sub: string, role: Role): string {
  const exp = Math.floor(Date.now() / 1_000) + 86_400;
  return `Bearer ${signToken({ sub, role, exp, unit: "jx" }, TEST_SECRET)}`;
}

/** Creates and opens a sale; its id. Wants APPROVAL=off. */
export async function openSale(url: string, options: SaleOptions): Promise<string> {
  const created = await staffPost(`${url}/api/v1/campaigns`, {
    kind: "flash-sale",
    title: "Crash test",
    product: "Rice",
    priceFen: 990,
    units: options.units,
    perCustomerMax: options.perCustomerMax,
    startsAt: new Date(Date.now() + 50).toISOString(),
    endsAt: new Date(Date.now() + 24 * HOUR_MS).toISOString(),
    holdSeconds: options.holdSeconds ?? 7_200,
    ...options.expectedPeakPerSecond === undefined
      ? {}
      : { expectedPeakPerSecond: options.expectedPeakPerSecond },
  });
  const { id } = created as { id: string };
  await staffPost(`${url}/api/v1/campaigns/${id}/schedule`);
  for (let tries = 0; tries < 100; tries++) {
    const view: CampaignJson = await getJson(`${url}/api/v1/campaigns/${id}`);
    if (view.phase === "open") return id;
    await pause(50);
  }
  throw new Error(`Cannot open sale "${id}" within 5 s`);
}

/** The audit of a sale, as staff see it. */
export function audit(url: string, id: string): Promise<AuditJson> {
  return getJson(`${url}/api/v1/campaigns/${id}/audit`, STAFF);
}

async function staffPost(url: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: STAFF, "content-type": "application/json" },
    ...body === undefined ? {} : { body: JSON.stringify(body) },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Cannot POST ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

async function getJson<T>(url: string, authorization?: string): Promise<T> {
  const response = await fetch(url, authorization ? { headers: { authorization } } : {});
  const text = await response.text();
  if (!response.ok) throw new Error(`Cannot GET ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** A number of customers of one sale and all that they were told. */
export class Crowd {
  readonly #sale: string;
  readonly #customers: number;
  readonly #perCustomerMax: number;
  readonly #random: () => number;
  /** Reservation id → who has it and what was last acknowledged. */
  readonly #ledger = new Map<string, { customer: string; told: Told }>();
  readonly #twice: string[] = [];
  readonly #statuses = new Map<number, number>();
  readonly #touched = new Set<string>();
  #stopped = false;
  #calls = 0;

  constructor(
    sale: string,
    options: { customers: number; perCustomerMax: number; random?: () => number },
  ) {
    this.#sale = sale;
    this.#customers = options.customers;
    this.#perCustomerMax = options.perCustomerMax;
    this.#random = options.random ?? Math.random;
  }

  /** Acknowledged reservations so far. */
  get acknowledged(): number {
    return this.#ledger.size;
  }

  /** Ids of reservations that were acknowledged and of which nothing is in doubt. */
  get reservations(): readonly string[] {
    return [...this.#ledger.keys()];
  }

  /** How often each status was answered. */
  get statuses(): ReadonlyMap<number, number> {
    return this.#statuses;
  }

  /** Lets the crowd loose on `url` until `stop`; resolves when the last customer has given up. */
  async rush(url: string, options: { parallel: number }): Promise<void> {
    this.#stopped = false;
    await Promise.all(Array.from({ length: options.parallel }, () => this.#customer(url)));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #customer(url: string): Promise<void> {
    while (!this.#stopped) {
      const customer = `c${Math.floor(this.#random() * this.#customers)}`;
      this.#touched.add(customer);
      try {
        await this.#visit(url, customer);
      } catch {
        // The connection broke: the customer knows nothing, so nothing is promised.
        await pause(2);
      }
    }
  }

  async #visit(url: string, customer: string): Promise<void> {
    const key = `k${++this.#calls}-${customer}`;
    const grabs = `${url}/api/v1/campaigns/${this.#sale}/grabs`;
    const grabbed = await this.#post(grabs, customer, { "idempotency-key": key });
    if (grabbed.status !== 201) return;
    const id = reservationOf(grabbed.body);
    if (this.#ledger.has(id)) this.#twice.push(id);
    this.#ledger.set(id, { customer, told: "held" });
    const next = this.#random();
    if (next < 0.3) await this.#settle(url, id, "confirm", "confirmed");
    else if (next < 0.4) await this.#settle(url, id, "cancel", "cancelled");
  }

  async #settle(url: string, id: string, verb: string, told: Told): Promise<void> {
    const entry = this.#ledger.get(id);
    if (entry === undefined) return;
    // Until the answer is here either state may stand.
    this.#ledger.delete(id);
    const maybe = { customer: entry.customer, id, told };
    this.#pending.add(maybe);
    const answer = await this.#post(`${url}/api/v1/reservations/${id}/${verb}`, entry.customer);
    if (answer.status === 200) {
      this.#pending.delete(maybe);
      this.#ledger.set(id, { customer: entry.customer, told });
    }
  }

  /** Reservations that were held and whose confirm or cancel was not answered. */
  readonly #pending = new Set<{ customer: string; id: string; told: Told }>();

  async #post(
    url: string,
    customer: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: string }> {
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: tokenOf(customer), ...headers },
    });
    const body = await response.text();
    this.#statuses.set(response.status, (this.#statuses.get(response.status) ?? 0) + 1);
    return { status: response.status, body };
  }

  /**
   * Everything told is true at `url`: each reservation stands as acknowledged, none was given
   * twice, nobody has more than allowed. Problems, one sentence each. `everyone` asks for all
   * customers, else only for those seen since the last check.
   */
  async check(url: string, options: { everyone?: boolean } = {}): Promise<string[]> {
    const problems = this.#twice.map((id) => `Reservation ${id} was given twice`);
    const customers = options.everyone
      ? Array.from({ length: this.#customers }, (_, n) => `c${n}`)
      : [...this.#touched];
    this.#touched.clear();
    const found = new Map<string, string>();
    const next = customers.values();
    const ask = async () => {
      for (const customer of next) {
        const mine: MyReservationsJson = await getJson(
          `${url}/api/v1/campaigns/${this.#sale}/grabs/mine`,
          tokenOf(customer),
        );
        let units = 0;
        for (const { id, state, units: count } of mine.items) {
          if (found.has(id)) problems.push(`Reservation ${id} belongs to two customers`);
          found.set(id, state);
          if (state === "held" || state === "confirmed") units += count;
        }
        if (units > this.#perCustomerMax) problems.push(`${customer} has ${units} units`);
      }
    };
    await Promise.all(Array.from({ length: 16 }, ask));
    const asked = new Set(customers);
    for (const [id, { customer, told }] of this.#ledger) {
      const state = found.get(id);
      if (asked.has(customer) && state !== told) {
        problems.push(`Reservation ${id} of ${customer} was told ${told}, is ${state ?? "lost"}`);
      }
    }
    for (const { customer, id, told } of this.#pending) {
      const state = found.get(id);
      if (asked.has(customer) && state !== "held" && state !== told) {
        problems.push(`Reservation ${id} of ${customer} was told held, is ${state ?? "lost"}`);
      }
    }
    return problems;
  }
}

const tokens = new Map<string, string>();

function tokenOf(customer: string): string {
  let token = tokens.get(customer);
  if (token === undefined) tokens.set(customer, token = bearer(customer, "customer"));
  return token;
}

function reservationOf(body: string): string {
  const { reservation } = JSON.parse(body);
  return reservation.id;
}

/** Waits in tests that drive a real process, where no clock can be advanced. */
export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

/** Waits until something holds of a real process. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const giveUpMs = Date.now() + WAIT_MS;
  while (!await holds()) {
    if (Date.now() > giveUpMs) throw new Error(`Not within ${WAIT_MS} ms: ${what}`);
    await pause(50);
  }
}

/** Status of a GET. */
export async function status(url: string): Promise<number> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status;
}
