/** Runs a test on both databases: PGlite and, where it is installed, PostgreSQL. Each starts once a process. */
import { join } from "@std/path";
import type postgres from "postgres";
import { createLog, type Scheduler, systemWorld } from "../../../engine/mod.ts";
import { putCluster } from "../../testing/cluster.ts";
import { type Database, openDatabase } from "../database.ts";
import { migrate, readMigrations } from "../migrate.ts";
import { hasPostgres, startPostgres } from "./postgres_server.ts";

const world = systemWorld();
const CONNECTIONS = 4;
const STATEMENT_MS = 10_000;
const READY_MS = 30_000;

/** Declares the test twice. It begins with every migration run and no rows. */
export function eachDatabase(
  name: string,
  run: (sql: postgres.Sql, database: Database) => Promise<void>,
): void {
  for (const kind of ["pglite", "postgres"] as const) {
    Deno.test({
      name: `${kind}: ${name}`,
      ignore: kind === "postgres" && !POSTGRES,
      // The servers outlive the test that was first.
      sanitizeOps: false,
      sanitizeResources: false,
      async fn() {
        const database = await opened(kind);
        await empty(database.sql);
        await run(database.sql, database);
      },
    });
  }
}

const POSTGRES = await hasPostgres();
const open = new Map<Database["kind"], Promise<Database>>();

function opened(kind: Database["kind"]): Promise<Database> {
  let database = open.get(kind);
  if (database === undefined) open.set(kind, database = start(kind));
  return database;
}

async function start(kind: Database["kind"]): Promise<Database> {
  const server = kind === "postgres" ? await startPostgres() : null;
  if (server !== null) {
    globalThis.addEventListener("unload", () => server.abandon());
  }
  const scheduler: Scheduler = world.scheduler;
  const database = await openDatabase({
    source: server === null
      ? { kind: "pglite", folder: await preparedFolder(), password: "test" }
      : { kind: "postgres", url: server.url },
    log: createLog({ write: (line) => console.error(line), nowMs: world.clock.nowMs }),
    scheduler,
    nowMs: world.clock.nowMs,
    connectionsMax: CONNECTIONS,
    statementMs: STATEMENT_MS,
  });
  if (!await database.ready(READY_MS)) throw new Error(`${kind} did not start`);
  return database;
}

/** A folder with the files of an empty database, so that each test file need not make them. */
async function preparedFolder(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "yundian-pglite-" });
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  await putCluster(folder);
  return join(folder, "postgres");
}

/** As after the first start: migrations may bring rows, so they run anew. */
async function empty(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    drop schema if exists bank, projected, archive cascade;
    drop table if exists public.migration;
  `);
  await migrate(sql, await readMigrations());
}
