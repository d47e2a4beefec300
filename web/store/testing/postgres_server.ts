/** A PostgreSQL server of its own for a test: free port, temporary folder, gone at the end. */
import { join } from "@std/path";

/** A running server. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Ends it with a signal (`SIGINT` is its fast shutdown) and waits until it is gone. */
  stop(signal: Deno.Signal): Promise<void>;
  /** Ends it and removes its files as far as that goes without waiting: for a process that is about to end. */
  abandon(): void;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
}

/** Whether PostgreSQL is installed; with REQUIRE_ALL=1 its absence is an error. */
export async function hasPostgres(): Promise<boolean> {
  const found = await binaries();
  if (found === null && Deno.env.get("REQUIRE_ALL") === "1") {
    throw new Error("Cannot find PostgreSQL: no version is installed");
  }
  return found !== null;
}

/** Makes a cluster and starts it; as root it runs as the user `postgres`. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = await binaries();
  if (bin === null) throw new Error("Cannot find PostgreSQL: no version is installed");
  const shared = Deno.env.get("TEST_SHARED_DIR");
  const folder = await Deno.makeTempDir({
    prefix: "yundian-postgres-",
    // Removed with it at the end of a run, whatever became of this process.
    ...shared === undefined ? {} : { dir: shared },
  });
  const user: { uid?: number; gid?: number } = Deno.uid() === 0 ? await postgresUser() : {};
  if (user.uid !== undefined) await Deno.chown(folder, user.uid, user.gid ?? null);
  const data = join(folder, "data");
  const made = await new Deno.Command(join(bin, "initdb"), {
    args: ["-D", data, "-A", "trust", "-U", "test", "-E", "UTF8", "--locale", "C", "--no-sync"],
    cwd: folder,
    stdout: "null",
    stderr: "piped",
    ...user,
  }).output();
  if (!made.success) throw new Error(new TextDecoder().decode(made.stderr));
  const port = freePort();
  let child = await launch();

  function launch(): Promise<Deno.ChildProcess> {
    const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "fsync=off"];
    const started = new Deno.Command(join(bin ?? "", "postgres"), {
      args: ["-D", data, "-k", folder, ...settings.flatMap((one) => ["-c", one])],
      cwd: folder,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
      ...user,
    }).spawn();
    return untilReady(started);
  }

  const stop = async (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It is gone already.
    }
    await child.status;
  };
  return {
    url: `postgres://test@127.0.0.1:${port}/postgres`,
    port,
    stop,
    abandon() {
      try {
        child.kill("SIGQUIT");
        Deno.removeSync(folder, { recursive: true });
      } catch {
        // It is gone already, or writes its last file: the end of the run removes that.
      }
    },
    async start() {
      child = await launch();
    },
    async [Symbol.asyncDispose]() {
      await stop("SIGQUIT");
      await Deno.remove(folder, { recursive: true }).catch(() => undefined);
    },
  };
}

/** Reads the log until connections are accepted; goes on reading, so that the pipe never fills. */
async function untilReady(child: Deno.ChildProcess): Promise<Deno.ChildProcess> {
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let log = "";
  while (!log.includes("ready to accept connections")) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`PostgreSQL did not start:\n${log}`);
    log += value;
  }
  (async () => {
    while (!(await reader.read()).done);
  })();
  return child;
}

async function binaries(): Promise<string | null> {
  const versions: string[] = [];
  try {
    for await (const { name } of Deno.readDir("/usr/lib/postgresql")) versions.push(name);
  } catch {
    return null;
  }
  const newest = versions.sort((one, other) => Number(other) - Number(one))[0];
  return newest === undefined ? null : `/usr/lib/postgresql/${newest}/bin`;
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const id = async (flag: string) => {
    const { stdout } = await new Deno.Command("id", { args: [flag, "postgres"] }).output();
    return Number(new TextDecoder().decode(stdout));
  };
  return { uid: await id("-u"), gid: await id("-g") };
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}
