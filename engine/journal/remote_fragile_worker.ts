/**
 * Worker for a test: a memory journal whose Worker dies at the actor `die/…`, says nothing about `mute/…` and cannot
 * read `torn/…`: what a crash of a driver's thread, a stuck disk and a broken page look like from the main side.
 */
import { createMemoryJournal, createMemoryStore } from "./memory.ts";
import type { JournalOptions } from "./journal.ts";
import type { Cell } from "./remote_protocol.ts";
import { serveJournal } from "./remote_worker.ts";

const scope = globalThis as unknown as Worker;

scope.onmessage = ({ data }: MessageEvent<JournalOptions>) => {
  const memory = createMemoryJournal({ ...data, store: createMemoryStore() });
  const load = memory.load.bind(memory);
  memory.load = (shard, actor) =>
    actor.startsWith("torn/") ? Promise.reject(new Error("torn page")) : load(shard, actor);
  const serve = serveJournal(memory, scope);
  scope.onmessage = ({ data }: MessageEvent<readonly Cell[]>) => {
    if (data.some((cell) => typeof cell === "string" && cell.includes("die/"))) {
      throw new Error("out of memory");
    }
    if (data.some((cell) => typeof cell === "string" && cell.includes("mute/"))) return;
    serve(data);
  };
};
