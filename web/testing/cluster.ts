/**
 * The files of an empty embedded database, made once for a whole run of tests: a first start takes five seconds of
 * processor time for them, and tests make dozens of first starts.
 */
import { join } from "@std/path";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
const MAKER = "web/store/testing/make_cluster.ts";

let made: Promise<string> | null = null;

/** Puts the files where a start looks for them, unless they are there. */
export async function putCluster(dataDir: string): Promise<void> {
  const place = join(dataDir, "postgres");
  if (await exists(place)) return;
  await Deno.mkdir(dataDir, { recursive: true });
  await copy(await (made ??= make()), place);
}

/** In the folder that `.ci/test.ts` gives for all test files, else in one for this process. */
async function make(): Promise<string> {
  const shared = Deno.env.get("TEST_SHARED_DIR");
  const folder = shared ?? await Deno.makeTempDir({ prefix: "yundian-cluster-" });
  if (shared === undefined) {
    globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  }
  const cluster = join(folder, "cluster");
  if (await exists(cluster)) return cluster;
  const making = await Deno.makeTempDir({ dir: folder });
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", MAKER, join(making, "data")],
    cwd: ROOT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  try {
    await Deno.rename(join(making, "data"), cluster);
  } catch (error) {
    // Another test file was quicker.
    if (!await exists(cluster)) throw error;
  }
  return cluster;
}

async function copy(from: string, to: string): Promise<void> {
  const { success } = await new Deno.Command("cp", { args: ["-r", from, to] }).output();
  if (!success) throw new Error(`Cannot copy ${from} to ${to}`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
