import { AssertionError } from "@std/assert";
import { journalContract } from "./contract.ts";
import { createMemoryJournal, createMemoryStore } from "./memory.ts";

journalContract({
  name: "memory",
  create: () => {
    const store = createMemoryStore();
    const stored = (shard: number, actor: string) => store.kept.get(shard)?.actors.get(actor);
    return Promise.resolve({
      journal: (options) => createMemoryJournal({ ...options, store }),
      storedEntries: (shard, actor) => Promise.resolve(stored(shard, actor)?.entries.length ?? 0),
      corrupt: (shard, actor, what) => {
        const found = what === "snapshot"
          ? stored(shard, actor)?.snapshot
          : stored(shard, actor)?.entries.at(-1);
        if (!found) throw new AssertionError(`no ${what} is stored`);
        found.body += " ";
        return Promise.resolve();
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  },
});
