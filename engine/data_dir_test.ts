import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { type DataDir, lockDataDir } from "./data_dir.ts";

async function locked(path: string): Promise<DataDir> {
  const taken = await lockDataDir(path);
  if (taken.kind !== "ok") throw new Error(`Cannot lock "${path}": ${taken.kind}`);
  return taken.dataDir;
}

Deno.test("a second lock is refused and names the pid and address of the first", async () => {
  const path = await Deno.makeTempDir();
  const dataDir = await locked(path);
  await dataDir.sign({ pid: 42, address: "http://127.0.0.1:8000" });
  assertEquals(await lockDataDir(path), {
    kind: "taken",
    holder: { pid: 42, address: "http://127.0.0.1:8000" },
  });
  dataDir.release();
  (await locked(path)).release();
  await Deno.remove(path, { recursive: true });
});

Deno.test("a folder that cannot be made is reported in words", async () => {
  const path = await Deno.makeTempDir();
  const file = join(path, "file");
  await Deno.writeTextFile(file, "");
  assertEquals((await lockDataDir(join(file, "below"))).kind, "failed");
  await Deno.remove(path, { recursive: true });
});

Deno.test("clear removes our stores and nothing else", async () => {
  const path = await Deno.makeTempDir();
  const dataDir = await locked(path);
  for (const name of ["journal.sqlite", "journal.sqlite-wal", "holiday.jpg"]) {
    await Deno.writeTextFile(join(path, name), "x");
  }
  await dataDir.clear();
  const left = (await Array.fromAsync(Deno.readDir(path))).map((entry) => entry.name).sort();
  assertEquals(left, ["holiday.jpg", "lock"]);
  dataDir.release();
  await Deno.remove(path, { recursive: true });
});

Deno.test("a secret is made once, kept and readable by its owner only", async () => {
  const path = await Deno.makeTempDir();
  const dataDir = await locked(path);
  let made = 0;
  const make = () => `secret-${++made}`;
  assertEquals(await dataDir.secret(make), "secret-1");
  assertEquals(await dataDir.secret(make), "secret-1");
  assertEquals(await dataDir.secret(make, "events_secret"), "secret-2");
  const { mode } = await Deno.stat(join(path, "auth_secret"));
  assertEquals((mode ?? 0) & 0o777, 0o600);
  dataDir.release();
  await Deno.remove(path, { recursive: true });
});
