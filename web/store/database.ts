/** The database: PostgreSQL by its address, or an embedded one; the same client and the same SQL on both. */
import postgres from "postgres";
import type { Log, Scheduler } from "../../engine/mod.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { type Pglite, startPglite } from "./pglite.ts";

export interface Database {
  /** Waits for a free connection; rejects soon where there is none. See `isUnavailable`. */
  readonly sql: postgres.Sql;
  readonly kind: "pglite" | "postgres";
  /** For a Worker that opens a connection of its own. */
  readonly url: string;
  /** Whether it answered when last asked and every migration ran. */
  available(): boolean;
  /** Engine time since when it is not available; null while it is. */
  downSinceMs(): number | null;
  /** Resolves with true as soon as it is available, with false after `maxMs` or once nobody was found there. */
  ready(maxMs: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Where the database is. */
export type DatabaseSource =
  | { readonly kind: "postgres"; readonly url: string }
  /** `folder` null: in memory. */
  | { readonly kind: "pglite"; readonly folder: string | null; readonly password: string };

export interface DatabaseOptions {
  readonly source: DatabaseSource;
  readonly log: Log;
  readonly scheduler: Scheduler;
  nowMs(): number;
  readonly connectionsMax: number;
  readonly statementMs: number;
}

/** A question to a database that does not answer. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
}

const DOWN = "Database unavailable: campaigns go on, lists and statistics are stale";
const CONNECT_S = 3;
/** Connections to the embedded database wait until it is open; making its files takes some seconds. */
const CONNECT_EMBEDDED_S = 60;
const CHECK_MS = 1_000;
const IDLE_S = 60;

/** Codes of postgres.js, of the operating system and of PostgreSQL that say: nobody is there, ask again later. */
const ABSENT = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "53300", // too many connections
  "57014", // the statement took too long
  "57P01", // it is shutting down
  "57P02",
  "57P03", // it is starting
]);

/** Whether an error says that the database cannot be asked now, rather than that the question was wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (typeof error !== "object" || error === null) return false;
  if ("errors" in error && Array.isArray(error.errors)) return error.errors.some(isUnavailable);
  return "code" in error && typeof error.code === "string" && ABSENT.has(error.code);
}

/**
 * Opens the database. An address that does not answer is no error: it is tried until it does, and migrations run
 * then. The embedded one takes connections before it is open.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { source } = options;
  const embedded = source.kind === "pglite"
    ? await startPglite({
      ...source,
      scheduler: options.scheduler,
      failed: (message) => options.log.error(message),
    })
    : null;
  const url = source.kind === "postgres" ? source.url : embedded?.url ?? "";
  return new Connections(options, { url, embedded });
}

/** Options of postgres.js that every connection of ours has. */
export function clientOptions(
  options: {
    readonly connectionsMax: number;
    readonly statementMs: number;
    readonly kind: Database["kind"];
  },
) {
  return {
    max: options.connectionsMax,
    connect_timeout: options.kind === "pglite" ? CONNECT_EMBEDDED_S : CONNECT_S,
    idle_timeout: IDLE_S,
    backoff: (retries: number) => Math.min(0.1 * 2 ** retries, 1),
    onnotice() {},
    connection: { application_name: "yundian", statement_timeout: options.statementMs },
  };
}

class Connections implements Database {
  readonly sql: postgres.Sql;
  readonly kind: "pglite" | "postgres";
  readonly url: string;
  readonly #options: DatabaseOptions;
  readonly #embedded: Pglite | null;
  #migrated = false;
  #closed = false;
  #downSinceMs: number | null;
  #waiting: (() => void)[] = [];

  constructor(options: DatabaseOptions, where: { url: string; embedded: Pglite | null }) {
    this.#options = options;
    this.#embedded = where.embedded;
    this.#downSinceMs = options.nowMs();
    this.kind = options.source.kind;
    this.url = where.url;
    this.sql = postgres(where.url, clientOptions({ ...options, kind: this.kind }));
    this.#watch(true);
  }

  available(): boolean {
    return this.#downSinceMs === null;
  }

  downSinceMs(): number | null {
    return this.#downSinceMs;
  }

  ready(maxMs: number): Promise<boolean> {
    if (this.available()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const cancel = this.#options.scheduler.after(maxMs, () => resolve(this.available()));
      this.#waiting.push(() => {
        cancel();
        resolve(this.available());
      });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.sql.end({ timeout: CONNECT_S });
    await this.#embedded?.close();
  }

  /** Asks once a second, so that whoever wants to know need not wait for a time-out. */
  async #watch(first: boolean): Promise<void> {
    const { log, nowMs, scheduler } = this.#options;
    try {
      if (!this.#migrated) {
        const ran = await migrate(this.sql, await readMigrations());
        if (ran.length > 0) log.info("database migrated", { kind: this.kind, ran: ran.join(" ") });
        this.#migrated = true;
      } else await this.sql`select 1`;
      if (this.#downSinceMs !== null && !first) log.info("database answers", { kind: this.kind });
      this.#downSinceMs = null;
      for (const tell of this.#waiting.splice(0)) tell();
    } catch (error) {
      if (this.#closed) return;
      if (first || this.#downSinceMs === null) {
        const why = { kind: this.kind, error: errorText(error) };
        if (isUnavailable(error)) log.warn(DOWN, why);
        else log.error("Cannot prepare the database", why);
      }
      this.#downSinceMs ??= nowMs();
      for (const tell of this.#waiting.splice(0)) tell();
    }
    if (!this.#closed) scheduler.after(CHECK_MS, () => this.#watch(false));
  }
}

/** Words of an error, never with the address, which may hold a password. */
function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? `${error.code}: ` : "";
  return code + (error.message === "" ? error.name : error.message);
}
