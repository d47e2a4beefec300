/**
 * The usual design: one Lua call per request that checks stock and the set of buyers, decrements and records the
 * order. Same HTTP stack, token check and durability setting as ours; ioredis pipelines what is ready in one turn.
 */
import { nanoid } from "nanoid";
import { createTokenVerifier } from "../../web/edge/token.ts";
import type { Words } from "../report/chart_data.ts";
import { startRedisPart } from "./part.ts";
import type { Peer } from "./peer.ts";
import {
  BUYERS,
  connectRedis,
  loadScript,
  putStock,
  redisDurability,
  SOLD,
  STOCK,
  takeStock,
} from "./redis_sale.ts";
import { answers, CAMPAIGN, GRAB_PATH, serveGrabs, serverOptions, startServer } from "./stack.ts";

/** Orders by id, a hash. */
export const ORDERS = `orders:${CAMPAIGN}`;
const IDS_PER_CALL = 1_000;

/** 1 sold, 0 sold out, 2 has one already. */
const GRAB = `
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return 2 end
if tonumber(redis.call('GET', KEYS[1]) or '0') < 1 then return 0 end
redis.call('DECR', KEYS[1])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3])
return 1`;

/** See above. */
export const redisLua: Peer = redisHashPeer({
  name: "redis_lua",
  what: {
    zh: "每个请求一次 Lua 调用：查库存和买家、扣减、记订单",
    en: "one Lua call per request checks stock and buyers, decrements and records the order",
  },
  file: import.meta.url,
});

/** A peer that keeps stock, buyers and orders in Redis, with the server in `file`. */
export function redisHashPeer(spec: { name: string; what: Words; file: string }): Peer {
  return {
    name: spec.name,
    what: spec.what,
    sells: true,
    needs: ["redis-server"],
    killable: ["server", "redis"],
    durability: redisDurability,
    async start(options) {
      await using started = new AsyncDisposableStack();
      const redis = await startRedisPart(options);
      started.use(redis.part);
      const client = started.adopt(connectRedis(redis.url), (one) => one.disconnect());
      await putStock(client, options.units);
      const server = await startServer(spec.file, options, redis.url);
      started.use(server.part);
      const running = started.move();
      let withdrawn = 0;
      return {
        origin: server.origin,
        path: GRAB_PATH,
        parts: [server.part, redis.part],
        async sellOut() {
          withdrawn = await takeStock(client);
        },
        async audit() {
          // In one transaction: answers that nobody waits for any more may still be on their way.
          const read = await client.multi().get(STOCK).hlen(ORDERS).scard(BUYERS).exec();
          const [stock, sold, buyers] = (read ?? []).map(([, value]) => Number(value));
          if (stock === undefined || sold === undefined || buyers === undefined) {
            throw new Error(`Cannot audit ${spec.name}: the transaction was not executed`);
          }
          const violations = [];
          if (stock < 0) violations.push(`stock is ${stock}`);
          if (buyers !== sold) violations.push(`${buyers} buyers, ${sold} orders`);
          return { sold, left: stock + withdrawn, violations };
        },
        async missing(acknowledged) {
          const missing = [];
          for (let first = 0; first < acknowledged.length; first += IDS_PER_CALL) {
            const some = acknowledged.slice(first, first + IDS_PER_CALL);
            const found = await client.hmget(ORDERS, ...some.map(({ id }) => id));
            missing.push(...some.filter((_, index) => found[index] === null));
          }
          return missing;
        },
        stop: () => running.disposeAsync(),
      };
    },
  };
}

if (import.meta.main) await serve();

async function serve(): Promise<void> {
  const { secret, answer, store } = serverOptions();
  const verifier = createTokenVerifier({ secret, nowMs: () => Date.now() });
  const run = await loadScript(connectRedis(store), GRAB);
  const { idCharacters, sold, refused } = answers(answer);
  serveGrabs((header) => verifier.verify(header)?.sub ?? null, async (customer) => {
    const id = nanoid(idCharacters);
    const order = JSON.stringify({ customer, units: 1, atMs: Date.now(), state: "held" });
    const outcome = await run([STOCK, BUYERS, ORDERS], [customer, id, order]);
    return outcome === SOLD ? sold(id) : refused();
  });
}
