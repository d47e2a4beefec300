/**
 * Devices that were seen with participants: whoever was first, and how many since. A device is kept as two hashes of 32
 * bits; should two ever be taken for one, a person looks at them for nothing.
 */
import { Column, columnBytes, loadColumns, saveColumns, type SavedColumns } from "./columns.ts";
import { HashIndex, hashOfText } from "./hash_index.ts";
import type { Place } from "./protocol.ts";

const OTHER_SEED = 0x2c1b3c6d;

export class Devices {
  readonly #col = {
    hash: Column.ints(),
    other: Column.ints(),
    cell: Column.ints(),
    n: Column.ints(),
    seen: Column.ints(),
  };
  readonly #byHash = new HashIndex();
  #count = 0;

  get bytes(): number {
    return columnBytes(this.#col) + this.#byHash.bytes;
  }

  /** The first participant of a device and how many there are; null for a new device. */
  find(device: string): { readonly first: Place; readonly seen: number } | null {
    const index = this.#find(device);
    if (index < 0) return null;
    const { cell, n, seen } = this.#col;
    return { first: { cell: cell.get(index), n: n.get(index) }, seen: seen.get(index) };
  }

  note(device: string, place: Place): void {
    let index = this.#find(device);
    if (index < 0) {
      index = this.#count++;
      const hash = hashOfText(device);
      this.#col.hash.set(index, hash);
      this.#col.other.set(index, hashOfText(device, OTHER_SEED));
      this.#col.cell.set(index, place.cell);
      this.#col.n.set(index, place.n);
      this.#byHash.add(hash, index);
    }
    this.#col.seen.add(index, 1);
  }

  save(): { readonly count: number; readonly columns: SavedColumns } {
    return { count: this.#count, columns: saveColumns(this.#col, this.#count) };
  }

  static load(saved: ReturnType<Devices["save"]>): Devices {
    const devices = new Devices();
    loadColumns(devices.#col, saved.columns);
    devices.#count = saved.count;
    for (let index = 0; index < saved.count; index++) {
      devices.#byHash.add(devices.#col.hash.get(index), index);
    }
    return devices;
  }

  #find(device: string): number {
    const other = hashOfText(device, OTHER_SEED);
    return this.#byHash.find(
      hashOfText(device),
      (index) => this.#col.other.get(index) === other,
    );
  }
}
