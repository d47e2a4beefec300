/** The composition root: environment and flags → parts → one running product. */
import { createKinds } from "./actors/mod.ts";
import { type DataDir, lockDataDir } from "./engine/data_dir.ts";
import { createRedisHttpJournal } from "./engine/journal/redis_http.ts";
import { createRedisTcpJournal } from "./engine/journal/redis_tcp.ts";
import { createSqliteJournal } from "./engine/journal/sqlite.ts";
import {
  createEngine,
  createLog,
  Fault,
  type Journal,
  type Limits,
  type Log,
  type RunningEngine,
  systemWorld,
  type World,
} from "./engine/mod.ts";
import { buildAssets } from "./web/build.ts";
import { createEdge, type Edge } from "./web/edge/mod.ts";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "./web/edge/ports/demo_accounts.ts";
import type { AccountSeed } from "./web/edge/ports/memory_accounts.ts";
import { createSandboxPayments } from "./web/edge/ports/sandbox_payments.ts";
import { createSandboxWechat } from "./web/edge/ports/sandbox_wechat.ts";
import { SANDBOX_SMS } from "./web/edge/ports/sms.ts";
import { createWechat, WECHAT_BASES } from "./web/edge/ports/wechat.ts";
import { type Auditor, startAuditor } from "./web/host/auditor.ts";
import { type Config, type JournalConfig, parseConfig, USAGE } from "./web/host/config.ts";
import { type DemoSale, seedDemo } from "./web/host/demo.ts";
import { seedReferral } from "./web/host/demo_referral.ts";
import { DEMO_STOREFRONT, seedStorefronts } from "./web/host/demo_storefronts.ts";
import { type Door, openDoor } from "./web/host/door.ts";
import { openRows, type Rows } from "./web/host/rows.ts";
import { phonesCannotReach, warningsOf } from "./web/host/warnings.ts";
import type { ProjectionView } from "./web/projection/view.ts";
import type { Database } from "./web/store/database.ts";
import { startCatalogue } from "./web/store/catalogue/start.ts";
import { startOrganisation } from "./web/store/organisation/start.ts";
import { createDatabaseAccounts } from "./web/store/staff/database_accounts.ts";

/** Wrong flags or variables, a folder or a port in use: nothing was started. */
const EXIT_REFUSED = 2;
/** A part could not start or stop. */
const EXIT_FAILED = 1;
const DRAIN_MS_MAX = 15_000;
const SECRET_CHARACTERS = 43;
/** A start waits so long for what a rush needs of the database: a server may be away. */
const WARM_MS = { pglite: 45_000, postgres: 5_000 } as const;

