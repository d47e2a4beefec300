/**
 * Whom the participants of a cell have invited: those may be in other cells, so each has a record here too. The
 * records of one inviter are a list in the order of joining. The second level is kept the same way.
 */
import { Column, columnBytes, loadColumns, saveColumns, type SavedColumns } from "./columns.ts";
import { HashIndex, hashOfPlace } from "./hash_index.ts";
import type { Place } from "./protocol.ts";
import type { Arena } from "./texts.ts";

export class Invitees {
  /** Saved. */
  readonly col = {
    by: Column.ints(),
    cell: Column.ints(),
    n: Column.ints(),
    mask: Column.ints(-1),
    joinedAtMs: Column.times(),
    qualifiedAtMs: Column.times(),
    /** 1: counts for tiers and the leaderboard. */
    counted: Column.bytes(),
    flags: Column.bytes(),
    /** Why this one counts no more. */
    reason: Column.bytes(),
    /** The event that qualified, by number; -1 for none. */
    event: Column.ints(-1),
    /** How many this one has invited, as last told. */
    invited: Column.ints(),
  };
  readonly links = {
    older: Column.ints(-1),
    newer: Column.ints(-1),
    /** The newest reward for this one. */
    reward: Column.ints(-1),
  };
  readonly #texts: Arena;
  readonly #byPlace = new HashIndex();
  #count = 0;

  constructor(texts: Arena) {
    this.#texts = texts;
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return columnBytes(this.col) + columnBytes(this.links) + this.#byPlace.bytes;
  }

  /** The record of a place; -1 for none. */
  find(place: Place): number {
    const { cell, n } = this.col;
    return this.#byPlace.find(
      hashOfPlace(place),
      (each) => n.get(each) === place.n && cell.get(each) === place.cell,
    );
  }

  place(index: number): Place {
    return { cell: this.col.cell.get(index), n: this.col.n.get(index) };
  }

  mask(index: number): string | null {
    const group = this.col.mask.get(index);
    return group < 0 ? null : this.#texts.text(group, 0);
  }

  /** Adds a record and gives its number. */
  add(
    invitee: Place & { readonly by: number; readonly mask: string | null; readonly atMs: number },
  ): number {
    const index = this.#count++;
    const { col } = this;
    col.by.set(index, invitee.by);
    col.cell.set(index, invitee.cell);
    col.n.set(index, invitee.n);
    if (invitee.mask !== null) col.mask.set(index, this.#texts.add(invitee.mask));
    col.joinedAtMs.set(index, invitee.atMs);
    this.#byPlace.add(hashOfPlace(invitee), index);
    return index;
  }

  save(): { readonly count: number; readonly columns: SavedColumns } {
    return { count: this.#count, columns: saveColumns(this.col, this.#count) };
  }

  static load(saved: ReturnType<Invitees["save"]>, texts: Arena): Invitees {
    const invitees = new Invitees(texts);
    loadColumns(invitees.col, saved.columns);
    for (let index = 0; index < saved.count; index++) {
      invitees.#byPlace.add(hashOfPlace(invitees.place(index)), index);
    }
    invitees.#count = saved.count;
    return invitees;
  }
}
