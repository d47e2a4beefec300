/** The product itself, started as `deno task start` does, on each of its journals. */
import { inheritedEnvironment } from "../machine/environment.ts";
import { freePort, type Process, startProcess } from "../machine/process.ts";
import { emptyDatabase } from "./empty_database.ts";
import { type Part, startPart, startRedisPart } from "./part.ts";
import type { Peer, RunOptions } from "./peer.ts";
import { redisDurability } from "./redis_sale.ts";
import { auditSale, missingInSale, openSale, ready, sellOutSale } from "./sale.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const GATEWAY_TOKEN = "bench";
const LISTEN_MS = 10_000;
const POLL_MS = 50;
/** The product itself takes fifteen seconds at most to drain. */
const STOP_MS = 17_000;
/** The generator is one address, and faster than any network of a bank: it would measure these limits. */
const RAISED: Readonly<Record<string, string>> = {
  LIMIT_ADDRESS_REQUESTS_PER_SECOND: "1000000",
  LIMIT_ADDRESS_BURST: "1000000",
};

interface Store {
  readonly env: Readonly<Record<string, string>>;
  readonly parts: readonly Part[];
}

/** On sqlite, the embedded default. */
export const oursSqlite: Peer = ours({
  name: "ours_sqlite",
  what: { zh: "本产品，日志在 node:sqlite", en: "the product on node:sqlite" },
  needs: [],
  killable: ["server"],
  durability: () => ({
    zh: "sqlite，WAL，synchronous=FULL：fsync 之后才应答",
    en: "sqlite, WAL, synchronous=FULL: an answer leaves after fsync",
  }),
  store: () => Promise.resolve({ env: {}, parts: [] }),
});

/** On Redis over TCP. */
export const oursRedisTcp: Peer = ours({
  name: "ours_redis_tcp",
  what: { zh: "本产品，日志在 Redis（TCP）", en: "the product on Redis over TCP" },
  needs: ["redis-server"],
  killable: ["server", "redis"],
  durability: redisDurability,
  async store(options) {
    const redis = await startRedisPart(options);
    return { env: { REDIS_URL: redis.url }, parts: [redis.part] };
  },
});

/** On Redis over HTTP, behind our gateway in place of Upstash. */
export const oursRedisHttp: Peer = ours({
  name: "ours_redis_http",
  what: {
    zh: "本产品，日志在 Redis（HTTP，@upstash/redis，经开发用网关）",
    en: "the product on Redis over HTTP with @upstash/redis, through the development gateway",
  },
  needs: ["redis-server"],
  killable: ["server", "redis"],
  durability: redisDurability,
  async store(options) {
    await using started = new AsyncDisposableStack();
    const redis = await startRedisPart(options);
    started.use(redis.part);
    const port = freePort();
    const launch = () => startGateway(port, redis.url);
    const gateway = await startPart({
      name: "gateway",
      role: "store",
      launch,
      watch: options.watch,
    });
    started.move();
    return {
      env: {
        UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${port}`,
        UPSTASH_REDIS_REST_TOKEN: GATEWAY_TOKEN,
      },
      parts: [redis.part, gateway],
    };
  },
});

/** The product on each of them. */
export const OURS_ALL: readonly Peer[] = [oursSqlite, oursRedisTcp, oursRedisHttp];

function ours(
  spec: Omit<Peer, "sells" | "start"> & { store(options: RunOptions): Promise<Store> },
): Peer {
  const { store: startStore, ...rest } = spec;
  return {
    ...rest,
    sells: true,
    async start(options) {
      await using started = new AsyncDisposableStack();
      const store = await startStore(options);
      for (const part of store.parts) started.use(part);
      const port = freePort();
      const launch = async () => {
        const { secret, signal } = options;
        const directory = `${options.directory}/data`;
        return (await startProduct({ directory, secret, env: store.env, port, signal })).process;
      };
      const { watch } = options;
      const server = started.use(
        await startPart({ name: "server", role: "server", launch, watch }),
      );
      const product = {
        origin: `http://127.0.0.1:${port}`,
        secret: options.secret,
        signal: options.signal,
      };
      const id = await openSale(product, options.units);
      const running = started.move();
      return {
        origin: product.origin,
        path: `/api/v1/campaigns/${id}/grabs`,
        parts: [server, ...store.parts],
        sellOut: () => sellOutSale(product, id, options.units),
        audit: () => auditSale(product, id),
        missing: (acknowledged) => missingInSale(product, id, acknowledged),
        stop: () => running.disposeAsync(),
      };
    },
  };
}

/** Starts the product with the permissions of `deno task start` and waits until it is ready. */
export async function startProduct(
  options: {
    readonly directory: string;
    readonly secret: string;
    readonly env: Readonly<Record<string, string>>;
    /** Any free one when absent. */
    readonly port?: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<{ process: Process; origin: string }> {
  const port = options.port ?? freePort();
  await emptyDatabase(options.directory);
  const process = startProcess({
    name: "server",
    command: Deno.execPath(),
    args: await startArguments(),
    cwd: ROOT,
    detached: true,
    clearEnv: true,
    stopMs: STOP_MS,
    env: {
      ...inheritedEnvironment(),
      ...RAISED,
      ...options.env,
      PORT: String(port),
      DATA_DIR: options.directory,
      AUTH_SECRET: options.secret,
      DEMO: "0",
      APPROVAL: "off",
    },
  });
  const origin = `http://127.0.0.1:${port}`;
  try {
    await ready({ origin, secret: options.secret, signal: options.signal });
  } catch (error) {
    await process.stop();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot start the product: ${why}\n${process.output()}`, { cause: error });
  }
  return { process, origin };
}

async function startArguments(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  const command = String(tasks.start.command ?? tasks.start);
  return command.split(" ").slice(1);
}

async function startGateway(port: number, redisUrl: string): Promise<Process> {
  const process = startProcess({
    name: "gateway",
    command: Deno.execPath(),
    detached: true,
    args: [
      ...["run", "--no-prompt", "-A", `${ROOT}engine/journal/upstash_gateway.ts`],
      ...["--redis", redisUrl, "--port", String(port), "--token", GATEWAY_TOKEN],
    ],
  });
  const deadlineMs = Date.now() + LISTEN_MS;
  while (!await listens(port)) {
    if (Date.now() > deadlineMs) {
      await process.stop();
      throw new Error(`Cannot start the gateway: ${process.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return process;
}

function listens(port: number): Promise<boolean> {
  const connect = Deno.connect({ hostname: "127.0.0.1", port });
  return connect.then((connection) => {
    connection.close();
    return true;
  }, () => false);
}
