/** Worker: follows the journal with a reader of its own and writes rows over a connection of its own. */
import postgres from "postgres";
import { createKinds } from "../../actors/mod.ts";
import { createRedisHttpJournal } from "../../engine/journal/redis_http.ts";
import { createRedisTcpJournal } from "../../engine/journal/redis_tcp.ts";
import { openSqliteFeed } from "../../engine/journal/sqlite_feed.ts";
import { createLog, type Limits, systemWorld } from "../../engine/mod.ts";
import { type FollowedPage, Follower, type FollowerOptions } from "../../engine/projector.ts";
import type { JournalConfig } from "../host/config.ts";
import { clientOptions, type Database } from "../store/database.ts";
import { PROJECTIONS } from "./mod.ts";
import type { ProjectedRecord } from "./projection.ts";
import { Rows } from "./rows.ts";

/** The first message: what to follow, and where to. */
export interface ProjectorSetup {
  readonly kind: "setup";
  readonly journal: JournalConfig;
  /** File of the embedded journal. */
  readonly journalPath: string;
  readonly database: Pick<Database, "url" | "kind">;
  readonly limits: Limits;
  /** Builds all rows anew first. */
  readonly rebuild: boolean;
}

/** Every later message. */
export type ProjectorCommand =
  | {
    readonly kind: "moved";
    /** Shard and newest feed number. */
    readonly heads: readonly (readonly [shard: number, feed: number])[];
    /** Somebody waits. */
    readonly hurry: boolean;
  }
  | { readonly kind: "stop" };

/** What it tells the main thread. */
export type ProjectorNews =
  | {
    readonly kind: "wrote";
    readonly records: number;
    /** Shard, position that it has reached, and engine time of the record there where that is known. */
    readonly moves: readonly (readonly [shard: number, position: number, atMs: number | null])[];
  }
  | { readonly kind: "caught-up" }
  /** The rows are of another journal. */
  | { readonly kind: "astray" }
  | { readonly kind: "rebuilding"; readonly done: number; readonly until: number }
  | { readonly kind: "rebuilt" }
  | { readonly kind: "broken"; readonly projection: string }
  | { readonly kind: "stopped" };

const STATEMENT_MS = 60_000;
const PAGE_ENTRIES_MAX = 4_096;
const PAGE_CHARACTERS_MAX = 2_097_152;
/** Of one shard in one page, so that all of them come along. */
const SHARD_CHARACTERS_MAX = 524_288;
const FEED_ENTRIES = 256;
const PAUSE_MS = 200;
const RETRY_MS = 1_000;

const world = systemWorld();
const log = createLog({ write: (line) => console.error(line), nowMs: world.clock.nowMs });
let follower: Follower | null = null;
let stopping: (() => Promise<void>) | null = null;
let isStopped = false;

self.onmessage = async ({ data }: MessageEvent<ProjectorSetup | ProjectorCommand>) => {
  switch (data.kind) {
    case "setup":
      return await start(data);
    case "moved":
      for (const [shard, feed] of data.heads) follower?.moved(shard, feed);
      if (data.hurry) follower?.hurry();
      return;
    case "stop":
      isStopped = true;
      await stopping?.();
      return tell({ kind: "stopped" });
  }
};

async function start(setup: ProjectorSetup): Promise<void> {
  const sql = postgres(
    setup.database.url,
    clientOptions({ kind: setup.database.kind, connectionsMax: 1, statementMs: STATEMENT_MS }),
  );
  const feed = await openFeed(setup);
  const rows = new Rows(sql, {
    kinds: createKinds(setup.limits),
    projections: PROJECTIONS,
    broke(projection, error) {
      log.error("A projection is left out: its rows are old until it is mended", {
        projection,
        error: error instanceof Error ? error.stack ?? error.message : String(error),
      });
      tell({ kind: "broken", projection });
    },
  });
  let records: readonly ProjectedRecord[] = [];
  const following = follower = new Follower({
    shards: setup.limits.shards,
    read: feed.read,
    positions: () => rows.positions(setup.limits.shards),
    async write(page) {
      records = await rows.write(page);
    },
    found(positions) {
      const moves = positions.map((position, shard) => [shard, position, null] as const)
        .filter(([, position]) => position > 0);
      tell({ kind: "wrote", records: 0, moves });
    },
    astray: () => tell({ kind: "astray" }),
    wrote: (page) =>
      tell({ kind: "wrote", records: records.length, moves: movesOf(page, records) }),
    caughtUp: () => tell({ kind: "caught-up" }),
    scheduler: world.scheduler,
    log,
    pageEntriesMax: PAGE_ENTRIES_MAX,
    pageCharactersMax: PAGE_CHARACTERS_MAX,
    pauseMs: PAUSE_MS,
  });
  stopping = async () => {
    await following.stop();
    await feed.close();
    await sql.end({ timeout: 1 });
  };
  await rebuild(rows, setup.rebuild);
  if (!isStopped) following.start();
}

/** Replays the archive where that is asked for, due, or was not finished. */
async function rebuild(rows: Rows, asked: boolean): Promise<void> {
  let isDue = false;
  await untilDone(async () => {
    isDue = await rows.prepare({ rebuild: asked });
    return true;
  });
  if (!isDue) return;
  log.info("Rebuilding rows from the archive");
  await untilDone(async () => {
    const { done, until, finished } = await rows.replay();
    tell({ kind: "rebuilding", done, until });
    return finished;
  });
  log.info("Rows are rebuilt");
  tell({ kind: "rebuilt" });
}

/** Repeats a step until it says that it was the last; a database that does not answer is waited for. */
async function untilDone(step: () => Promise<boolean>): Promise<void> {
  for (let failures = 0; !isStopped;) {
    try {
      if (await step()) return;
      failures = 0;
    } catch (error) {
      if (failures++ === 0) log.warn("Rows cannot be prepared yet", { error: String(error) });
      await new Promise<void>((resolve) => world.scheduler.after(RETRY_MS, resolve));
    }
  }
}

/** Shard, new position and the newest record's time. */
function movesOf(
  page: FollowedPage,
  records: readonly ProjectedRecord[],
): [number, number, number | null][] {
  const times = new Map(records.map(({ shard, atMs }) => [shard, atMs]));
  return page.moves.map(({ shard, to }) => [shard, to, times.get(shard) ?? null]);
}

type Feed = Pick<FollowerOptions, "read"> & { close(): Promise<void> };

async function openFeed({ journal, journalPath, limits }: ProjectorSetup): Promise<Feed> {
  if (journal.kind === "sqlite") {
    const reader = openSqliteFeed(journalPath);
    return {
      read: (shard, position) =>
        new Promise((resolve) => resolve(reader.read(shard, position, SHARD_CHARACTERS_MAX))),
      close: () => Promise.resolve(reader.close()),
    };
  }
  const shared = { shards: limits.shards, archive: true, timeoutMs: limits.appendTimeoutMs };
  const redis = journal.kind === "redis-tcp"
    ? createRedisTcpJournal({ ...shared, url: journal.url, cluster: journal.cluster })
    : createRedisHttpJournal({ ...shared, url: journal.url, token: journal.token });
  await redis.open();
  return {
    read: (shard, position) => redis.feed(shard, position, FEED_ENTRIES),
    close: () => redis.close(),
  };
}

function tell(news: ProjectorNews): void {
  self.postMessage(news);
}
