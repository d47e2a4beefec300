/** Which openings of a link count: one an hour for each person. */

const HOUR_MS = 3_600_000;
const KEPT_MAX = 200_000;

export class Clicks {
  readonly #perAddress: number;
  #hour = 0;
  #seen = new Set<string>();
  #byAddress = new Map<string, number>();

  /** `perAddress`: of those without a cookie of ours, counted for one link, address and hour at most. */
  constructor(options: { readonly perAddress: number }) {
    this.#perAddress = options.perAddress;
  }

  /** Whether this is the person's first opening of the link in this hour; it is noted. */
  isFirst(
    click: {
      readonly code: string;
      /** Null: a device that was not known before. */
      readonly device: string | null;
      readonly address: string;
      readonly nowMs: number;
    },
  ): boolean {
    const hour = Math.floor(click.nowMs / HOUR_MS);
    if (hour !== this.#hour) this.#begin(hour);
    if (click.device === null) return this.#isFew(`${click.code} ${click.address}`);
    if (this.#seen.has(`${click.code} ${click.device}`)) return false;
    this.note(click.code, click.device);
    return true;
  }

  /** The device that a first opening made: its next ones in this hour are repetitions. */
  note(code: string, device: string): void {
    // Over the bound the oldest may count twice in one hour.
    if (this.#seen.size >= KEPT_MAX) this.#seen.clear();
    this.#seen.add(`${code} ${device}`);
  }

  /** An outlet's customers share an address; what keeps no cookie at all would be new every time. */
  #isFew(name: string): boolean {
    const count = (this.#byAddress.get(name) ?? 0) + 1;
    if (this.#byAddress.size >= KEPT_MAX) this.#byAddress.clear();
    this.#byAddress.set(name, count);
    return count <= this.#perAddress;
  }

  #begin(hour: number): void {
    this.#hour = hour;
    this.#seen = new Set();
    this.#byAddress = new Map();
  }
}
