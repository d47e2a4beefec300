/**
 * Which sessions are revoked, in memory, so that a token is judged without asking anyone. The database is asked every
 * few seconds for what other nodes revoked; while it does not answer, what is known stays.
 */
import type { Cancel, Log, Scheduler } from "../../../engine/mod.ts";
import type { Database } from "../database.ts";
import { type RevokedSession, revokedSince } from "./sessions.ts";

const POLL_MS = 5_000;
/** Until the first answer: after a start nothing is known yet. */
const FIRST_POLL_MS = 200;
/** Clocks of nodes differ, and a transaction may commit after a later one. */
const OVERLAP_MS = 60_000;

export interface RevokedSessionsOptions {
  readonly database: Database | null;
  readonly scheduler: Scheduler;
  readonly log: Log;
  nowMs(): number;
  /** Kept at most; beyond that those go first whose tokens run out first. */
  readonly max: number;
}

export class RevokedSessions {
  readonly #options: RevokedSessionsOptions;
  readonly #expiresMs = new Map<string, number>();
  #sinceMs = 0;
  #cancel: Cancel | null = null;
  #closed = false;

  constructor(options: RevokedSessionsOptions) {
    this.#options = options;
    if (options.database !== null) this.#poll();
  }

  has(id: string): boolean {
    return this.#expiresMs.has(id);
  }

  get size(): number {
    return this.#expiresMs.size;
  }

  /** Bites from now on, on this node at once. */
  add(sessions: readonly RevokedSession[]): void {
    for (const { id, expiresMs } of sessions) this.#expiresMs.set(id, expiresMs);
    this.#prune();
  }

  /** Asks the database once; resolves whether it answered. */
  async refresh(): Promise<boolean> {
    const { database, nowMs, log, max } = this.#options;
    if (database === null || !database.available()) return false;
    const askedMs = nowMs();
    try {
      const sinceMs = this.#sinceMs;
      this.add(await revokedSince(database.sql, { sinceMs, nowMs: askedMs, max }));
      this.#sinceMs = askedMs - OVERLAP_MS;
      return true;
    } catch (error) {
      log.warn("revoked sessions not read", { error: String(error) });
      return false;
    }
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  async #poll(): Promise<void> {
    await this.refresh();
    if (this.#closed) return;
    const delayMs = this.#sinceMs === 0 ? FIRST_POLL_MS : POLL_MS;
    this.#cancel = this.#options.scheduler.after(delayMs, () => void this.#poll());
  }

  /** Expired tokens are refused anyway. */
  #prune(): void {
    const { max, nowMs } = this.#options;
    if (this.#expiresMs.size <= max) return;
    const now = nowMs();
    for (const [id, expiresMs] of this.#expiresMs) {
      if (expiresMs <= now) this.#expiresMs.delete(id);
    }
    const excess = this.#expiresMs.size - max;
    if (excess <= 0) return;
    const soonest = [...this.#expiresMs].sort(([, one], [, other]) => one - other);
    for (const [id] of soonest.slice(0, excess)) this.#expiresMs.delete(id);
  }
}
