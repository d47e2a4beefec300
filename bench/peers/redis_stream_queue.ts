/**
 * The queued design: one Lua call checks stock and buyers, decrements and adds the order to a stream; the answer
 * leaves then. A consumer, a process of its own, writes the orders to PostgreSQL. The stream is not trimmed, so that
 * units, stream and orders can be compared; a shop that trims it needs less memory and can check less.
 */
import type { Redis } from "ioredis";
import { nanoid } from "nanoid";
import postgres, { type Sql } from "postgres";
import { createTokenVerifier } from "../../web/edge/token.ts";
import { missingOrders, ORDERS_TABLE } from "./orders_table.ts";
import { startPostgresPart, startRedisPart } from "./part.ts";
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
import {
  answers,
  GRAB_PATH,
  serveGrabs,
  serverOptions,
  startProgram,
  startServer,
} from "./stack.ts";
import { STREAM } from "./stream_consumer.ts";

const CATCH_UP_MS = 120_000;
const POLL_MS = 100;

/** 1 sold, 0 sold out, 2 has one already. */
const GRAB = `
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return 2 end
if tonumber(redis.call('GET', KEYS[1]) or '0') < 1 then return 0 end
redis.call('DECR', KEYS[1])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('XADD', KEYS[3], '*', 'id', ARGV[2], 'customer', ARGV[1], 'atMs', ARGV[3])
return 1`;

/** See above. */
export const redisStreamQueue: Peer = {
  name: "redis_stream_queue",
  what: {
    zh: "每个请求一次 Lua 调用：扣减并把订单放进流，由消费进程写入 PostgreSQL",
    en:
      "one Lua call per request takes the unit and queues the order, a consumer writes it to PostgreSQL",
  },
  sells: true,
  needs: ["redis-server", "postgres"],
  killable: ["server", "redis", "consumer", "postgres"],
  durability(appendfsync) {
    const { zh, en } = redisDurability(appendfsync);
    return {
      zh: `${zh}；订单稍后才写入 PostgreSQL（synchronous_commit=on）`,
      en: `${en}; the order reaches PostgreSQL (synchronous_commit=on) later`,
    };
  },
  async start(options) {
    await using started = new AsyncDisposableStack();
    const redis = await startRedisPart(options);
    started.use(redis.part);
    const database = await startPostgresPart(options);
    started.use(database.part);
    const client = started.adopt(connectRedis(redis.url), (one) => one.disconnect());
    const sql = started.adopt(
      postgres(database.url, { max: 1, onnotice: () => {} }),
      (one) => one.end({ timeout: 1 }),
    );
    await sql.unsafe(ORDERS_TABLE);
    await putStock(client, options.units);
    const consumer = await startProgram({
      file: new URL("./stream_consumer.ts", import.meta.url).href,
      role: "consumer",
      env: { REDIS_URL: redis.url, DATABASE_URL: database.url },
      ready: /consuming/,
      watch: options.watch,
    });
    started.use(consumer);
    const server = await startServer(import.meta.url, options, redis.url);
    started.use(server.part);
    const running = started.move();
    let withdrawn = 0;
    const books = () => booksCaughtUp(client, sql);
    return {
      origin: server.origin,
      path: GRAB_PATH,
      parts: [server.part, redis.part, consumer, database.part],
      async sellOut() {
        withdrawn = await takeStock(client);
      },
      async audit() {
        const { stock, buyers, queued, orders, customers } = await books();
        const violations = [];
        if (stock < 0) violations.push(`stock is ${stock}`);
        if (buyers !== queued) violations.push(`${buyers} buyers, ${queued} orders in the stream`);
        if (orders !== queued) violations.push(`${queued} orders in the stream, ${orders} stored`);
        if (customers !== orders) violations.push(`${customers} customers, ${orders} orders`);
        return { sold: orders, left: stock + withdrawn, violations };
      },
      async missing(acknowledged) {
        await books();
        return missingOrders(sql, acknowledged);
      },
      stop: () => running.disposeAsync(),
    };
  },
};

/** What the three places say. */
interface Books {
  readonly stock: number;
  readonly buyers: number;
  /** Orders in the stream. */
  readonly queued: number;
  /** Orders in PostgreSQL, and customers that have one there. */
  readonly orders: number;
  readonly customers: number;
}

/** The books once the consumer has caught up, or its time is over. */
async function booksCaughtUp(client: Redis, sql: Sql): Promise<Books> {
  const deadlineMs = Date.now() + CATCH_UP_MS;
  let books = await readBooks(client, sql);
  while (books.orders < books.queued && Date.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    books = await readBooks(client, sql);
  }
  return books;
}

/** Redis at one instant, then the orders. */
async function readBooks(client: Redis, sql: Sql): Promise<Books> {
  const all = await client.multi().get(STOCK).scard(BUYERS).xlen(STREAM).exec();
  const [stock, buyers, queued] = (all ?? []).map(([, value]) => Number(value));
  if (stock === undefined || buyers === undefined || queued === undefined) {
    throw new Error("Cannot audit redis_stream_queue: the transaction was not executed");
  }
  const [row] = await sql<{ orders: number; customers: number }[]>`
    select count(*)::int as orders, count(distinct customer)::int as customers from orders`;
  return { stock, buyers, queued, orders: row?.orders ?? 0, customers: row?.customers ?? 0 };
}

if (import.meta.main) await serve();

async function serve(): Promise<void> {
  const { secret, answer, store } = serverOptions();
  const verifier = createTokenVerifier({ secret, nowMs: () => Date.now() });
  const run = await loadScript(connectRedis(store), GRAB);
  const { idCharacters, sold, refused } = answers(answer);
  serveGrabs((header) => verifier.verify(header)?.sub ?? null, async (customer) => {
    const id = nanoid(idCharacters);
    const outcome = await run([STOCK, BUYERS, STREAM], [customer, id, String(Date.now())]);
    return outcome === SOLD ? sold(id) : refused();
  });
}
