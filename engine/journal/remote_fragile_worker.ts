/**
 * Worker for a test: a memory journal whose Worker dies at the actor `die/…` and says nothing about `mute/…`. Both
 * are what a crash of a driver's thread and a stuck disk look like from the main side.
 */
import { createMemoryJournal, createMemoryStore } from "./memory.ts";
import type { JournalOptions } from "./journal.ts";
import type { Cell } from "./remote_protocol.ts";
import { serveJournal } from "./remote_worker.ts";

const scope = globalThis as unknown as Worker;

scope.onmessage = ({ data }: MessageEvent<JournalOptions>) => {
  const serve = serveJournal(createMemoryJournal({ ...data, store: createMemoryStore() }), scope);
  scope.onmessage = ({ data }: MessageEvent<readonly Cell[]>) => {
    if (data.some((cell) => typeof cell === "string" && cell.includes("die/"))) {
      throw new Error("out of memory");
    }
    if (data.some((cell) => typeof cell === "string" && cell.includes("mute/"))) return;
    serve(data);
  };
};
