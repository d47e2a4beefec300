/** The journal: its port and its drivers. */
export type * from "./journal.ts";
export { createMemoryJournal, createMemoryStore, type MemoryStore } from "./memory.ts";
export {
  createSqliteJournal,
  type JournalReader,
  openSqliteReader,
  type SqliteOptions,
} from "./sqlite.ts";
export { createRedisTcpJournal, type RedisTcpOptions } from "./redis_tcp.ts";
export { createRedisHttpJournal, type RedisHttpOptions } from "./redis_http.ts";
