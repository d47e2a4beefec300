/**
 * Columns of numbers that grow, instead of objects: a campaign of a million participants is what the garbage collector
 * would copy again and again. Saved as differences, in varints (zigzag, little end first, 7 bits each) and base64: in
 * most columns neighbours are alike, and a run of them takes few bytes.
 */

const CAPACITY_MIN = 16;
const BYTES_PER_NUMBER_MAX = 8;

type Values = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** One column; what was never set reads as its `fill`. */
export class Column {
  readonly #fill: number;
  #values: Values;

  private constructor(values: Values, fill: number) {
    this.#values = values.fill(fill);
    this.#fill = fill;
  }

  /** Of integers below 2³¹. */
  static ints(fill = 0): Column {
    return new Column(new Int32Array(CAPACITY_MIN), fill);
  }

  /** Of integers below 256. */
  static bytes(): Column {
    return new Column(new Uint8Array(CAPACITY_MIN), 0);
  }

  /** Of instants in ms. */
  static times(): Column {
    return new Column(new Float64Array(CAPACITY_MIN), 0);
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

  /** The first `count` as text; `room` is written over. */
  save(count: number, room = roomFor(count)): string {
    return packed(this.#values, { count, fill: this.#fill, room });
  }

  /** The inverse of `save`, into an empty column. */
  load(saved: string): void {
    const bytes = Uint8Array.fromBase64(saved);
    let index = 0;
    let value = this.#fill;
    let isRun = false;
    for (let at = 0; at < bytes.length;) {
      let rest = 0;
      let weight = 1;
      let byte = bytes[at++] ?? 0;
      for (; byte >= 128; byte = bytes[at++] ?? 0, weight *= 128) rest += (byte - 128) * weight;
      rest += byte * weight;
      if (isRun) {
        for (; rest > 0; rest--) this.set(index++, value);
        isRun = false;
      } else if (rest === 0) isRun = true;
      else {
        value += rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2;
        this.set(index++, value);
      }
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

/** Differences to the number before, a run of none as one zero and how many they are. */
function packed(
  values: Values,
  by: { readonly count: number; readonly fill: number; readonly room: Uint8Array<ArrayBuffer> },
): string {
  const { count, fill, room: bytes } = by;
  let used = 0;
  let before = fill;
  let same = 0;
  for (let i = 0; i < count; i++) {
    const value = i < values.length ? values[i] ?? 0 : fill;
    if (value === before) {
      same++;
      continue;
    }
    if (same > 0) {
      bytes[used++] = 0;
      used = putNumber(bytes, used, same);
      same = 0;
    }
    const step = value - before;
    before = value;
    used = putNumber(bytes, used, step < 0 ? -2 * step - 1 : 2 * step);
  }
  if (same > 0) {
    bytes[used++] = 0;
    used = putNumber(bytes, used, same);
  }
  return bytes.subarray(0, used).toBase64();
}

/** Bytes that `count` numbers take at most: the zero of a run and its length stand for one number at least. */
function roomFor(count: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((count + 1) * BYTES_PER_NUMBER_MAX);
}

/** Writes a number at `at` and gives where it ends. */
function putNumber(bytes: Uint8Array<ArrayBuffer>, at: number, number: number): number {
  let end = at;
  let rest = number;
  // Bit operations are exact below 2³¹ only.
  for (; rest >= 0x4000_0000; rest = Math.floor(rest / 128)) bytes[end++] = 128 + rest % 128;
  for (; rest >= 128; rest >>>= 7) bytes[end++] = rest & 127 | 128;
  bytes[end++] = rest;
  return end;
}

type Columns = { readonly [name: string]: Column };
export type SavedColumns = { readonly [name: string]: string };

/** The first `count` of every column. */
export function saveColumns(columns: Columns, count: number): SavedColumns {
  const room = roomFor(count);
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.save(count, room)]),
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
