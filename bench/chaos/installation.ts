/** The product with the stores of one fault: started, killed and started again on the same port and data. */
import type { Guard } from "../machine/guard.ts";
import { familiesOf } from "../machine/family.ts";
import { type PostgresServer, startPostgres } from "../machine/postgres.ts";
import { freePort, type Process, startProcess } from "../machine/process.ts";
import { type RedisServer, startRedis } from "../machine/redis.ts";
import { pause } from "./pause.ts";

/** What a fault wants to have under it. */
export interface Setting {
  readonly journal: "sqlite" | "redis";
  readonly database: "embedded" | "postgres";
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of Deno before the product's own. */
  readonly denoFlags?: readonly string[];
}

export interface OpenOptions {
  readonly setting: Setting;
  /** Of this run: stores and data are made in it. */
  readonly directory: string;
  /** Ends what is started even when this run is killed. */
  readonly guard: Guard;
  readonly signal: AbortSignal;
}

const ROOT = new URL("../../", import.meta.url).pathname;
const READY_MS = 90_000;
const POLL_MS = 50;
/** What a supervisor waits before it starts a program again. */
const AGAIN_MS = 100;
/** What a process needs to find its caches, without any setting of the product. */
const INHERITED =
  /^(PATH|HOME|TMPDIR|TZ|LANG|XDG_.*|DENO_.*|NPM_.*|npm_.*|HTTPS?_PROXY|NO_PROXY|SSL_.*)$/i;

export class Installation {
  readonly origin: string;
  readonly secret = "chaos-signs-with-this-secret-of-32-bytes-or-more";
  readonly dataDir: string;
  readonly #options: OpenOptions;
  readonly #port = freePort();
  #product: Process | null = null;
  #redis: RedisServer | null = null;
  #postgres: PostgresServer | null = null;

  private constructor(options: OpenOptions) {
    this.#options = options;
    this.origin = `http://127.0.0.1:${this.#port}`;
    this.dataDir = `${options.directory}/data`;
  }

  /** Starts everything and waits until the product is ready. */
  static async open(options: OpenOptions): Promise<Installation> {
    const made = new Installation(options);
    try {
      const { journal, database } = options.setting;
      if (journal === "redis") await made.startRedis();
      if (database === "postgres") await made.startPostgres();
      made.startProduct();
      await made.ready();
      return made;
    } catch (error) {
      await made.stop();
      throw error;
    }
  }

  /** The product's process as it is now. */
  get product(): Process {
    return started("product", this.#product);
  }

  get redis(): Process {
    return started("redis", this.#redis?.process ?? null);
  }

  get postgres(): Process {
    return started("postgres", this.#postgres?.process ?? null);
  }

  /** Starts the product without waiting for it. */
  startProduct(): void {
    const { setting } = this.#options;
    this.#product = startProcess({
      name: "product",
      command: Deno.execPath(),
      args: ["run", ...setting.denoFlags ?? [], ...startArguments()],
      cwd: ROOT,
      clearEnv: true,
      detached: true,
      stopMs: 20_000,
      env: {
        ...inherited(),
        HOST: "127.0.0.1",
        PORT: String(this.#port),
        DATA_DIR: this.dataDir,
        AUTH_SECRET: this.secret,
        DEMO: "0",
        APPROVAL: "off",
        ...this.#redis === null ? {} : { REDIS_URL: `redis://127.0.0.1:${this.#redis.port}` },
        ...this.#postgres === null ? {} : { DATABASE_URL: this.#postgres.url },
        ...setting.env,
      },
    });
    this.#options.guard.watch(this.#product.pid);
  }

  /** Waits until the product says that it is ready. */
  async ready(): Promise<void> {
    const { product } = this;
    let ended = false;
    product.ended.then(() => ended = true);
    for (const untilMs = performance.now() + READY_MS;;) {
      const response = await fetch(`${this.origin}/readyz`).catch(() => null);
      await response?.body?.cancel();
      if (response?.status === 200) return;
      const tail = () => product.output().slice(-2_000);
      if (ended) throw new Error(`The product ended before it was ready: ${tail()}`);
      if (performance.now() > untilMs) {
        throw new Error(`The product is not ready after ${READY_MS / 1_000} s: ${tail()}`);
      }
      await pause(POLL_MS, this.#options.signal);
    }
  }

  async startRedis(): Promise<void> {
    const port = this.#redis?.port;
    this.#redis = await startRedis({
      directory: `${this.#options.directory}/redis`,
      appendfsync: "always",
      detached: true,
      ...port === undefined ? {} : { port },
    });
    this.#options.guard.watch(this.#redis.process.pid);
  }

  async startPostgres(): Promise<void> {
    const url = this.#postgres?.url;
    this.#postgres = await startPostgres({
      directory: `${this.#options.directory}/postgres`,
      detached: true,
      ...url === undefined ? {} : { port: Number(new URL(url).port) },
    });
    this.#options.guard.watch(this.#postgres.process.pid);
  }

  /** `kill -9`, and when it is gone what a supervisor waits before it starts it again. */
  async kill(process: Process): Promise<void> {
    await process.kill();
    await pause(AGAIN_MS, this.#options.signal);
  }

  /** Ends everything; what was stopped in place goes on first. */
  async stop(): Promise<void> {
    for (const one of [this.#product, this.#redis?.process, this.#postgres?.process]) {
      if (!one) continue;
      signalAll(one, "SIGCONT");
      await one.stop();
    }
  }
}

/** Sends a signal to a program and to all that it has started, in groups of their own too, as PostgreSQL does. */
export function signalAll(process: Process, signal: Deno.Signal): void {
  const [, ...children] = familiesOf([process.pid]).flat();
  process.signal(signal);
  for (const pid of children) {
    try {
      Deno.kill(pid, signal);
    } catch (error) {
      // It has ended in between.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

function started(name: string, process: Process | null): Process {
  if (process === null) throw new Error(`There is no ${name} in this installation`);
  return process;
}

/** Of the task `start`, so that the product has the permissions that users give it. */
function startArguments(): string[] {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
  return String(tasks.start.command).split(" ").slice(2);
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) => INHERITED.test(name)),
  );
}
