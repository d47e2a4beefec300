/** What the tests of the redis drivers read and change behind a driver's back. */
import type { Redis } from "ioredis";
import { shardKeys } from "./redis_scripts.ts";

/** Number of entries kept of an actor. */
export async function storedEntries(redis: Redis, shard: number, actor: string): Promise<number> {
  return (await namesOf(redis, shard, actor)).filter((name) => !name.startsWith("0 ")).length;
}

/** Adds a blank to one body of an actor. */
export async function corruptBody(
  redis: Redis,
  shard: number,
  actor: string,
  what: "entry" | "snapshot",
): Promise<void> {
  const [, data] = shardKeys(shard);
  const names = (await namesOf(redis, shard, actor)).sort();
  const name = what === "snapshot" ? names[0] : names.at(-1);
  if (name === undefined) throw new Error(`Cannot corrupt "${actor}": nothing is stored`);
  await redis.hset(data, name, `${await redis.hget(data, name)} `);
}

/** `0 <actor>` is the snapshot, any other the first record of an entry. */
async function namesOf(redis: Redis, shard: number, actor: string): Promise<string[]> {
  const names = await redis.hkeys(shardKeys(shard)[1]);
  return names.filter((name) => name.endsWith(` ${actor}`));
}
