/** The driver for a bank's own Redis or Valkey, over TCP. */
import type { Journal } from "./journal.ts";
import type { RedisTcpOptions } from "./redis_tcp_link.ts";
import { RemoteJournal } from "./remote.ts";

export type { RedisTcpOptions } from "./redis_tcp_link.ts";

/** A journal in Redis; `ok` means the script's reply, on `replicas` replicas too where asked for. */
export function createRedisTcpJournal(options: RedisTcpOptions): Journal {
  return new RemoteJournal({
    ...options,
    lanes: options.cluster === true ? "shard" : "one",
    durability: "reply of Redis",
    setup: options,
    spawn: () => new Worker(new URL("./redis_tcp_worker.ts", import.meta.url), { type: "module" }),
  });
}
