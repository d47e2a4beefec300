/** Texts of a cell, one after the other in one array of bytes, and names that many share. */
import { Column } from "./columns.ts";

const BYTES_MIN = 256;
/** Longer ones are not spread into arguments. */
const SPREAD_MAX = 1_024;
/** Stands for null; a text that begins with it has one more of it in front. */
const NULL = "\0";
/** A mark at the beginning of a text is part of it. */
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Texts as JSON. */
export interface SavedTexts {
  readonly all: string;
  readonly starts: string;
  readonly count: number;
}

/** Groups of texts; each is found by the number of its first text. */
export class Arena {
  #bytes = new Uint8Array(BYTES_MIN);
  #used = 0;
  readonly #starts = Column.ints();
  #count = 0;

  get bytes(): number {
    return this.#bytes.length + this.#starts.bytes;
  }

  /** Adds a group and gives its number. */
  add(...texts: readonly (string | null)[]): number {
    const group = this.#count;
    for (const text of texts) this.#write(stored(text));
    return group;
  }

  /** One text of a group. */
  text(group: number, index: number): string | null {
    const text = this.#read(group + index);
    if (!text.startsWith(NULL)) return text;
    return text === NULL ? null : text.slice(NULL.length);
  }

  /** Whether the first text of a group is this one. */
  begins(group: number, text: string): boolean {
    const start = this.#starts.get(group);
    const length = this.#endOf(group) - start;
    // Beyond ASCII there are more bytes than characters.
    if (length !== text.length) return length > text.length && this.text(group, 0) === text;
    for (let i = 0; i < length; i++) {
      if (this.#bytes[start + i] !== text.charCodeAt(i)) return false;
    }
    return text !== NULL;
  }

  save(): SavedTexts {
    return {
      all: DECODER.decode(this.#bytes.subarray(0, this.#used)),
      starts: this.#starts.save(this.#count),
      count: this.#count,
    };
  }

  static load(saved: SavedTexts): Arena {
    const arena = new Arena();
    const bytes = new TextEncoder().encode(saved.all);
    arena.#reserve(bytes.length);
    arena.#bytes.set(bytes);
    arena.#used = bytes.length;
    arena.#starts.load(saved.starts);
    arena.#count = saved.count;
    return arena;
  }

  #write(text: string): void {
    const at = this.#used;
    // UTF-8 takes at most three bytes for one UTF-16 code unit.
    this.#reserve(at + text.length * 3);
    const bytes = this.#bytes;
    let all = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      all |= code;
      bytes[at + i] = code;
    }
    const length = all < 128
      ? text.length
      : new TextEncoder().encodeInto(text, bytes.subarray(at)).written;
    this.#starts.set(this.#count++, at);
    this.#used = at + length;
  }

  #read(index: number): string {
    const bytes = this.#bytes.subarray(this.#starts.get(index), this.#endOf(index));
    let all = 0;
    for (const byte of bytes) all |= byte;
    return all < 128 && bytes.length < SPREAD_MAX
      ? String.fromCharCode(...bytes)
      : DECODER.decode(bytes);
  }

  #endOf(index: number): number {
    return index + 1 < this.#count ? this.#starts.get(index + 1) : this.#used;
  }

  #reserve(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const wide = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    wide.set(this.#bytes);
    this.#bytes = wide;
  }
}

function stored(text: string | null): string {
  if (text === null) return NULL;
  return text.startsWith(NULL) ? NULL + text : text;
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
