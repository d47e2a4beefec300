import { Redis } from "ioredis";
import { journalContract } from "./contract.ts";
import { hasRedis, type RedisServer, startRedis } from "./redis_server.ts";
import { shardKeys } from "./redis_scripts.ts";
import { createRedisTcpJournal } from "./redis_tcp.ts";

const redis = await hasRedis();
let server: RedisServer | null = null;

Deno.test.beforeAll(async () => {
  if (redis) server = await startRedis();
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

journalContract({
  name: "redis over TCP",
  ignore: !redis,
  create: async () => {
    const url = server?.url ?? "";
    const client = new Redis(url, { protocol: 2 });
    await client.flushall();
    return {
      journal: (options) => createRedisTcpJournal({ ...options, url }),
      storedEntries: async (shard, actor) => {
        const names = await client.hkeys(shardKeys(shard)[1]);
        return names.filter((name) => name.endsWith(` ${actor}`) && !name.startsWith("0 ")).length;
      },
      corrupt: async (shard, actor, what) => {
        const [, data] = shardKeys(shard);
        const names = await client.hkeys(data);
        const name = names.find((name) =>
          name.endsWith(` ${actor}`) && name.startsWith("0 ") === (what === "snapshot") &&
          (what === "snapshot" || name.startsWith("2 "))
        ) ?? "";
        await client.hset(data, name, `${await client.hget(data, name)} `);
      },
      [Symbol.asyncDispose]: async () => {
        await client.quit();
      },
    };
  },
});
