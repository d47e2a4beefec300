/**
 * Columns of numbers that grow, instead of objects: a campaign of a million participants is what the garbage collector
 * would copy again and again. Saved as varints (zigzag, little end first, 7 bits each) in base64: most cells of most
 * columns hold what they held at first, and take one byte.
 */

const CAPACITY_MIN = 16;
const BYTES_PER_NUMBER_MAX = 8;

type Values = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** One column; what was never set reads as its `fill`. */
export class Column {
  readonly #fill: number;
  /** Saved as differences to the one before. */
  readonly #rising: boolean;
  #values: Values;

  private constructor(values: Values, by: { readonly fill: number; readonly rising: boolean }) {
    this.#values = values.fill(by.fill);
    this.#fill = by.fill;
    this.#rising = by.rising;
  }

  /** Of integers below 2³¹. */
  static ints(fill = 0): Column {
    return new Column(new Int32Array(CAPACITY_MIN), { fill, rising: false });
  }

  /** Of integers below 256. */
  static bytes(): Column {
    return new Column(new Uint8Array(CAPACITY_MIN), { fill: 0, rising: false });
  }

  /** Of instants in ms. */
  static times(): Column {
    return new Column(new Float64Array(CAPACITY_MIN), { fill: 0, rising: true });
  }

  get(index: number): number {
    return this.#values[index] ?? this.#fill;
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) this.#grow(index + 1);
    this.#values[index] = value;
  }

  add(index: number, value: number): void {
    this.set(index, this.get(index) + value);
  }

  /** Resident bytes. */
  get bytes(): number {
    return this.#values.byteLength;
  }

  /** The first `count` as text. */
  save(count: number): string {
    const packed = new Uint8Array(count * BYTES_PER_NUMBER_MAX);
    let used = 0;
    let before = this.#fill;
    for (let i = 0; i < count; i++) {
      const value = this.get(i);
      const step = value - before;
      if (this.#rising) before = value;
      let rest = step < 0 ? -2 * step - 1 : 2 * step;
      for (; rest >= 128; rest = Math.floor(rest / 128)) packed[used++] = 128 + rest % 128;
      packed[used++] = rest;
    }
    return packed.subarray(0, used).toBase64();
  }

  /** The inverse of `save`, into an empty column. */
  load(saved: string): void {
    const packed = Uint8Array.fromBase64(saved);
    let index = 0;
    let before = this.#fill;
    for (let at = 0; at < packed.length;) {
      let rest = 0;
      let weight = 1;
      let byte = packed[at++] ?? 0;
      for (; byte >= 128; byte = packed[at++] ?? 0, weight *= 128) rest += (byte - 128) * weight;
      rest += byte * weight;
      const value = before + (rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2);
      if (this.#rising) before = value;
      this.set(index++, value);
    }
  }

  #grow(needed: number): void {
    const length = Math.max(needed, this.#values.length * 2);
    const wide = this.#values instanceof Float64Array
      ? new Float64Array(length)
      : this.#values instanceof Uint8Array
      ? new Uint8Array(length)
      : new Int32Array(length);
    wide.fill(this.#fill, this.#values.length);
    wide.set(this.#values);
    this.#values = wide;
  }
}

type Columns = { readonly [name: string]: Column };
export type SavedColumns = { readonly [name: string]: string };

/** The first `count` of every column. */
export function saveColumns(columns: Columns, count: number): SavedColumns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.save(count)]),
  );
}

/** The inverse of `saveColumns`; a column that an older release had not stays empty. */
export function loadColumns(columns: Columns, saved: SavedColumns): void {
  for (const [name, column] of Object.entries(columns)) column.load(saved[name] ?? "");
}

/** Resident bytes of all. */
export function columnBytes(columns: Columns): number {
  let bytes = 0;
  for (const column of Object.values(columns)) bytes += column.bytes;
  return bytes;
}
