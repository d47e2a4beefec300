/**
 * The design before that: a conditional UPDATE of the hot row and an INSERT of the order, here in one statement and
 * so in one round trip, which holds the row as short as PostgreSQL allows. `synchronous_commit` is on.
 */
import { nanoid } from "nanoid";
import postgres from "postgres";
import { createTokenVerifier } from "../../web/edge/token.ts";
import { startPostgres } from "../machine/postgres.ts";
import type { Peer } from "./peer.ts";
import { answers, CAMPAIGN, GRAB_PATH, serveGrabs, serverOptions, startServer } from "./stack.ts";

/** 8, 16 and 32 were tried: more connections only queue for the row. */
const CONNECTIONS = 16;

const SCHEMA = `
create table stock (campaign text primary key, available integer not null check (available >= 0));
create table orders (
  id text primary key,
  campaign text not null,
  customer text not null,
  units integer not null,
  state text not null,
  at timestamptz not null default now(),
  unique (campaign, customer)
);`;

/** See above. */
export const postgresRow: Peer = {
  name: "postgres_row",
  what: "one conditional UPDATE of a hot row and one INSERT per request, in one statement",
  sells: true,
  async start(options) {
    const database = await startPostgres(options);
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    await sql.unsafe(SCHEMA);
    await sql`insert into stock values (${CAMPAIGN}, ${options.units})`;
    const server = await startServer(import.meta.url, options, database.url);
    return {
      origin: server.origin,
      path: GRAB_PATH,
      processes: [server.process, database.process],
      async sellOut() {
        await sql`update stock set available = 0`;
      },
      async audit() {
        const [row] = await sql`
          select (select available from stock) as left, count(*)::int as sold,
            count(distinct customer)::int as buyers from orders`;
        const { left, sold, buyers } = row ?? {};
        const violations = [];
        if (left > 0 && left + sold !== options.units) {
          violations.push(`${left} left, ${sold} sold`);
        }
        if (buyers !== sold) violations.push(`${buyers} buyers, ${sold} orders`);
        return { sold, violations };
      },
      async stop() {
        await sql.end();
        await server.process.stop();
        await database.process.stop();
      },
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
