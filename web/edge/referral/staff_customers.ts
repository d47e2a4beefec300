/**
 * Which customers are members of staff, by their phones: they take part in no referral. Read from the rows every five
 * minutes and kept meanwhile, so that joining needs no database.
 */
import type { Services } from "../services.ts";
import { customerId } from "../customer_session.ts";
import { databaseOf } from "../database.ts";

/** All managers of a province are 18,000. */
const STAFF_MAX = 100_000;
/** Ids are made of so many phones at once: about 10 ms. */
const PAGE = 1_000;
const AGAIN_MS = 300_000;
const READY_MS = 5_000;
const RETRY_MS = 1_000;

type Needs = Pick<Services, "database" | "authSecret" | "world" | "log">;

export class StaffCustomers {
  readonly #services: Needs;
  /** By phone. */
  #ids = new Map<string, string>();
  #customers = new Set<string>();
  readonly #first = Promise.withResolvers<void>();
  #cancel = () => {};
  #stopped = false;

  constructor(services: Needs) {
    this.#services = services;
    if (services.database === null) this.#first.resolve();
    else void this.#keepReading();
  }

  /** Resolves when they are read for the first time; not while the database is away. */
  get ready(): Promise<void> {
    return this.#first.promise;
  }

  has(customer: string): boolean {
    return this.#customers.has(customer);
  }

  /** Reads them now. Rejects while the database is away. */
  async read(): Promise<void> {
    const { authSecret } = this.#services;
    const { sql } = databaseOf(this.#services);
    const ids = new Map<string, string>();
    for (let after = ""; ids.size < STAFF_MAX;) {
      const rows = await sql<{ id: string; phone: string }[]>`
        select id, phone from bank.staff
        where id > ${after} and phone is not null and left_ms is null
        order by id limit ${PAGE}`;
      for (const { phone } of rows) {
        ids.set(phone, this.#ids.get(phone) ?? customerId(authSecret, "phone", phone));
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE || this.#stopped) break;
      after = last.id;
    }
    this.#ids = ids;
    this.#customers = new Set(ids.values());
    this.#first.resolve();
  }

  close(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async #keepReading(): Promise<void> {
    let againMs = RETRY_MS;
    try {
      if (await this.#services.database?.ready(READY_MS) && !this.#stopped) {
        await this.read();
        againMs = AGAIN_MS;
      }
    } catch (error) {
      if (!this.#stopped) {
        this.#services.log.warn("staff's phones are not read yet", { error: String(error) });
      }
    }
    if (this.#stopped) return;
    this.#cancel = this.#services.world.scheduler.after(againMs, () => void this.#keepReading());
  }
}
