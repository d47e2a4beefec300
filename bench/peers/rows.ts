/** The lines of the table: peers, those on Redis once for each of its settings. */
import type { AppendFsync } from "../machine/redis.ts";
import { limit } from "./limit.ts";
import { limitPlain } from "./limit_plain.ts";
import { oursRedisHttp, oursRedisTcp, oursSqlite } from "./ours.ts";
import { absentProgram, type Peer } from "./peer.ts";
import { postgresRow } from "./postgres_row.ts";
import { redisLua } from "./redis_lua.ts";
import { redisStreamQueue } from "./redis_stream_queue.ts";

/** All of them, in the order of the table. */
export const PEERS: readonly Peer[] = [
  limit,
  limitPlain,
  oursSqlite,
  oursRedisTcp,
  oursRedisHttp,
  redisLua,
  redisStreamQueue,
  postgresRow,
];

/** The product as it comes, by which others are measured. */
export const OURS = oursSqlite.name;
/** What the platform can do at most. */
export const LIMIT = limit.name;

/** Behind the name of a row whose answers leave before fsync. */
export const LESS_DURABLE = " (everysec)";

/** A peer at one setting of Redis, which says nothing where there is none. */
export interface Row {
  readonly name: string;
  readonly peer: Peer;
  readonly appendfsync: AppendFsync;
  /** Why it is not measured. */
  readonly skipped: { readonly zh: string; readonly en: string } | null;
}

/** Whether a row is the product itself. */
export function isOurs(name: string): boolean {
  return name.startsWith("ours_");
}

/** Each peer at each setting that concerns it. What needs an absent program is skipped, not left out. */
export async function rowsOf(
  peers: readonly Peer[],
  settings: readonly AppendFsync[],
): Promise<Row[]> {
  const rows = await Promise.all(peers.map(async (peer) => {
    const absent = await absentProgram(peer);
    const skipped = absent === null
      ? null
      : { zh: `没有安装 ${absent}`, en: `${absent} is not installed` };
    const hasRedis = peer.needs.includes("redis-server");
    return (hasRedis ? settings : settings.slice(0, 1)).map((appendfsync): Row => {
      const isLess = hasRedis && appendfsync === "everysec";
      return { name: peer.name + (isLess ? LESS_DURABLE : ""), peer, appendfsync, skipped };
    });
  }));
  return rows.flat();
}
