/** Qualifying events that were of use, by number. */
import { EVENT_TYPES } from "./codes.ts";
import { Column, columnBytes, loadColumns, saveColumns, type SavedColumns } from "./columns.ts";
import type { QualifyingEvent } from "./protocol.ts";
import type { Arena } from "./texts.ts";

export class Happenings {
  readonly #col = { id: Column.ints(), type: Column.bytes(), atMs: Column.times() };
  readonly #texts: Arena;
  #count = 0;

  constructor(texts: Arena) {
    this.#texts = texts;
  }

  get bytes(): number {
    return columnBytes(this.#col);
  }

  add(event: QualifyingEvent): number {
    const index = this.#count++;
    this.#col.id.set(index, this.#texts.add(event.id));
    this.#col.type.set(index, EVENT_TYPES.of(event.type));
    this.#col.atMs.set(index, event.atMs);
    return index;
  }

  get(index: number): QualifyingEvent {
    return {
      id: this.#texts.text(this.#col.id.get(index), 0) ?? "",
      type: EVENT_TYPES.word(this.#col.type.get(index)),
      atMs: this.#col.atMs.get(index),
    };
  }

  /** Whether an event, if there is one, has this id. */
  is(index: number, id: string): boolean {
    return index >= 0 && this.#texts.begins(this.#col.id.get(index), id);
  }

  save(): { readonly count: number; readonly columns: SavedColumns } {
    return { count: this.#count, columns: saveColumns(this.#col, this.#count) };
  }

  static load(saved: ReturnType<Happenings["save"]>, texts: Arena): Happenings {
    const happenings = new Happenings(texts);
    loadColumns(happenings.#col, saved.columns);
    happenings.#count = saved.count;
    return happenings;
  }
}
