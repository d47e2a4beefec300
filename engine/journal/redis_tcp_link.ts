/** Script calls over TCP with ioredis; it runs in a Worker (`redis_tcp_worker.ts`). */
import { Cluster, Redis } from "ioredis";
import { Fault } from "../fault.ts";
import { unavailable } from "./integrity.ts";
import type { JournalOptions } from "./journal.ts";
import { describeServer, settingOf } from "./redis_durability.ts";
import { messageOf, RedisFailure, redisFailure } from "./redis_failure.ts";
import type { RedisLink, ScriptCall } from "./redis_journal.ts";
import { scriptsFor } from "./redis_digests.ts";
import type { ScriptName } from "./redis_scripts.ts";

/** Options of the driver for Redis over TCP. */
export interface RedisTcpOptions extends JournalOptions {
  /** `redis://user:password@host:port/db`, or `rediss://` for TLS. */
  readonly url: string;
  /** Replicas that must have the write before it is `ok` (`WAIT`); 0 or absent: the reply is enough. */
  readonly replicas?: number;
  /** True for a Redis Cluster; `url` is any of its nodes. */
  readonly cluster?: boolean;
}

const RECONNECT_MS_MAX = 500;

/** A connection to Redis or to a Cluster. */
export class RedisTcpLink implements RedisLink {
  readonly manyShards: boolean;
  readonly #options: RedisTcpOptions;
  readonly #client: Redis | Cluster;
  #lastError = "";

  constructor(options: RedisTcpOptions) {
    this.#options = options;
    this.manyShards = options.cluster !== true;
    this.#client = createClient(options);
    this.#client.on("error", (error) => this.#lastError = messageOf(error));
  }

  async connect(): Promise<string> {
    try {
      await this.#client.connect();
      return await this.#describe();
    } catch (error) {
      this.#client.disconnect();
      if (error instanceof Fault) throw error;
      const why = this.#lastError || messageOf(error);
      throw unavailable(`Cannot open journal at ${withoutPassword(this.#options.url)}: ${why}`);
    }
  }

  async run({ script, keys, args }: ScriptCall): Promise<unknown> {
    try {
      const reply = await this.#evaluate(script, [...keys, ...args], keys.length);
      if (WRITES.has(script)) await this.#replicated();
      return reply;
    } catch (error) {
      throw redisFailure(error);
    }
  }

  async ping(): Promise<boolean> {
    try {
      return await this.#client.ping() === "PONG";
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    this.#client.disconnect();
    return Promise.resolve();
  }

  async #evaluate(
    script: ScriptName,
    cells: readonly (string | number)[],
    keys: number,
  ): Promise<unknown> {
    try {
      return await this.#client.evalsha(PLAIN_SCRIPTS[script].digest, keys, ...cells);
    } catch (error) {
      // A restart or a failover forgets scripts; nothing was executed.
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return await this.#client.eval(PLAIN_SCRIPTS[script].body, keys, ...cells);
    }
  }

  /** Waits until enough replicas have what this connection wrote. */
  async #replicated(): Promise<void> {
    const { replicas = 0, timeoutMs } = this.#options;
    if (replicas === 0) return;
    const reached = await this.#client.wait(replicas, timeoutMs);
    if (reached >= replicas) return;
    throw new RedisFailure("unknown", `${reached} of ${replicas} replicas have the write`);
  }

  /** What a reply means. */
  async #describe(): Promise<string> {
    const { replicas = 0, cluster = false } = this.#options;
    if (cluster && replicas > 0) {
      throw unavailable("Cannot open journal: replicas are not counted on a Cluster");
    }
    const persistence = await describeServer((name) => this.#setting(name));
    const waits = replicas > 0 ? `, on ${replicas} replicas too (WAIT)` : "";
    return `reply of Redis (${persistence})${waits}`;
  }

  /** A setting of the server, or null where a managed one does not tell. */
  async #setting(name: string): Promise<string | null> {
    try {
      return settingOf(await this.#client.config("GET", name));
    } catch {
      return null;
    }
  }
}

const PLAIN_SCRIPTS = scriptsFor("plain");

/** Scripts whose effect must reach replicas. */
const WRITES: ReadonlySet<ScriptName> = new Set(["open", "acquire", "append", "snapshot"]);

/** No queue while offline and nothing sent twice: a write whose fate is open is the engine's business. */
function createClient({ url, timeoutMs, cluster }: RedisTcpOptions): Redis | Cluster {
  const retry = (times: number) => Math.min(times * 50, RECONNECT_MS_MAX);
  const options = {
    protocol: 2 as const,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: retry,
    connectTimeout: timeoutMs,
    // A peer that vanished without a word is given up; its calls are `unknown` by then.
    socketTimeout: 2 * timeoutMs,
  };
  if (cluster !== true) return new Redis(url, options);
  return new Cluster([url], {
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: retry,
    redisOptions: options,
  });
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//");
}
