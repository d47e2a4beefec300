/** A Redis server of one run, in a folder of its own. */
import { freePort, type Process, startProcess } from "./process.ts";

/** `always` fsyncs before each reply, `everysec` once a second in the background. */
export type AppendFsync = "always" | "everysec";

/** A running Redis. */
export interface RedisServer {
  readonly port: number;
  readonly process: Process;
}

/** Starts a Redis on the loopback, with what an earlier one has left in the folder. */
export async function startRedis(
  options: {
    readonly directory: string;
    readonly appendfsync: AppendFsync;
    /** Any free one when absent. */
    readonly port?: number;
    /** Out of reach of the terminal's Ctrl-C. */
    readonly detached?: boolean;
  },
): Promise<RedisServer> {
  const port = options.port ?? freePort();
  await Deno.mkdir(options.directory, { recursive: true });
  const settings = {
    port: String(port),
    bind: "127.0.0.1",
    dir: options.directory,
    save: "",
    appendonly: "yes",
    appendfsync: options.appendfsync,
    "auto-aof-rewrite-percentage": "0",
  };
  const process = startProcess({
    name: "redis",
    command: "redis-server",
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    detached: options.detached ?? false,
  });
  await process.waitFor(/Ready to accept connections/);
  return { port, process };
}
