/** The product itself, started as `deno task start` does, on each of its journals. */
import { freePort, type Process, startProcess } from "../machine/process.ts";
import { startRedis } from "../machine/redis.ts";
import type { Peer, RunOptions } from "./peer.ts";
import { auditSale, openSale, ready, sellOutSale } from "./sale.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const GATEWAY_TOKEN = "bench";

interface Store {
  readonly env: Readonly<Record<string, string>>;
  readonly processes: readonly Process[];
}

/** On sqlite, the embedded default. */
export const oursSqlite: Peer = ours({
  name: "ours_sqlite",
  what: "the product on node:sqlite, synchronous=FULL",
  store: () => Promise.resolve({ env: {}, processes: [] }),
});

/** On Redis over TCP. */
export const oursRedisTcp: Peer = ours({
  name: "ours_redis_tcp",
  what: "the product on Redis over TCP",
  async store(options) {
    const redis = await startRedis({ ...options, directory: `${options.directory}/redis` });
    return {
      env: { REDIS_URL: `redis://127.0.0.1:${redis.port}` },
      processes: [redis.process],
    };
  },
});

/** On Redis over HTTP, behind our gateway in place of Upstash. */
export const oursRedisHttp: Peer = ours({
  name: "ours_redis_http",
  what: "the product on Redis over HTTP with @upstash/redis, through the development gateway",
  async store(options) {
    const redis = await startRedis({ ...options, directory: `${options.directory}/redis` });
    const port = freePort();
    const gateway = startProcess({
      name: "gateway",
      command: Deno.execPath(),
      args: [
        ...["run", "--no-prompt", "-A", `${ROOT}engine/journal/upstash_gateway.ts`],
        ...["--redis", `redis://127.0.0.1:${redis.port}`],
        ...["--port", String(port), "--token", GATEWAY_TOKEN],
      ],
    });
    await listening(port);
    return {
      env: {
        UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${port}`,
        UPSTASH_REDIS_REST_TOKEN: GATEWAY_TOKEN,
      },
      processes: [gateway, redis.process],
    };
  },
});

function ours(
  spec: { name: string; what: string; store(options: RunOptions): Promise<Store> },
): Peer {
  return {
    name: spec.name,
    what: spec.what,
    sells: true,
    async start(options) {
      const store = await spec.store(options);
      const { process, origin } = await startProduct({
        directory: `${options.directory}/data`,
        secret: options.secret,
        env: store.env,
      });
      const product = { origin, secret: options.secret };
      const id = await openSale(product, options.units);
      return {
        origin,
        path: `/api/v1/campaigns/${id}/grabs`,
        processes: [process, ...store.processes],
        sellOut: () => sellOutSale(product, id, options.units),
        audit: () => auditSale(product, id),
        async stop() {
          await process.stop();
          for (const one of store.processes) await one.stop();
        },
      };
    },
  };
}

/** Starts the product with the permissions of `deno task start` and waits until it is ready. */
export async function startProduct(
  options: { directory: string; secret: string; env: Readonly<Record<string, string>> },
): Promise<{ process: Process; origin: string }> {
  const port = freePort();
  const process = startProcess({
    name: "server",
    command: Deno.execPath(),
    args: await startArguments(),
    cwd: ROOT,
    env: {
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
    await ready({ origin, secret: options.secret });
  } catch (error) {
    await process.stop();
    throw new Error(`Cannot start the product: ${process.output()}`, { cause: error });
  }
  return { process, origin };
}

async function startArguments(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  const command = String(tasks.start.command ?? tasks.start);
  return command.split(" ").slice(1);
}

async function listening(port: number): Promise<void> {
  for (let tries = 0;; tries++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch (error) {
      if (tries === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
