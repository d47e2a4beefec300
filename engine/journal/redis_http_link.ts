/** Script calls over HTTP with @upstash/redis; it runs in a Worker (`redis_http_worker.ts`). */
import { Redis } from "@upstash/redis";
import { Fault } from "../fault.ts";
import { unavailable } from "./integrity.ts";
import type { JournalOptions } from "./journal.ts";
import { scriptsFor, serverAt } from "./redis_digests.ts";
import { describeServer, settingOf } from "./redis_durability.ts";
import { messageOf, redisFailure } from "./redis_failure.ts";
import type { RedisLink, ScriptCall } from "./redis_journal.ts";

/** Options of the driver for Redis over HTTP. */
export interface RedisHttpOptions extends JournalOptions {
  /** REST address of the database, or of a gateway. */
  readonly url: string;
  readonly token: string;
}

/** A client of Upstash's REST protocol. */
export class RedisHttpLink implements RedisLink {
  /** One endpoint serves every key, and a call is paid for. */
  readonly manyShards = true;
  readonly #options: RedisHttpOptions;
  readonly #scripts: ReturnType<typeof scriptsFor>;
  readonly #client: Redis;

  constructor(options: RedisHttpOptions) {
    this.#options = options;
    this.#scripts = scriptsFor(serverAt(options.url));
    this.#client = createClient(options);
  }

  async connect(): Promise<string> {
    try {
      await this.#client.ping();
      return `reply of Redis over HTTP (${await describeServer((name) => this.#setting(name))})`;
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw unavailable(`Cannot open journal at ${this.#options.url}: ${messageOf(error)}`);
    }
  }

  async run({ script, keys, args }: ScriptCall): Promise<unknown> {
    const { body, digest } = this.#scripts[script];
    try {
      try {
        return await this.#client.evalsha(digest, [...keys], [...args]);
      } catch (error) {
        // The database has forgotten its scripts; nothing was executed.
        if (!(error instanceof Error) || !error.message.includes("NOSCRIPT")) throw error;
        return await this.#client.eval(body, [...keys], [...args]);
      }
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
    return Promise.resolve();
  }

  async #setting(name: string): Promise<string | null> {
    try {
      return settingOf(await this.#client.exec(["CONFIG", "GET", name]));
    } catch {
      return null;
    }
  }
}

/** The client's defaults are made for a cache; each of these is a trap with a test. */
function createClient({ url, token, timeoutMs }: RedisHttpOptions): Redis {
  return new Redis({
    url,
    token,
    // Five more attempts by default, and one more with `retry: false`: a write must be sent once.
    retry: { retries: 0, backoff: () => 0 },
    // A plain AbortSignal that fires resolves as if it had succeeded; one made by a function rejects.
    signal: () => AbortSignal.timeout(timeoutMs),
    enableAutoPipelining: false,
    // Strings that look like JSON would come back as something else.
    automaticDeserialization: false,
    // What is stored is text; base64 by default costs a third more and guesses at what is not encoded.
    responseEncoding: false,
    enableTelemetry: false,
  });
}
