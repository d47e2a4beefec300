/**
 * The usual design: one Lua call per request that checks stock and the set of buyers, decrements and records the
 * order. Same HTTP stack, token check and durability setting as ours; ioredis pipelines what is ready in one turn.
 */
import { Redis } from "ioredis";
import { nanoid } from "nanoid";
import { createTokenVerifier } from "../../web/edge/token.ts";
import { startRedis } from "../machine/redis.ts";
import type { Peer } from "./peer.ts";
import { answers, CAMPAIGN, GRAB_PATH, serveGrabs, serverOptions, startServer } from "./stack.ts";

const STOCK = `stock:${CAMPAIGN}`;
const BUYERS = `buyers:${CAMPAIGN}`;
const ORDERS = `orders:${CAMPAIGN}`;

/** 1 sold, 0 sold out, 2 has one already. */
const GRAB = `
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return 2 end
if tonumber(redis.call('GET', KEYS[1]) or '0') < 1 then return 0 end
redis.call('DECR', KEYS[1])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3])
return 1`;

/** See above. */
export const redisLua: Peer = {
  name: "redis_lua",
  what: "one Lua call per request over TCP, same HTTP stack and token check",
  sells: true,
  async start(options) {
    const redis = await startRedis(options);
    const url = `redis://127.0.0.1:${redis.port}`;
    const client = new Redis(url);
    await client.set(STOCK, options.units);
    const server = await startServer(import.meta.url, options, url);
    return {
      origin: server.origin,
      path: GRAB_PATH,
      processes: [server.process, redis.process],
      async sellOut() {
        await client.set(STOCK, 0);
      },
      async audit() {
        // In one transaction: answers that nobody waits for any more may still be on their way.
        const read = await client.multi().get(STOCK).hlen(ORDERS).scard(BUYERS).exec();
        const [left, sold, buyers] = (read ?? []).map(([, value]) => Number(value));
        if (left === undefined || sold === undefined || buyers === undefined) {
          throw new Error("Cannot audit redis_lua: the transaction was not executed");
        }
        const violations = [];
        if (left < 0) violations.push(`stock is ${left}`);
        if (left > 0 && left + sold !== options.units) {
          violations.push(`${left} left, ${sold} sold`);
        }
        if (buyers !== sold) violations.push(`${buyers} buyers, ${sold} orders`);
        return { sold, violations };
      },
      async stop() {
        client.disconnect();
        await server.process.stop();
        await redis.process.stop();
      },
    };
  },
};

if (import.meta.main) await serve();

async function serve(): Promise<void> {
  const { secret, answer, store } = serverOptions();
  const verifier = createTokenVerifier({ secret, nowMs: () => Date.now() });
  const client = new Redis(store);
  const sha = String(await client.script("LOAD", GRAB));
  const { idCharacters, sold, refused } = answers(answer);
  serveGrabs((header) => verifier.verify(header)?.sub ?? null, async (customer) => {
    const id = nanoid(idCharacters);
    const order = JSON.stringify({ customer, units: 1, atMs: Date.now(), state: "held" });
    const outcome = await client.evalsha(sha, 3, STOCK, BUYERS, ORDERS, customer, id, order);
    return outcome === 1 ? sold(id) : refused();
  });
}
