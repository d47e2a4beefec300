/**
 * Numbers of campaigns, which stand for their ids in codes: given in the order of first listing, and then for ever.
 * All are kept in memory; new ones are asked for a few times a second at most.
 */
import type { Scheduler } from "../../engine/mod.ts";
import { CODED_BOUNDS } from "./referral_codes.ts";

export interface Numbered {
  readonly id: string;
  readonly no: number;
}

/** Who gives the numbers. */
export interface NumberSource {
  /** Those above `after` in the order of their numbers; fewer than there are only where `more` says so. Rejects. */
  page(after: number): Promise<{ readonly rows: readonly Numbered[]; readonly more: boolean }>;
}

export interface CampaignNumbersOptions {
  readonly source: NumberSource;
  readonly scheduler: Scheduler;
  readonly nowMs: () => number;
}

const APART_MS = 250;

export class CampaignNumbers {
  readonly #options: CampaignNumbersOptions;
  readonly #ids: (string | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  #last = -1;
  #askedMs = -Infinity;
  #asking: Promise<void> | null = null;

  constructor(options: CampaignNumbersOptions) {
    this.#options = options;
  }

  /** The campaign with this number; undefined where none is known. */
  idOf(no: number): string | undefined {
    return this.#ids[no];
  }

  /** The number of a campaign; undefined where none is known. */
  numberOf(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  /** The same, asking where it is not known; null: there is none. Rejects while nobody can be asked. */
  async findId(no: number): Promise<string | null> {
    if (this.#ids[no] === undefined) await this.load();
    return this.#ids[no] ?? null;
  }

  async findNumber(id: string): Promise<number | null> {
    if (!this.#numbers.has(id)) await this.load();
    return this.#numbers.get(id) ?? null;
  }

  /** Reads what is new. Whoever comes meanwhile, or right after, waits for the same. */
  load(): Promise<void> {
    this.#asking ??= this.#loadSoon().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #loadSoon(): Promise<void> {
    const { scheduler, nowMs } = this.#options;
    const waitMs = this.#askedMs + APART_MS - nowMs();
    if (waitMs > 0) await new Promise<void>((resolve) => void scheduler.after(waitMs, resolve));
    this.#askedMs = nowMs();
    // Numbers are never taken back, so what is new stands behind the last one.
    for (let more = true; more;) {
      const page = await this.#options.source.page(this.#last);
      for (const row of page.rows) this.#keep(row);
      more = page.more && page.rows.length > 0;
    }
  }

  #keep({ id, no }: Numbered): void {
    this.#last = Math.max(this.#last, no);
    if (no >= CODED_BOUNDS.no) return;
    this.#ids[no] = id;
    this.#numbers.set(id, no);
  }
}
