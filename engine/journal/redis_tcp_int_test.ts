import { Redis } from "ioredis";
import { journalContract } from "./contract.ts";
import { corruptBody, storedEntries } from "./redis_peek.ts";
import { hasRedis, type RedisServer, startRedis } from "./redis_server.ts";
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
      storedEntries: (shard, actor) => storedEntries(client, shard, actor),
      corrupt: (shard, actor, what) => corruptBody(client, shard, actor, what),
      [Symbol.asyncDispose]: async () => {
        await client.quit();
      },
    };
  },
});
