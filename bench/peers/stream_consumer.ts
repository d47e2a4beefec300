/**
 * The consumer of the queued design: reads orders in batches as a member of a group, stores a batch in one
 * statement and acknowledges it after the commit. An order that was stored but not acknowledged comes again and
 * changes nothing.
 */
import type { Redis } from "ioredis";
import postgres, { type Sql } from "postgres";
import { connectRedis } from "./redis_sale.ts";
import { CAMPAIGN } from "./stack.ts";

/** Orders that were answered with 201. */
export const STREAM = `queue:${CAMPAIGN}`;
const GROUP = "orders";
const MEMBER = "one";
const BATCH = 1_000;
const BLOCK_MS = 1_000;
const AGAIN_MS = 100;
/** What was read and not acknowledged, by an earlier life too; then what is new. */
const OWN = "0";
const NEW = ">";

/** An entry of the stream: its id and the fields by turns with their values. */
type Entry = [string, string[]];

if (import.meta.main) await consume();

async function consume(): Promise<never> {
  // A read that is sent again by itself would step over what the first one was given.
  const redis = connectRedis(Deno.env.get("REDIS_URL") ?? "", { resend: false });
  const sql = postgres(Deno.env.get("DATABASE_URL") ?? "", { max: 1 });
  await createGroup(redis);
  console.log("consuming");
  for (let from = OWN;;) {
    try {
      const entries = await read(redis, from);
      if (entries.length === 0) {
        from = NEW;
        continue;
      }
      await store(sql, entries);
      await redis.xack(STREAM, GROUP, ...entries.map(([id]) => id));
    } catch {
      // One of the two is away. Nothing was acknowledged, so all of it is read again.
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      await createGroup(redis).catch(() => {});
      from = OWN;
    }
  }
}

async function createGroup(redis: Redis): Promise<void> {
  try {
    await redis.xgroup("CREATE", STREAM, GROUP, "0", "MKSTREAM");
  } catch (error) {
    if (!String(error).includes("BUSYGROUP")) throw error;
  }
}

async function read(redis: Redis, from: string): Promise<Entry[]> {
  const reply = await redis.xreadgroup(
    ...[
      "GROUP",
      GROUP,
      MEMBER,
      "COUNT",
      BATCH,
      "BLOCK",
      BLOCK_MS,
      "STREAMS",
      STREAM,
      from,
    ] as const,
  );
  const [stream] = (reply ?? []) as [string, Entry[]][];
  return stream?.[1] ?? [];
}

async function store(sql: Sql, entries: readonly Entry[]): Promise<void> {
  const orders = entries.map(([, fields]) => order(fields));
  await sql`
    insert into orders (id, campaign, customer, units, state, at)
    select id, ${CAMPAIGN}, customer, 1, 'held', to_timestamp(at_ms::float8 / 1000)
    from unnest(
      ${orders.map(({ id }) => id)}::text[],
      ${orders.map(({ customer }) => customer)}::text[],
      ${orders.map(({ atMs }) => atMs)}::text[]
    ) as batch (id, customer, at_ms)
    on conflict do nothing`;
}

function order(fields: readonly string[]): { id: string; customer: string; atMs: string } {
  const [, id = "", , customer = "", , atMs = ""] = fields;
  return { id, customer, atMs };
}
