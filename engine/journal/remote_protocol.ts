/**
 * What passes between a journal's main side and its Worker: flat arrays of primitives, one per call and one per
 * answer. The appends of a call are one cell, see `append_text.ts`.
 */
import { Fault, type FaultCode, type Retry } from "../fault.ts";
import type { Acquired, AcquireRequest, SnapshotWrite, Verdict } from "./journal.ts";

/** Anything that a message may carry. */
export type Cell = string | number | boolean | null | undefined;

/** First cell of a request. */
export const OP = {
  open: 0,
  acquire: 1,
  append: 2,
  load: 3,
  due: 4,
  snapshot: 5,
  feed: 6,
  archived: 7,
  ping: 8,
  close: 9,
} as const;

/** Second cell of an answer to anything that may reject. */
export const DONE = 0;
/** Second cell of an answer that is a fault; code, retry and message follow. */
export const FAULT = 1;

const OK = 0;
const FENCED = 1;
const CONFLICT = 2;
const FAILED = 3;
const FULL = 4;
const UNKNOWN = 5;
const TAKEN = 6;

/** Adds a snapshot to a request. */
export function putSnapshot(cells: Cell[], write: SnapshotWrite): void {
  cells.push(write.shard, write.epoch, write.nonce, write.actor, write.seq, write.body);
}

/** Adds a wish for a shard to a request. */
export function putAcquire(cells: Cell[], { shard, owner, held }: AcquireRequest): void {
  cells.push(shard, owner.nonce, owner.incarnation, owner.address, held?.epoch, held?.nonce);
}

/** Adds a verdict to an answer. */
export function putVerdict(cells: Cell[], verdict: Verdict): void {
  switch (verdict.kind) {
    case "ok":
      cells.push(OK, verdict.feed, verdict.backlogBytes);
      return;
    case "fenced":
      cells.push(FENCED, verdict.message, 0);
      return;
    case "conflict":
      cells.push(CONFLICT, verdict.message, 0);
      return;
    case "failed":
      cells.push(verdict.full === true ? FULL : FAILED, verdict.message, 0);
      return;
    case "unknown":
      cells.push(UNKNOWN, verdict.message, 0);
  }
}

/** Adds what became of a wish for a shard to an answer. */
export function putAcquired(cells: Cell[], acquired: Acquired): void {
  if (acquired.kind === "ok") cells.push(OK, acquired.epoch, "");
  else if (acquired.kind === "taken") cells.push(TAKEN, acquired.epoch, acquired.address);
  else cells.push(FAILED, acquired.message, "");
}

/** Reads a message from its front. Both sides are of one build, so a wrong cell is a bug. */
export class CellReader {
  readonly #cells: readonly Cell[];
  #at: number;

  constructor(cells: readonly Cell[], at: number) {
    this.#cells = cells;
    this.#at = at;
  }

  get more(): boolean {
    return this.#at < this.#cells.length;
  }

  next(): Cell {
    return this.#cells[this.#at++];
  }

  text(): string {
    const cell = this.#cells[this.#at++];
    if (typeof cell === "string") return cell;
    throw new TypeError(`Cannot read cell ${this.#at - 1}: ${typeof cell} is not a string`);
  }

  number(): number {
    const cell = this.#cells[this.#at++];
    if (typeof cell === "number") return cell;
    throw new TypeError(`Cannot read cell ${this.#at - 1}: ${typeof cell} is not a number`);
  }

  snapshot(): SnapshotWrite {
    return {
      shard: this.number(),
      epoch: this.number(),
      nonce: this.text(),
      actor: this.text(),
      seq: this.number(),
      body: this.text(),
    };
  }

  acquire(): AcquireRequest {
    const shard = this.number();
    const owner = { nonce: this.text(), incarnation: this.text(), address: this.text() };
    const epoch = this.next();
    const nonce = this.next();
    if (typeof epoch !== "number" || typeof nonce !== "string") return { shard, owner };
    return { shard, owner, held: { epoch, nonce } };
  }

  verdict(): Verdict {
    const kind = this.number();
    if (kind === OK) return { kind: "ok", feed: this.number(), backlogBytes: this.number() };
    const message = this.text();
    this.#at++;
    switch (kind) {
      case FENCED:
        return { kind: "fenced", message };
      case CONFLICT:
        return { kind: "conflict", message };
      case FULL:
        return { kind: "failed", message, full: true };
      case FAILED:
        return { kind: "failed", message };
      default:
        return { kind: "unknown", message };
    }
  }

  acquired(): Acquired {
    const kind = this.number();
    if (kind === FAILED) {
      const message = this.text();
      this.#at++;
      return { kind: "failed", message };
    }
    const epoch = this.number();
    const address = this.text();
    return kind === OK ? { kind: "ok", epoch } : { kind: "taken", epoch, address };
  }

  /** A fault as the other side threw it. */
  fault(): Fault {
    const code = this.text() as FaultCode;
    const retry = this.text() as Retry;
    return new Fault(code, this.text(), { retry });
  }
}
