/**
 * Resident memory of idle small actors: `write` stores one event for each of them, `read` activates all of them in a
 * process that does nothing else, `states` keeps their bare states in a Map. Before the measured ones come some
 * that let caches, the young generation and compiled code reach their size.
 */
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import { createKinds } from "../../actors/mod.ts";
import { DEFAULT_LIMITS, type RunningEngine } from "../../engine/mod.ts";
import { sqliteJournal, startEngine } from "./engine_sale.ts";

/** What `read` and `states` print: bytes per actor. */
export interface Idle {
  readonly actors: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

const AT_ONCE = 500;
const BEFORE = 100_000;
const FACTS = '{"tags":[],"isNew":false,"orgUnitIds":[]}';

async function main(): Promise<void> {
  const { directory, actors, step } = JSON.parse(Deno.args[0] ?? "");
  if (step === "states") return measureStates(actors);
  const engine = await startEngine(sqliteJournal(directory));
  if (step === "write") {
    const facts = JSON.parse(FACTS);
    const command = { kind: "set-facts", facts, by: "bench" } as const;
    await each(engine, { first: 0, count: BEFORE + actors }, command);
    await engine.drain();
    return;
  }
  await each(engine, { first: 0, count: BEFORE }, { kind: "facts" });
  const before = memory();
  await each(engine, { first: BEFORE, count: actors }, { kind: "facts" });
  const after = memory();
  print(before, after, actors);
  await engine.drain();
}

async function each(
  engine: RunningEngine,
  range: { readonly first: number; readonly count: number },
  command: CustomerProtocol["command"],
): Promise<void> {
  const end = range.first + range.count;
  for (let first = range.first; first < end; first += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, end - first) }, (_, i) => {
      return engine.ask(engine.ref<CustomerProtocol>("customer", key(first + i)), command);
    }));
  }
}

function key(index: number): string {
  return `customer-${String(index).padStart(9, "0")}`;
}

/** States of the same kind, replayed from the same event and kept by nobody but a Map. */
function measureStates(actors: number): void {
  const kind = createKinds(DEFAULT_LIMITS).find(({ name }) => name === "customer");
  if (kind === undefined) throw new Error("Cannot find the kind of customers");
  const states = new Map<string, unknown>();
  const add = (first: number, count: number) => {
    for (let i = first; i < first + count; i++) {
      const name = key(i);
      const body = { kind: "set-facts", facts: JSON.parse(FACTS), by: "bench" };
      const command = { body, atMs: i, commandId: name, random: name, from: null };
      const { events } = kind.decide(command, kind.initial(name));
      const stored: unknown[] = JSON.parse(JSON.stringify(events));
      states.set(
        name,
        stored.reduce((state, event) => kind.evolve(state, event), kind.initial(name)),
      );
    }
  };
  add(0, BEFORE);
  const before = memory();
  add(BEFORE, actors);
  const after = memory();
  print(before, after, states.size - BEFORE);
}

interface Memory {
  readonly heap: number;
  readonly resident: number;
}

function print(before: Memory, after: Memory, actors: number): void {
  const result: Idle = {
    actors,
    heapBytes: (after.heap - before.heap) / actors,
    residentBytes: (after.resident - before.resident) / actors,
  };
  console.log(`RESULT ${JSON.stringify(result)}`);
}

/** Needs `--v8-flags=--expose-gc`. */
function memory(): Memory {
  const { gc } = globalThis as unknown as { gc: () => void };
  for (let i = 0; i < 5; i++) gc();
  const { heapUsed, rss } = Deno.memoryUsage();
  return { heap: heapUsed, resident: rss };
}

if (import.meta.main) await main();
