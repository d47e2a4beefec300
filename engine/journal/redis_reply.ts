/** Replies of the scripts, checked cell by cell: what a proxy or a client made of them is not trusted. */
import { corrupt, requireUnbroken, verified } from "./integrity.ts";
import type { FeedEntry, Stored } from "./journal.ts";

/** Reads a reply from its front; throws where a cell is not what the script returns there. */
export class ReplyReader {
  readonly #cells: readonly unknown[];
  #at = 0;

  constructor(reply: unknown) {
    this.#cells = Array.isArray(reply) ? reply : [reply];
  }

  get more(): boolean {
    return this.#at < this.#cells.length;
  }

  /** The number at a place, wherever the reader stands. */
  at(place: number): number {
    this.#at = place;
    return this.number();
  }

  text(): string {
    const cell = this.#cells[this.#at++];
    if (typeof cell === "string") return cell;
    throw this.#wrong(cell, "a string");
  }

  /** A whole number that is not negative. */
  number(): number {
    const cell = this.#cells[this.#at++];
    if (typeof cell === "number" && Number.isSafeInteger(cell) && cell >= 0) return cell;
    throw this.#wrong(cell, "a count");
  }

  /** A score; Redis writes it as text. */
  instant(): number {
    const cell = this.#cells[this.#at++];
    const instant = typeof cell === "string" && cell !== "" ? Number(cell) : cell;
    if (typeof instant === "number" && Number.isFinite(instant)) return instant;
    throw this.#wrong(cell, "an instant");
  }

  /** Nothing may follow. */
  end(): void {
    if (this.more) throw this.#wrong(this.#cells[this.#at], "the end");
  }

  /** An entry with its name, as in the feed. */
  named(): Omit<FeedEntry, "position"> {
    const name = this.text();
    const space = name.indexOf(" ");
    const actor = name.slice(space + 1);
    const seq = Number(name.slice(0, space));
    const value = this.text();
    if (value === "") throw corrupt(actor, `record ${seq} is missing`);
    const [count, , , crc, body] = split(actor, value, 4);
    return {
      actor,
      seq,
      count: Number(count),
      body: checked(actor, `record ${seq}`, { crc, body }),
    };
  }

  /** Everything of one actor, as the load script returns it. */
  stored(actor: string): Stored {
    const state = this.text();
    const value = this.text();
    if (state === "") return { snapshot: null, tail: [], head: 0 };
    const [head = NaN, , from = NaN] = state.split(" ").map(Number);
    if (!Number.isSafeInteger(head) || !Number.isSafeInteger(from)) {
      throw corrupt(actor, "its state cannot be read");
    }
    const tail: { seq: number; count: number; body: string }[] = [];
    while (this.more) {
      const { seq, count, body } = this.named();
      tail.push({ seq, count, body });
    }
    tail.reverse();
    requireUnbroken(actor, { from, tail, head });
    if (from === 0) return { snapshot: null, tail, head };
    if (value === "") throw corrupt(actor, `snapshot ${from} is missing`);
    const [seq, crc, body] = split(actor, value, 2);
    if (Number(seq) !== from) throw corrupt(actor, `snapshot ${from} is missing`);
    const snapshot = { seq: from, body: checked(actor, `snapshot ${from}`, { crc, body }) };
    return { snapshot, tail, head };
  }

  #wrong(cell: unknown, expected: string): TypeError {
    return new TypeError(
      `Cannot read reply of Redis: cell ${this.#at - 1} is ${typeof cell}, not ${expected}`,
    );
  }
}

/** The first `fields` words of a stored value, and what follows them. */
function split(actor: string, value: string, fields: number): string[] {
  const words: string[] = [];
  let from = 0;
  for (let word = 0; word < fields; word++) {
    const space = value.indexOf(" ", from);
    if (space < 0) throw corrupt(actor, "a record has no header");
    words.push(value.slice(from, space));
    from = space + 1;
  }
  words.push(value.slice(from));
  return words;
}

function checked(
  actor: string,
  what: string,
  { crc, body }: { crc: string | undefined; body: string | undefined },
): string {
  return verified(actor, what, { crc: Number(crc), body: body ?? "" });
}
