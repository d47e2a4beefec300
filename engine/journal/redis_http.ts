/** The driver for Upstash, and for Redis behind a gateway that speaks its REST protocol. */
import type { Journal } from "./journal.ts";
import type { RedisHttpOptions } from "./redis_http_link.ts";
import { RemoteJournal } from "./remote.ts";

export type { RedisHttpOptions } from "./redis_http_link.ts";

/** A journal in Redis over HTTP; `ok` means that the script's reply came back and could be read to the last cell. */
export function createRedisHttpJournal(options: RedisHttpOptions): Journal {
  return new RemoteJournal({
    ...options,
    lanes: "one",
    durability: "reply of Redis over HTTP",
    setup: options,
    spawn: () => new Worker(new URL("./redis_http_worker.ts", import.meta.url), { type: "module" }),
  });
}
