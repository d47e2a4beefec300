/** A redis-server of its own for a test or a benchmark: free port, temporary folder, gone at the end. */

/** Settings of a server. */
export interface RedisServerOptions {
  /** `always`: every reply is on disk. Default: nothing is kept. */
  readonly appendfsync?: "always" | "everysec";
  /** The same folder twice is the same data after a crash. */
  readonly folder?: string;
  readonly port?: number;
  /** More arguments of redis-server. */
  readonly args?: readonly string[];
}

/** A running server. */
export interface RedisServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  readonly pid: number;
  /** Ends it with a signal and waits until it is gone. */
  kill(signal: Deno.Signal): Promise<void>;
  /** Stops or continues it in place, as a stalled machine would be. */
  signal(signal: Deno.Signal): void;
}

const STARTS_MAX = 5;

/** Whether redis-server is installed; with REQUIRE_ALL=1 its absence is an error. */
export async function hasRedis(): Promise<boolean> {
  try {
    await new Deno.Command("redis-server", { args: ["--version"], stdout: "null" }).output();
    return true;
  } catch (error) {
    if (Deno.env.get("REQUIRE_ALL") === "1") throw error;
    return false;
  }
}

/** Starts a server and waits until it accepts connections. */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const folder = options.folder ?? await Deno.makeTempDir({ prefix: "yundian-redis-" });
  for (let start = 1;; start++) {
    const port = options.port ?? freePort();
    const server = await launch({
      ...options,
      folder,
      port,
      temporary: options.folder === undefined,
    });
    if (server !== null) return server;
    // Somebody else may have taken the port in between.
    if (start === STARTS_MAX) throw new Error(`Cannot start redis-server: ${STARTS_MAX} attempts`);
  }
}

async function launch(
  options: RedisServerOptions & {
    readonly folder: string;
    readonly port: number;
    readonly temporary: boolean;
  },
): Promise<RedisServer | null> {
  const { appendfsync, folder, port, args = [] } = options;
  const child = new Deno.Command("redis-server", {
    args: [
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
      ...(appendfsync === undefined ? [] : ["--appendonly", "yes", "--appendfsync", appendfsync]),
      ...args,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const ready = await untilReady(child.stdout);
  if (!ready) {
    await child.status;
    return null;
  }
  const kill = async (signal: Deno.Signal) => {
    try {
      child.kill("SIGCONT");
      child.kill(signal);
    } catch {
      // It is gone already.
    }
    await child.status;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    folder,
    pid: child.pid,
    kill,
    signal: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      await kill("SIGKILL");
      if (options.temporary) await Deno.remove(folder, { recursive: true }).catch(() => undefined);
    },
  };
}

/** Reads the log until the server is ready; goes on reading, so that the pipe never fills. */
async function untilReady(stdout: ReadableStream<Uint8Array>): Promise<boolean> {
  const reader = stdout.getReader();
  const decoder = new TextDecoder();
  let log = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) return false;
    log += decoder.decode(value, { stream: true });
    if (log.includes("Ready to accept connections")) break;
  }
  (async () => {
    while (!(await reader.read()).done);
  })();
  return true;
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}
