import { Redis } from "ioredis";
import { journalContract } from "./contract.ts";
import { createRedisHttpJournal } from "./redis_http.ts";
import { corruptBody, storedEntries } from "./redis_peek.ts";
import { hasRedis, type RedisServer, startRedis } from "./redis_server.ts";
import { startGateway } from "./upstash_gateway.ts";

const redis = await hasRedis();
let server: RedisServer | null = null;

Deno.test.beforeAll(async () => {
  if (redis) server = await startRedis();
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

journalContract({
  name: "redis over HTTP",
  ignore: !redis,
  create: async () => {
    const client = new Redis(server?.url ?? "", { protocol: 2 });
    await client.flushall();
    const gateway = startGateway({ redis: server?.url ?? "", token: "secret" });
    return {
      journal: (options) =>
        createRedisHttpJournal({ ...options, url: gateway.url, token: "secret" }),
      storedEntries: (shard, actor) => storedEntries(client, shard, actor),
      corrupt: (shard, actor, what) => corruptBody(client, shard, actor, what),
      [Symbol.asyncDispose]: async () => {
        await gateway[Symbol.asyncDispose]();
        await client.quit();
      },
    };
  },
});
