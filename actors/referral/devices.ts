/** Devices that were seen with participants: whoever was first, and how many since. */
import { Column, columnBytes, loadColumns, saveColumns, type SavedColumns } from "./columns.ts";
import { HashIndex, hashOfText } from "./hash_index.ts";
import type { Place } from "./protocol.ts";
import type { Arena } from "./texts.ts";

export class Devices {
  readonly #col = {
    text: Column.ints(),
    cell: Column.ints(),
    n: Column.ints(),
    seen: Column.ints(),
  };
  readonly #texts: Arena;
  readonly #byText = new HashIndex();
  #count = 0;

  constructor(texts: Arena) {
    this.#texts = texts;
  }

  get bytes(): number {
    return columnBytes(this.#col) + this.#byText.bytes;
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
      this.#col.text.set(index, this.#texts.add(device));
      this.#col.cell.set(index, place.cell);
      this.#col.n.set(index, place.n);
      this.#byText.add(hashOfText(device), index);
    }
    this.#col.seen.add(index, 1);
  }

  save(): { readonly count: number; readonly columns: SavedColumns } {
    return { count: this.#count, columns: saveColumns(this.#col, this.#count) };
  }

  static load(saved: ReturnType<Devices["save"]>, texts: Arena): Devices {
    const devices = new Devices(texts);
    loadColumns(devices.#col, saved.columns);
    devices.#count = saved.count;
    for (let index = 0; index < saved.count; index++) {
      const device = texts.text(devices.#col.text.get(index), 0) ?? "";
      devices.#byText.add(hashOfText(device), index);
    }
    return devices;
  }

  #find(device: string): number {
    return this.#byText.find(
      hashOfText(device),
      (index) => this.#texts.begins(this.#col.text.get(index), device),
    );
  }
}
