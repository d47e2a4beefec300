import { journalContract } from "./contract.ts";
import { hasRedis, type RedisServer, startRedis } from "./redis_server.ts";
import { redisHttpSubject } from "./redis_subject.ts";

const redis = await hasRedis();
let server: RedisServer | null = null;

Deno.test.beforeAll(async () => {
  if (redis) server = await startRedis();
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

journalContract(redisHttpSubject(redis ? () => server?.url ?? "" : null));
