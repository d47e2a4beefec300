/** The Worker side of a journal: any driver can be served to the main thread. */
import { Fault } from "../fault.ts";
import { readAppends } from "./append_text.ts";
import { reason } from "./integrity.ts";
import type { Acquired, Journal, Stored, Verdict } from "./journal.ts";
import {
  type Cell,
  CellReader,
  DONE,
  FAULT,
  OP,
  putAcquired,
  putVerdict,
} from "./remote_protocol.ts";

/** Where answers go. */
export interface AnswerPort {
  postMessage(answer: readonly unknown[]): void;
}

/** Returns the handler of one request; it answers through `port`. */
export function serveJournal(
  journal: Journal,
  port: AnswerPort,
): (request: readonly Cell[]) => void {
  return (request) => {
    const reader = new CellReader(request, 0);
    const op = reader.number();
    const id = reader.number();
    switch (op) {
      case OP.append:
        return answerVerdicts(port, id, journal.append(readAppends(reader.text())));
      case OP.snapshot: {
        const writes = all(reader, () => reader.snapshot());
        return answerVerdicts(port, id, writes.map((write) => journal.snapshot(write)));
      }
      case OP.load:
        return answerLoads(
          port,
          id,
          all(reader, () => journal.load(reader.number(), reader.text())),
        );
      case OP.acquire:
        return answerAcquired(port, id, journal.acquire(all(reader, () => reader.acquire())));
      default:
        answerOne(port, id, one(journal, op, reader));
    }
  };
}

function one(journal: Journal, op: number, reader: CellReader): Promise<unknown> {
  switch (op) {
    case OP.open:
      return journal.open().then(() => journal.durability);
    case OP.due:
      return journal.due(reader.number(), reader.number());
    case OP.feed:
      return journal.feed(reader.number(), reader.number(), reader.number());
    case OP.archived:
      return journal.archived(reader.number(), reader.number());
    case OP.ping:
      return journal.ping();
    case OP.close:
      return journal.close();
    default:
      throw new TypeError(`Cannot serve operation ${op}: it is unknown`);
  }
}

function answerOne(port: AnswerPort, id: number, result: Promise<unknown>): void {
  result.then(
    (value) => port.postMessage([id, DONE, value]),
    (error) => port.postMessage([id, ...faultCells(error)]),
  );
}

/** Each has its own outcome. */
function answerLoads(port: AnswerPort, id: number, loads: readonly Promise<Stored>[]): void {
  Promise.allSettled(loads).then((settled) => {
    const cells: unknown[] = [id];
    for (const load of settled) {
      if (load.status === "fulfilled") cells.push(DONE, load.value);
      else cells.push(...faultCells(load.reason));
    }
    port.postMessage(cells);
  });
}

function faultCells(error: unknown): Cell[] {
  const fault = error instanceof Fault
    ? error
    : new Fault("bug", `Cannot serve journal: ${reason(error)}`, { retry: "later" });
  return [FAULT, fault.code, fault.retry, fault.message];
}

function answerVerdicts(
  port: AnswerPort,
  id: number,
  verdicts: readonly Promise<Verdict>[],
): void {
  Promise.all(verdicts).then((settled) => {
    const cells: Cell[] = [id];
    for (const verdict of settled) putVerdict(cells, verdict);
    port.postMessage(cells);
  });
}

function answerAcquired(
  port: AnswerPort,
  id: number,
  acquired: readonly Promise<Acquired>[],
): void {
  Promise.all(acquired).then((settled) => {
    const cells: Cell[] = [id];
    for (const one of settled) putAcquired(cells, one);
    port.postMessage(cells);
  });
}

function all<Item>(reader: CellReader, next: () => Item): Item[] {
  const items: Item[] = [];
  while (reader.more) items.push(next());
  return items;
}
