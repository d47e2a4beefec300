/** Texts of a cell, one after the other in one array of bytes, and names that many share. */

const BYTES_MIN = 256;
const LENGTH_BYTES = 2;
/** Length that stands for null. */
const NULL = 0xffff;

/** Groups of texts; each is found by the number where its group begins. */
export class Arena {
  #bytes = new Uint8Array(BYTES_MIN);
  #used = 0;

  get bytes(): number {
    return this.#bytes.length;
  }

  /** Adds a group and gives its number. */
  add(...texts: readonly (string | null)[]): number {
    const start = this.#used;
    for (const text of texts) this.#write(text);
    return start;
  }

  /** One text of a group. */
  text(group: number, index: number): string | null {
    const at = this.#find(group, index);
    const length = this.#length(at);
    if (length === NULL) return null;
    const bytes = this.#bytes.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + length);
    let all = 0;
    for (const byte of bytes) all |= byte;
    return all < 128 ? String.fromCharCode(...bytes) : new TextDecoder().decode(bytes);
  }

  /** Whether the first text of a group is this one. */
  begins(group: number, text: string): boolean {
    const length = this.#length(group);
    if (length !== text.length) {
      return length > text.length && length !== NULL && this.text(group, 0) === text;
    }
    for (let i = 0; i < length; i++) {
      if (this.#bytes[group + LENGTH_BYTES + i] !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  save(): string {
    return this.#bytes.subarray(0, this.#used).toBase64();
  }

  static load(saved: string): Arena {
    const arena = new Arena();
    const bytes = Uint8Array.fromBase64(saved);
    arena.#used = bytes.length;
    arena.#bytes = new Uint8Array(Math.max(BYTES_MIN, bytes.length));
    arena.#bytes.set(bytes);
    return arena;
  }

  #write(text: string | null): void {
    const at = this.#used;
    // UTF-8 takes at most three bytes for one UTF-16 code unit.
    this.#reserve(at + LENGTH_BYTES + (text?.length ?? 0) * 3);
    let length = NULL;
    if (text !== null) {
      const bytes = this.#bytes;
      let all = 0;
      for (let i = 0; i < text.length; i++) {
        all |= text.charCodeAt(i);
        bytes[at + LENGTH_BYTES + i] = text.charCodeAt(i);
      }
      length = all < 128
        ? text.length
        : new TextEncoder().encodeInto(text, bytes.subarray(at + LENGTH_BYTES)).written;
      if (length >= NULL) throw new Error(`Cannot keep a text: ${length} bytes are too many`);
    }
    this.#bytes[at] = length & 0xff;
    this.#bytes[at + 1] = length >> 8;
    this.#used = at + LENGTH_BYTES + (length === NULL ? 0 : length);
  }

  #reserve(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const wide = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    wide.set(this.#bytes);
    this.#bytes = wide;
  }

  #find(group: number, index: number): number {
    let at = group;
    for (let i = 0; i < index; i++) {
      const length = this.#length(at);
      at += LENGTH_BYTES + (length === NULL ? 0 : length);
    }
    return at;
  }

  #length(at: number): number {
    return (this.#bytes[at] ?? 0) + (this.#bytes[at + 1] ?? 0) * 256;
  }
}

/** Numbers for names that many share: managers, channels. */
export class Names {
  readonly #list: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a name, a new one if need be; -1 for null. */
  put(name: string | null): number {
    if (name === null) return -1;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#list.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }

  name(number: number): string | null {
    return this.#list[number] ?? null;
  }

  get bytes(): number {
    return this.#list.length * 100;
  }

  save(): readonly string[] {
    return [...this.#list];
  }

  static load(saved: readonly string[]): Names {
    const names = new Names();
    for (const name of saved) names.put(name);
    return names;
  }
}
