/**
 * Appends as one text: a Worker takes one long string for two thirds of what it takes for a cell per field.
 * A number is its digits and a comma, a text its length in UTF-16 units, a colon and itself.
 */
import type { Entry, ShardAppend } from "./journal.ts";

/** Code of an instant that is left as it is, and of one that is cleared; instants are not negative. */
const LEFT = -1;
const CLEARED = -2;

const COMMA = 0x2c;
const COLON = 0x3a;

/** The text of one append; texts of several are joined without anything between. */
export function appendText(append: ShardAppend): string {
  const { shard, epoch, nonce, batchId, entries } = append;
  let text = `${shard},${epoch},${nonce.length}:${nonce}${batchId.length}:${batchId}` +
    `${entries.length},`;
  for (const { actor, expectedSeq, count, dueAtMs, body } of entries) {
    const due = dueAtMs === undefined ? LEFT : dueAtMs ?? CLEARED;
    text += `${actor.length}:${actor}${expectedSeq},${count},${due},${body.length}:${body}`;
  }
  return text;
}

/** The appends of a joined text. Both sides are of one build, so anything else is a bug. */
export function readAppends(text: string): ShardAppend[] {
  const appends: ShardAppend[] = [];
  let at = 0;

  function until(mark: number): number {
    const start = at;
    while (at < text.length && text.charCodeAt(at) !== mark) at++;
    return Number(text.slice(start, at++));
  }

  function field(): string {
    const length = until(COLON);
    return text.slice(at, at += length);
  }

  function entry(): Entry {
    const actor = field();
    const expectedSeq = until(COMMA);
    const count = until(COMMA);
    const due = until(COMMA);
    const dueAtMs = due === LEFT ? undefined : due === CLEARED ? null : due;
    return { actor, expectedSeq, count, dueAtMs, body: field() };
  }

  while (at < text.length) {
    const shard = until(COMMA);
    const epoch = until(COMMA);
    const nonce = field();
    const batchId = field();
    const entries = new Array<Entry>(until(COMMA));
    for (let i = 0; i < entries.length; i++) entries[i] = entry();
    appends.push({ shard, epoch, nonce, batchId, entries });
  }
  return appends;
}
