/**
 * What staff asked under which `Idempotency-Key`: the same key for something else is a mistake. Remembered by this
 * process for the newest keys; what a repetition is answered with comes from the engine.
 */
import { Newest } from "../shared/newest.ts";

const KEPT_MAX = 20_000;

export class AskedKeys {
  readonly #asked = new Newest<string, string>(KEPT_MAX);

  /** Whether the key stands for this, or for nothing yet; then it does from now on. */
  isSame(key: string, asked: string): boolean {
    const known = this.#asked.get(key);
    if (known !== undefined) return known === asked;
    this.#asked.set(key, asked);
    return true;
  }
}
