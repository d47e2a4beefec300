/** What peers on Redis share: the client, scripts that outlive a restart of Redis, keys, durability in words. */
import { Redis } from "ioredis";
import type { AppendFsync } from "../machine/redis.ts";
import { CAMPAIGN } from "./stack.ts";

/** Units for sale, a number. */
export const STOCK = `stock:${CAMPAIGN}`;
/** Customers who have one, a set. */
export const BUYERS = `buyers:${CAMPAIGN}`;

/** Answer of a grab's script. */
export const SOLD = 1;

/**
 * A client that connects again for as long as Redis is away, without a word on stderr. `resend` as ioredis does it:
 * what was not answered when the connection broke is sent once more; without it, it is rejected at once.
 */
export function connectRedis(url: string, options = { resend: true }): Redis {
  const client = options.resend ? new Redis(url) : new Redis(url, { maxRetriesPerRequest: 0 });
  client.on("error", () => {});
  return client;
}

/** A script of three keys, called by its digest; a Redis that has started again is given the text once more. */
export async function loadScript(
  client: Redis,
  lua: string,
): Promise<(keys: readonly [string, string, string], args: readonly string[]) => Promise<unknown>> {
  const sha = String(await client.script("LOAD", lua));
  return async (keys, args) => {
    try {
      return await client.evalsha(sha, 3, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return await client.eval(lua, 3, ...keys, ...args);
    }
  };
}

/** Puts all units on sale. */
export async function putStock(client: Redis, units: number): Promise<void> {
  await client.set(STOCK, units);
}

/** Takes what is left off sale; how many that were. */
export async function takeStock(client: Redis): Promise<number> {
  return Number(await client.getset(STOCK, 0));
}

/** When an answer leaves by this setting, and what a loss of power takes, in words. */
export function redisDurability(appendfsync: AppendFsync): { zh: string; en: string } {
  return appendfsync === "always"
    ? {
      zh: "Redis AOF，appendfsync always：fsync 之后才应答",
      en: "Redis AOF, appendfsync always: an answer leaves after fsync",
    }
    : {
      zh: "Redis AOF，appendfsync everysec：fsync 之前就应答，断电约丢最后一秒的应答",
      en: "Redis AOF, appendfsync everysec: an answer leaves before fsync; a loss of power takes " +
        "about the last second of answers",
    };
}
