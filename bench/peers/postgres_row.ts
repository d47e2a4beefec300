/**
 * The design before that: a conditional UPDATE of the hot row and an INSERT of the order, here in one statement and
 * so in one round trip, which holds the row as short as PostgreSQL allows. `synchronous_commit` is on.
 */
import { nanoid } from "nanoid";
import postgres from "postgres";
import { createTokenVerifier } from "../../web/edge/token.ts";
import { missingOrders, ORDERS_TABLE } from "./orders_table.ts";
import { startPostgresPart } from "./part.ts";
import type { Peer } from "./peer.ts";
import { answers, CAMPAIGN, GRAB_PATH, serveGrabs, serverOptions, startServer } from "./stack.ts";

/** 8, 16 and 32 were tried: more connections only queue for the row. */
const CONNECTIONS = 16;

const STOCK_TABLE =
  "create table stock (campaign text primary key, available integer not null check (available >= 0));";

/** See above. */
export const postgresRow: Peer = {
  name: "postgres_row",
  what: {
    zh: "每个请求一条语句：有条件地更新热点行并插入订单",
    en: "one conditional UPDATE of a hot row and one INSERT per request, in one statement",
  },
  sells: true,
  needs: ["postgres"],
  killable: ["server", "postgres"],
  durability: () => ({
    zh: "PostgreSQL，synchronous_commit=on、fsync=on：fsync 之后才应答",
    en: "PostgreSQL, synchronous_commit=on, fsync=on: an answer leaves after fsync",
  }),
  async start(options) {
    await using started = new AsyncDisposableStack();
    const database = await startPostgresPart(options);
    started.use(database.part);
    const sql = started.adopt(
      postgres(database.url, { max: 1, onnotice: () => {} }),
      (one) => one.end({ timeout: 1 }),
    );
    await sql.unsafe(STOCK_TABLE + ORDERS_TABLE);
    await sql`insert into stock values (${CAMPAIGN}, ${options.units})`;
    const server = await startServer(import.meta.url, options, database.url);
    started.use(server.part);
    const running = started.move();
    let withdrawn = 0;
    return {
      origin: server.origin,
      path: GRAB_PATH,
      parts: [server.part, database.part],
      async sellOut() {
        const [row] = await sql`
          update stock set available = 0 from stock as before returning before.available as left`;
        withdrawn = Number(row?.["left"]);
      },
      async audit() {
        const [row] = await sql`
          select (select available from stock) as left, count(*)::int as sold,
            count(distinct customer)::int as buyers from orders`;
        const { left, sold, buyers } = row ?? {};
        const violations = buyers === sold ? [] : [`${buyers} buyers, ${sold} orders`];
        return { sold, left: left + withdrawn, violations };
      },
      missing: (acknowledged) => missingOrders(sql, acknowledged),
      stop: () => running.disposeAsync(),
    };
  },
};

if (import.meta.main) serve();

function serve(): void {
  const { secret, answer, store } = serverOptions();
  const verifier = createTokenVerifier({ secret, nowMs: () => Date.now() });
  const sql = postgres(store, { max: CONNECTIONS });
  const { idCharacters, sold, refused } = answers(answer);
  serveGrabs((header) => verifier.verify(header)?.sub ?? null, async (customer) => {
    const id = nanoid(idCharacters);
    const rows = await sql`
      with taken as (
        update stock set available = available - 1
        where campaign = ${CAMPAIGN} and available > 0
          and not exists (
            select from orders where campaign = ${CAMPAIGN} and customer = ${customer}
          )
        returning 1
      )
      insert into orders (id, campaign, customer, units, state)
      select ${id}, ${CAMPAIGN}, ${customer}, 1, 'held' from taken
      returning id`;
    return rows.length === 1 ? sold(id) : refused();
  });
}
