/** A process of a peer, which can be killed and started again on what it left. */
import type { AppendFsync } from "../machine/redis.ts";
import { startRedis } from "../machine/redis.ts";
import { startPostgres } from "../machine/postgres.ts";
import { freePort, type Process } from "../machine/process.ts";

/** What a process is there for: its CPU time has a column of its own. */
export type Role = "server" | "store" | "consumer";

/** A process under a name that stays over restarts. */
export interface Part extends AsyncDisposable {
  readonly name: string;
  readonly role: Role;
  readonly pid: number;
  /** `kill -9` of it and its children. */
  kill(): Promise<void>;
  /** The same program on the same port and folder. */
  restart(): Promise<void>;
}

/** Whose process it is. */
interface Owner {
  readonly watch?: ((pid: number) => void) | undefined;
}

/** Starts a process by `launch`, which a restart calls again. */
export async function startPart(
  spec: Owner & { readonly name: string; readonly role: Role; launch(): Promise<Process> },
): Promise<Part> {
  const launch = async () => {
    const process = await spec.launch();
    spec.watch?.(process.pid);
    return process;
  };
  let process = await launch();
  return {
    name: spec.name,
    role: spec.role,
    get pid() {
      return process.pid;
    },
    kill: () => process.kill(),
    async restart() {
      process = await launch();
    },
    [Symbol.asyncDispose]: () => process.stop(),
  };
}

/** A Redis with a folder of its own in `directory`. */
export async function startRedisPart(
  options: Owner & { readonly directory: string; readonly appendfsync: AppendFsync },
): Promise<{ part: Part; url: string }> {
  const { appendfsync, watch } = options;
  const port = freePort();
  const directory = `${options.directory}/redis`;
  const launch = async () =>
    (await startRedis({ directory, appendfsync, port, detached: true })).process;
  const part = await startPart({ name: "redis", role: "store", launch, watch });
  return { part, url: `redis://127.0.0.1:${port}` };
}

/** A PostgreSQL with a folder of its own in `directory`. */
export async function startPostgresPart(
  options: Owner & { readonly directory: string },
): Promise<{ part: Part; url: string }> {
  const port = freePort();
  const directory = `${options.directory}/postgres`;
  // Its own user must come through.
  await Deno.chmod(options.directory, 0o755);
  let url = "";
  const launch = async () => {
    const server = await startPostgres({ directory, port, detached: true });
    url = server.url;
    return server.process;
  };
  const part = await startPart({ name: "postgres", role: "store", launch, watch: options.watch });
  return { part, url };
}
