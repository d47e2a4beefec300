/**
 * What staff asked under which `Idempotency-Key`: the same key for something else is a mistake. Remembered by this
 * process for the newest keys; what a repetition is answered with comes from the engine.
 */

const KEPT_MAX = 20_000;

export class AskedKeys {
  readonly #asked = new Map<string, string>();

  /** Whether the key stands for this, or for nothing yet; then it does from now on. */
  isSame(key: string, asked: string): boolean {
    const known = this.#asked.get(key);
    if (known !== undefined) return known === asked;
    this.#asked.set(key, asked);
    if (this.#asked.size > KEPT_MAX) {
      for (const oldest of this.#asked.keys()) {
        this.#asked.delete(oldest);
        break;
      }
    }
    return true;
  }
}
