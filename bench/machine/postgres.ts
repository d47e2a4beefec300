/** A PostgreSQL server of one run, in a folder of its own, with durable commits. */
import { freePort, type Process, run, startProcess } from "./process.ts";

/** A running PostgreSQL with an empty database. */
export interface PostgresServer {
  readonly url: string;
  readonly process: Process;
}

/** Creates and starts a cluster on the loopback; as root it runs as the user `postgres`. */
export async function startPostgres(
  options: { readonly directory: string },
): Promise<PostgresServer> {
  const port = freePort();
  const bin = await binaries();
  const user = Deno.uid() === 0 ? await postgresUser() : null;
  await Deno.mkdir(options.directory, { recursive: true });
  if (user !== null) await Deno.chown(options.directory, user.uid, user.gid);
  const cwd = options.directory;
  await run({
    name: "initdb",
    command: `${bin}/initdb`,
    args: ["-D", cwd, "-A", "trust", "-U", "bench", "-E", "UTF8", "--locale", "C"],
    cwd,
    user,
  });
  const settings = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: cwd,
    synchronous_commit: "on",
    fsync: "on",
    shared_buffers: "256MB",
    max_wal_size: "4GB",
  };
  const process = startProcess({
    name: "postgres",
    command: `${bin}/postgres`,
    args: [
      "-D",
      cwd,
      ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
    ],
    cwd,
    user,
    signal: "SIGINT",
  });
  await process.waitFor(/ready to accept connections/);
  return { url: `postgres://bench@127.0.0.1:${port}/postgres`, process };
}

async function binaries(): Promise<string> {
  const { stdout, success } = await new Deno.Command("pg_config", { args: ["--bindir"] }).output()
    .catch(() => ({ stdout: new Uint8Array(), success: false }));
  if (success) return new TextDecoder().decode(stdout).trim();
  const versions = [...Deno.readDirSync("/usr/lib/postgresql")].map((entry) => entry.name);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) throw new Error("Cannot find PostgreSQL: no version is installed");
  return `/usr/lib/postgresql/${newest}/bin`;
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const id = (flag: string) =>
    run({ name: "id", command: "id", args: [flag, "postgres"] }).then(Number);
  return { uid: await id("-u"), gid: await id("-g") };
}
