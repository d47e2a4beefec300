/** A PostgreSQL server of one run, in a folder of its own, with durable commits. */
import { createTemplate } from "./template.ts";
import { freePort, installed, type Process, run, startProcess } from "./process.ts";

/** A running PostgreSQL. */
export interface PostgresServer {
  readonly url: string;
  readonly process: Process;
}

/** Starts a cluster on the loopback, a new one in an empty folder; as root it runs as the user `postgres`. */
export async function startPostgres(
  options: {
    readonly directory: string;
    /** Any free one when absent. */
    readonly port?: number;
    /** Out of reach of the terminal's Ctrl-C. */
    readonly detached?: boolean;
  },
): Promise<PostgresServer> {
  const port = options.port ?? freePort();
  const bin = await binaries();
  const user = await ownUser();
  const cwd = options.directory;
  if (!await isThere(`${cwd}/PG_VERSION`)) await copyCluster(cwd);
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
    detached: options.detached ?? false,
  });
  await process.waitFor(/ready to accept connections/);
  return { url: `postgres://bench@127.0.0.1:${port}/postgres`, process };
}

/** Whether PostgreSQL is installed. */
export async function hasPostgres(): Promise<boolean> {
  return await binaries().then((bin) => isThere(`${bin}/initdb`), () => false);
}

/** initdb takes two seconds of processor time. */
const copyCluster = createTemplate(async (cwd) => {
  const bin = await binaries();
  const user = await ownUser();
  await Deno.mkdir(cwd);
  if (user !== null) await Deno.chown(cwd, user.uid, user.gid);
  await run({
    name: "initdb",
    command: `${bin}/initdb`,
    args: ["-D", cwd, "-A", "trust", "-U", "bench", "-E", "UTF8", "--locale", "C"],
    cwd,
    user,
  });
});

function isThere(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}

async function binaries(): Promise<string> {
  if (await installed("pg_config")) {
    return (await run({ name: "pg_config", command: "pg_config", args: ["--bindir"] })).trim();
  }
  const versions = [...Deno.readDirSync("/usr/lib/postgresql")].map((entry) => entry.name);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) throw new Error("Cannot find PostgreSQL: no version is installed");
  return `/usr/lib/postgresql/${newest}/bin`;
}

/** It refuses to run as root. */
async function ownUser(): Promise<{ uid: number; gid: number } | null> {
  if (Deno.uid() !== 0) return null;
  const id = (flag: string) =>
    run({ name: "id", command: "id", args: [flag, "postgres"] }).then(Number);
  return { uid: await id("-u"), gid: await id("-g") };
}
