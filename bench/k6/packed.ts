/** Very many ids as one text: k6 gives every virtual user a copy of what setup made, and a list takes tens of times as much. */

export interface Packed {
  readonly text: string;
  readonly width: number;
  readonly count: number;
}

/** Ids without spaces. */
export function packed(ids: readonly string[]): Packed {
  const width = ids.reduce((most, id) => Math.max(most, id.length), 1);
  return { text: ids.map((id) => id.padEnd(width)).join(""), width, count: ids.length };
}

/** The id at a place; empty beyond the last. */
export function idAt({ text, width }: Packed, index: number): string {
  return text.slice(index * width, (index + 1) * width).trimEnd();
}
