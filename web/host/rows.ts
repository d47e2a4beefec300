/** The rows of one process: the database, and the projector that follows the journal into it. */
import type { DataDir } from "../../engine/data_dir.ts";
import type { Journal, Log, World } from "../../engine/mod.ts";
import type { Registry } from "prom-client";
import { createProjector, type Projector } from "../projection/projector.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { registerDatabase } from "../store/database_metrics.ts";
import type { Config } from "./config.ts";

/** What a start needs of them. */
export interface Rows {
  readonly database: Database;
  /** For the engine and the edge; it does not run before `follow`. */
  readonly projector: Projector;
  /** Registers figures, and starts the projector as soon as the database has its tables. */
  follow(registry: Registry): void;
  close(): Promise<void>;
}

const PASSWORD_CHARACTERS = 43;
/** From a row's commit to the trimming of the journal; see ProjectorOptions. */
const TRIM_MS = 5_000;
const TRIM_EMBEDDED_MS = 30_000;
const READY_MS = 60_000;
const AGAIN_MS = 1_000;

/** Opens the database by and by, in a Worker or elsewhere: campaigns do not wait for it. */
export async function openRows(
  config: Config,
  parts: {
    readonly dataDir: DataDir;
    readonly journal: Pick<Journal, "archived">;
    readonly world: World;
    readonly log: Log;
  },
): Promise<Rows> {
  const { dataDir, journal, world, log } = parts;
  const { scheduler, random } = world;
  const nowMs = () => world.clock.nowMs();
  const { limits } = config;
  const database = await openDatabase({
    source: config.database ??
      { kind: "pglite", folder: dataDir.postgresPath, password: random.id(PASSWORD_CHARACTERS) },
    log,
    scheduler,
    nowMs,
    connectionsMax: limits.databaseConnectionsMax,
    statementMs: limits.databaseStatementMs,
  });
  const projector = createProjector({
    scheduler,
    log,
    nowMs,
    archived: (shard, position) => journal.archived(shard, position),
    trimAfterMs: database.kind === "pglite" ? TRIM_EMBEDDED_MS : TRIM_MS,
  });

  async function startProjector(): Promise<void> {
    while (!await database.ready(READY_MS)) {
      await new Promise<void>((resolve) => scheduler.after(AGAIN_MS, resolve));
    }
    projector.start({
      kind: "setup",
      journal: config.journal,
      journalPath: dataDir.journalPath,
      database: { url: database.url, kind: database.kind },
      limits,
      rebuild: config.rebuild,
    });
  }

  return {
    database,
    projector,
    follow(registry) {
      projector.register(registry);
      registerDatabase(registry, { database, nowMs });
      startProjector();
    },
    async close() {
      await projector.close();
      await database.close();
    },
  };
}