/** Ends the start with one clear line. */
class Refusal extends Error {
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

if (import.meta.main) await main();

async function main(): Promise<void> {
  const parsed = parseConfig(Deno.args, Deno.env.toObject());
  switch (parsed.kind) {
    case "help":
      console.log(`Starts Yundian. Flags:\n${USAGE}\nREADME.md lists the environment.`);
      return;
    case "invalid":
      for (const problem of parsed.problems) console.error(problem);
      Deno.exit(EXIT_REFUSED);
      break;
    case "ok":
      try {
        await start(parsed.config);
      } catch (error) {
        if (!(error instanceof Refusal) && !(error instanceof Fault)) throw error;
        console.error(error.message);
        Deno.exit(error instanceof Refusal ? error.code : EXIT_FAILED);
      }
  }
}

async function start(config: Config): Promise<void> {
  const world = systemWorld({ slewMsPerS: config.limits.clockSlewMsPerS });
  const log = createLog({
    write: (line) => console.error(line),
    nowMs: () => world.clock.nowMs(),
  });
  // One request's mistake must not end all others.
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    const { reason } = event;
    log.error("bug: a failure that nobody awaited", {
      error: reason instanceof Error ? reason.stack ?? reason.message : String(reason),
    });
  });
  // The folder and the port are ours before any store opens: two processes on one store lose rows.
  const dataDir = await own(config);
  const opened = openDoor({ ...config, log, scheduler: world.scheduler });
  if (opened.kind === "failed") throw new Refusal(opened.message, EXIT_REFUSED);
  const { door } = opened;
  await dataDir.sign({ pid: Deno.pid, address: door.url });
  if (config.fresh) await dataDir.clear();

  const journal = openJournal(config.journal, { dataDir, limits: config.limits });
  const rows = await openRows(config, { dataDir, journal, world, log });
  const { database, projector } = rows;
  const engine = await createEngine({
    journal,
    moved: projector.moved,
    kinds: createKinds(config.limits),
    limits: config.limits,
    world,
    log,
    incarnation: world.random.id(16),
    rssBytes: () => Deno.memoryUsage().rss,
  });
  let isStarting = true;
  const secret = config.authSecret ??
    await dataDir.secret(() => world.random.id(SECRET_CHARACTERS));
  const eventsSecret = config.eventsSecret ??
    (config.embedded
      ? await dataDir.secret(() => world.random.id(SECRET_CHARACTERS), "events_secret")
      : null);
  const auditor = startAuditor({
    journal: config.journal,
    journalPath: dataDir.journalPath,
    limits: config.limits,
  });
  const edge = await openEdge(config, {
    engine,
    secret,
    eventsSecret,
    auditor,
    world,
    log,
    database,
    projection: projector.view,
    isStarting: () => isStarting,
  });
  rows.follow(engine.metrics);
  door.admit(edge.handler);
  // Only now: a start that is refused says why and nothing else.
  for (const warning of warningsOf(config)) log.warn(warning);
  const stop = once(() => drain({ door, edge, engine, auditor, rows, dataDir, log, world }));
  Deno.addSignalListener("SIGTERM", stop);
  Deno.addSignalListener("SIGINT", stop);
  await startOrganisation({
    database,
    scale: config.demo ? config.scale : null,
    accounts: accountsOf(config),
    world,
    log,
    say: (line) => console.log(line),
  });
  if (config.demo) await startCatalogue({ database, world, log });
  if (config.demo) await seedStorefronts(engine);
  await patiently(edge.warmed, { scheduler: world.scheduler, ms: WARM_MS[database.kind] });
  const sales = config.demo ? await seedDemo({ engine, approval: config.approval }) : [];
  const referral = config.demo ? await seedReferral({ engine, approval: config.approval }) : null;
  isStarting = false;
  announce(config.publicUrl ?? door.url, {
    sales,
    referral,
    engine,
    notice: phonesCannotReach(config, door.url),
  });
}

/** Waits for something, but no longer than that. */
function patiently(
  work: Promise<void>,
  { scheduler, ms }: { scheduler: World["scheduler"]; ms: number },
): Promise<void> {
  return new Promise((resolve) => {
    const cancel = scheduler.after(ms, resolve);
    work.then(() => {
      cancel();
      resolve();
    });
  });
}

/** The edge with the ports that this configuration asks for. */
async function openEdge(
  config: Config,
  parts: {
    engine: RunningEngine;
    secret: string;
    eventsSecret: string | null;
    auditor: Auditor;
    world: World;
    log: Log;
    database: Database;
    projection: ProjectionView;
    isStarting: () => boolean;
  },
): Promise<Edge> {
  const { world, log, secret } = parts;
  const edge: Edge = createEdge({
    engine: parts.engine,
    limits: config.limits,
    world,
    log,
    authSecret: secret,
    eventsSecret: parts.eventsSecret,
    demo: config.demo,
    approval: config.approval,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    accounts: await createDatabaseAccounts({
      database: parts.database,
      random: world.random,
      limits: config.limits,
    }),
    sms: SANDBOX_SMS,
    wechat: config.wechat === null
      ? createSandboxWechat(world)
      : createWechat({ ...config.wechat, ...WECHAT_BASES, fetch: (url) => fetch(url) }),
    payments: createSandboxPayments({
      secret,
      clock: world.clock,
      scheduler: world.scheduler,
      deliver: (body, signature) => edge.notifyPayment(body, signature),
    }),
    audit: parts.auditor.audit,
    auditReservations: parts.auditor.reservations,
    database: parts.database,
    projection: parts.projection,
    isStarting: parts.isStarting,
    assets: await buildAssets(),
  });
  return edge;
}

/** The demo's accounts, or the first account of a start without the demo. */
function accountsOf(config: Config): readonly AccountSeed[] {
  if (config.demo) return DEMO_ACCOUNTS;
  const password = config.staffAdminPassword;
  if (password === null) return [];
  const account = { id: "staff-admin", username: "admin", name: "管理员", password };
  return [{ ...account, role: "province", unit: "jx", unitName: "江西省联社" }];
}

