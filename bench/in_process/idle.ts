/**
 * Resident memory of idle small actors: `write` stores one event for each of them, `read` activates all of them in a
 * process that does nothing else and compares with a Map of the bare states.
 */
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import type { RunningEngine } from "../../engine/mod.ts";
import { sqliteJournal, startEngine } from "./engine_sale.ts";

/** What `read` and `states` print: bytes per actor. */
export interface Idle {
  readonly actors: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

const AT_ONCE = 500;

async function main(): Promise<void> {
  const { directory, actors, step } = JSON.parse(Deno.args[0] ?? "");
  if (step === "states") return measureStates(actors);
  const engine = await startEngine(sqliteJournal(directory));
  if (step === "write") {
    const facts = { tags: [], isNew: false, orgUnitIds: [] };
    await each(engine, actors, { kind: "set-facts", facts, by: "bench" });
    await engine.drain();
    return;
  }
  const before = memory();
  await each(engine, actors, { kind: "facts" });
  const after = memory();
  print(before, after, actors);
  await engine.drain();
}

async function each(
  engine: RunningEngine,
  actors: number,
  command: CustomerProtocol["command"],
): Promise<void> {
  for (let first = 0; first < actors; first += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, actors - first) }, (_, i) => {
      return engine.ask(engine.ref<CustomerProtocol>("customer", key(first + i)), command);
    }));
  }
}

function key(index: number): string {
  return `customer-${String(index).padStart(9, "0")}`;
}

/** The state of the same kind, kept by nobody but a Map. */
function measureStates(actors: number): void {
  const before = memory();
  const states = new Map<string, unknown>();
  for (let i = 0; i < actors; i++) {
    states.set(key(i), { facts: JSON.parse('{"tags":[],"isNew":false,"orgUnitIds":[]}') });
  }
  const after = memory();
  print(before, after, states.size);
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
