import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { Fault } from "../fault.ts";
import type { Journal, ShardAppend, Verdict } from "./journal.ts";
import { createSqliteJournal, openSqliteReader, type SqliteOptions } from "./sqlite.ts";

const SHARD = 1;
const OWNER = { nonce: "n", incarnation: "i", address: "" };

Deno.test("sqlite journal: the writing connection says WAL and synchronous=FULL of itself", async () => {
  await withFolder(async (folder) => {
    const journal = await own({ path: `${folder}/journal.db` });
    assertStringIncludes(journal.durability, "journal_mode=wal, synchronous=FULL");
    await journal.close();
  });
});

Deno.test({
  name: "sqlite journal: every batch is synced to the disk (needs strace)",
  ignore: !await has("strace"),
  fn: async () => {
    const few = await countSyncs(10);
    const many = await countSyncs(60);
    // Opening syncs a few times, now and then once more.
    assertGreaterOrEqual(many - few, 45, `${few} syncs for 10 batches, ${many} for 60`);
    assertGreaterOrEqual(many, 60);
  },
});

Deno.test("sqlite journal: a full disk fails the append, stores nothing of it and is survived", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/journal.db`;
    const journal = await own({ path, pagesMax: 64 });
    const small = (seq: number) => only(journal.append([batch(seq, "x")]));
    assertEquals((await small(0)).kind, "ok");
    const verdict = await only(journal.append([batch(1, "x".repeat(500_000))]));
    assert(verdict.kind === "failed" && verdict.full === true, JSON.stringify(verdict));
    assertEquals((await journal.load(SHARD, "a/1")).head, 1);
    assertEquals((await small(1)).kind, "ok");
    assertEquals(await journal.ping(), true);
    await journal.close();
  });
});

Deno.test("sqlite journal: a reader sees what is durable while the journal goes on", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/journal.db`;
    const journal = await own({ path });
    await only(journal.append([batch(0, "first")]));
    const reader = openSqliteReader(path);
    assertEquals(reader.load("a/1").head, 1);
    await only(journal.append([batch(1, "second")]));
    assertEquals(reader.load("a/1"), await journal.load(SHARD, "a/1"));
    assertEquals(reader.load("a/2").head, 0);
    reader.close();
    await journal.close();
  });
});

Deno.test("sqlite journal: a file that cannot be opened is one clear line", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/absent/journal.db`;
    const fault = await assertRejects(() => own({ path }), Fault, "Cannot open journal");
    assertEquals(fault.code, "journal-unavailable");
    assert(!fault.message.includes("\n"));
    assertThrowsFault(() => openSqliteReader(path));
  });
});

Deno.test("sqlite journal: a file that is no database is one clear line", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/journal.db`;
    await Deno.writeTextFile(path, "not a database, ".repeat(1_000));
    await assertRejects(() => own({ path }), Fault, "not a database");
  });
});

Deno.test("sqlite journal: many snapshots at once are all stored", async () => {
  await withFolder(async (folder) => {
    const journal = await own({ path: `${folder}/journal.db` });
    const actors = Array.from({ length: 200 }, (_, at) => `idle/${at}`);
    const entries = actors.map((actor) => ({ actor, expectedSeq: 0, count: 1, body: "[]" }));
    assertEquals((await only(journal.append([{ ...batch(0, ""), entries }]))).kind, "ok");
    const verdicts = await Promise.all(
      actors.map((actor) =>
        journal.snapshot({ shard: SHARD, epoch: 1, nonce: "n", actor, seq: 1, body: actor })
      ),
    );
    assertEquals(new Set(verdicts.map(({ kind }) => kind)), new Set(["ok"]));
    for (const actor of ["idle/0", "idle/63", "idle/64", "idle/199"]) {
      assertEquals((await journal.load(SHARD, actor)).snapshot?.body, actor);
    }
    await journal.close();
  });
});

function batch(expectedSeq: number, body: string): ShardAppend {
  const entries = [{ actor: "a/1", expectedSeq, count: 1, body }];
  return { shard: SHARD, epoch: 1, nonce: OWNER.nonce, batchId: `b-${expectedSeq}`, entries };
}

async function own(options: Pick<SqliteOptions, "path" | "pagesMax">): Promise<Journal> {
  const journal = createSqliteJournal({
    shards: 4,
    archive: false,
    timeoutMs: 5_000,
    ...options,
  });
  await journal.open();
  await Promise.all(journal.acquire([{ shard: SHARD, owner: OWNER }]));
  return journal;
}

async function countSyncs(batches: number): Promise<number> {
  let lines = 0;
  await withFolder(async (folder) => {
    const trace = `${folder}/trace`;
    const probe = new URL("./sqlite_probe.ts", import.meta.url).pathname;
    const { success } = await new Deno.Command("strace", {
      args: [
        ...["-f", "-e", "trace=fsync,fdatasync", "-o", trace],
        ...[Deno.execPath(), "run", "--no-check", "--allow-read", "--allow-write", probe],
        ...[`${folder}/journal.db`, String(batches)],
      ],
      stdout: "null",
      stderr: "null",
    }).output();
    assert(success);
    const calls = (await Deno.readTextFile(trace)).split("\n");
    lines = calls.filter((line) => /\bf(data)?sync\(/.test(line)).length;
  });
  return lines;
}

function only(promises: readonly Promise<Verdict>[]): Promise<Verdict> {
  return promises[0] ?? Promise.reject(new Error("no promise came back"));
}

function assertThrowsFault(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    return assert(error instanceof Fault);
  }
  throw new Error("nothing was thrown");
}

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "yundian-journal-" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Whether a program is installed; with REQUIRE_ALL=1 its absence is an error. */
async function has(program: string): Promise<boolean> {
  try {
    await new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" })
      .output();
    return true;
  } catch (error) {
    if (Deno.env.get("REQUIRE_ALL") === "1") throw error;
    return false;
  }
}