/** Prints what a person needs next; the last line is for programs too. */
function announce(
  url: string,
  options: {
    sales: readonly DemoSale[];
    referral: string | null;
    engine: RunningEngine;
    notice: string | null;
  },
): void {
  const { sales, referral, engine, notice } = options;
  const what = { open: "open now", next: "opens in 60 s", over: "over" } as const;
  const lines = [
    ...sales.map((sale) => `  Sale, ${what[sale.what]}:`.padEnd(24) + `${url}/c/${sale.id}`),
    ...referral === null ? [] : [`  Referral, open now:   ${url}/c/${referral}`],
    ...sales.length === 0 ? [] : [`  Storefront:           ${url}/s/${DEMO_STOREFRONT}`],
    `  Staff console:        ${url}/console`,
    `  Interface:            ${url}/api/docs`,
    `  Durable when:         ${engine.health().durability}`,
    ...sales.length === 0 ? [] : [
      `  Demo staff:           ${DEMO_ACCOUNTS.map(({ username }) => username).join(", ")}`,
      `  Demo password:        ${DEMO_PASSWORD}`,
      "  Demo customers:       any mobile number, the code is shown",
      "    known ones:         13900000101 (new), 13900000201 (社保卡), 13900000301 (VIP)",
    ],
    ...notice === null ? [] : [`  ${notice}`],
    `Yundian is ready at ${url} (pid ${Deno.pid})`,
  ];
  console.log(lines.join("\n"));
}

/** Locks the data folder or refuses, naming who has it. */
async function own(config: Config): Promise<DataDir> {
  const locked = await lockDataDir(config.dataDir);
  switch (locked.kind) {
    case "ok":
      return locked.dataDir;
    case "taken": {
      const { holder } = locked;
      const who = holder === null ? "another process" : `pid ${holder.pid} at ${holder.address}`;
      throw new Refusal(
        `Cannot start: DATA_DIR "${config.dataDir}" is in use by ${who}`,
        EXIT_REFUSED,
      );
    }
    case "failed":
      throw new Refusal(
        `Cannot start: DATA_DIR "${config.dataDir}" cannot be used: ${locked.message}`,
        EXIT_REFUSED,
      );
  }
}

function openJournal(
  journal: JournalConfig,
  options: { dataDir: DataDir; limits: Limits },
): Journal {
  const { limits } = options;
  // The projector keeps what is trimmed.
  const shared = {
    shards: limits.shards,
    archive: true,
    timeoutMs: limits.appendTimeoutMs,
    appendEntriesMax: limits.appendEntriesMax,
    appendBytesMax: limits.appendBytesMax,
  };
  switch (journal.kind) {
    case "sqlite":
      return createSqliteJournal({ ...shared, path: options.dataDir.journalPath });
    case "redis-tcp":
      return createRedisTcpJournal({
        ...shared,
        url: journal.url,
        replicas: journal.replicas,
        cluster: journal.cluster,
      });
    case "redis-http":
      return createRedisHttpJournal({ ...shared, url: journal.url, token: journal.token });
  }
}

/** Stops in the order that loses nothing: new work refused, streams ended, all flushed. */
async function drain(
  parts: {
    door: Door;
    edge: Edge;
    engine: RunningEngine;
    auditor: { close(): void };
    rows: Rows;
    dataDir: DataDir;
    log: Log;
    world: World;
  },
): Promise<void> {
  const { log } = parts;
  log.info("Stopping");
  const cancel = parts.world.scheduler.after(DRAIN_MS_MAX, () => {
    log.error("Cannot stop in time", { drainMsMax: DRAIN_MS_MAX });
    Deno.exit(EXIT_FAILED);
  });
  try {
    const closed = parts.door.close();
    // Gathered clicks are commands, too: the engine takes them before it drains.
    await parts.edge.close();
    await parts.engine.drain();
    await closed;
    parts.auditor.close();
    await parts.rows.close();
    parts.dataDir.release();
  } catch (error) {
    log.error("Cannot stop cleanly", { error: String(error) });
    Deno.exit(EXIT_FAILED);
  }
  cancel();
  log.info("Stopped");
  Deno.exit(0);
}

/** Ctrl-C arrives twice: from the terminal and from the task runner. */
function once(run: () => Promise<void>): () => void {
  let running: Promise<void> | null = null;
  return () => {
    running ??= run();
  };
}
