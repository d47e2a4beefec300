/** An empty database of a Redis server, by its index. */
import { Redis } from "ioredis";
import { Refusal } from "../runs/plan.ts";
import { isGone, ownerText } from "./owner.ts";
import { clustered, type Taken } from "./stores.ts";

/** Marks a database as taken, so that two rehearsals never meet; its value says by whom. */
const MARK = "yundian:rehearsal";
/** Of a server that does not tell how many it has. */
const DATABASES = 16;
const CONNECT_MS = 5_000;

/** Takes the highest database that holds nothing; one with a key that is not a rehearsal's is never touched. */
export async function takeRedis(url: string, replicas?: string): Promise<Taken> {
  const owner = ownerText();
  const index = await withRedis(url, (redis) => claim(redis, { url, owner }));
  const own = new URL(url);
  own.pathname = `/${index}`;
  return {
    env: { REDIS_URL: own.href, ...replicas ? { REDIS_REPLICAS: replicas } : {} },
    said: {
      zh: `同一 Redis 的 ${index} 号空库，演练后清空`,
      en: `database ${index} of the same Redis, which was empty, emptied afterwards`,
    },
    remove: () => withRedis(own.href, (redis) => flush(redis, owner)),
  };
}

async function claim(
  redis: Redis,
  { url, owner }: { readonly url: string; readonly owner: string },
): Promise<number> {
  if (/cluster_enabled:1/.test(await redis.info("cluster"))) throw clustered();
  const count = await databasesOf(redis);
  const real = Number(new URL(url).pathname.slice(1) || "0");
  for (let index = count - 1; index >= 0; index--) {
    if (index === real) continue;
    await redis.select(index);
    const before = await redis.get(MARK).catch(() => null);
    // Left by one that was killed.
    if (before !== null && isGone(before)) await flush(redis, before);
    if (await redis.dbsize() > 0) continue;
    if (await redis.set(MARK, owner, "NX") !== "OK") continue;
    if (await redis.dbsize() === 1) return index;
    await redis.del(MARK);
  }
  throw new Refusal(`Cannot rehearse on REDIS_URL: none of its ${count} databases is empty`);
}

async function databasesOf(redis: Redis): Promise<number> {
  const reply: unknown = await redis.config("GET", "databases").catch(() => null);
  const count = Array.isArray(reply) ? Number(reply[1]) : NaN;
  return Number.isInteger(count) && count > 0 ? count : DATABASES;
}

/** Only while it is still that owner's. */
async function flush(redis: Redis, owner: string): Promise<void> {
  if (await redis.get(MARK) === owner) await redis.flushdb();
}

async function withRedis<Result>(
  url: string,
  work: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let why = "";
  redis.on("error", (error: Error) => why = error.message);
  try {
    await redis.connect().catch(() => {
      const { host } = new URL(url);
      throw new Refusal(`Cannot rehearse on REDIS_URL: no Redis answers at ${host}: ${why}`);
    });
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
