import { assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { Fault } from "../fault.ts";
import type { Entry, Journal } from "./journal.ts";
import { createSqliteJournal } from "./sqlite.ts";
import { type FeedReader, openSqliteFeed } from "./sqlite_feed.ts";

const SHARDS = 4;
const OWNER = { nonce: "n", incarnation: "i", address: "" };

const step = fc.oneof(
  fc.record({
    kind: fc.constant("append" as const),
    shards: fc.uniqueArray(fc.nat(SHARDS - 1), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("read" as const),
    shard: fc.nat(SHARDS - 1),
    characters: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ kind: fc.constant("back" as const), shard: fc.nat(SHARDS - 1), by: fc.nat(20) }),
  fc.record({ kind: fc.constant("archived" as const), shard: fc.nat(SHARDS - 1) }),
);

Deno.test("a reader of the feed gives every shard its entries, in order and without gaps", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60, size: "max" }),
      fc.nat(80),
      async (steps, keptMax) => {
        const folder = await Deno.makeTempDir();
        const path = `${folder}/journal.db`;
        const journal = createSqliteJournal({
          path,
          shards: SHARDS,
          archive: true,
          timeoutMs: 5_000,
        });
        await journal.open();
        await Promise.all(journal.acquire(
          Array.from({ length: SHARDS }, (_, shard) => ({ shard, owner: OWNER })),
        ));
        const reader = openSqliteFeed(path, keptMax);
        try {
          await follow(steps, { journal, reader });
        } finally {
          reader.close();
          await journal.close();
          await Deno.remove(folder, { recursive: true });
        }
      },
    ),
    { numRuns: 25 },
  );
});

async function follow(
  steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
  on: { readonly journal: Journal; readonly reader: FeedReader },
): Promise<void> {
  const written = Array.from({ length: SHARDS }, () => [] as string[]);
  const positions = new Array<number>(SHARDS).fill(0);
  const archived = new Array<number>(SHARDS).fill(0);
  let batches = 0;
  const read = (shard: number, characters: number) => {
    const from = positions[shard] ?? 0;
    const bodies = written[shard] ?? [];
    const entries = on.reader.read(shard, from, characters);
    assertEquals(entries.map(({ body }) => body), bodies.slice(from, from + entries.length));
    assertEquals(entries.map(({ position }) => position), entries.map((_, at) => from + 1 + at));
    if (from < bodies.length) {
      assertEquals(entries.length > 0, true, "nothing though there is more");
    }
    positions[shard] = from + entries.length;
  };
  for (const one of steps) {
    switch (one.kind) {
      case "append": {
        const batchId = `b${++batches}`;
        const appends = one.shards.map((shard) => {
          const expectedSeq = written[shard]?.length ?? 0;
          const body = `[${JSON.stringify({ batch: batches, shard })}]`;
          written[shard]?.push(body);
          const entry: Entry = { actor: `a/${shard}`, expectedSeq, count: 1, body };
          return { shard, epoch: 1, nonce: "n", batchId, entries: [entry] };
        });
        for (const verdict of await Promise.all(on.journal.append(appends))) {
          assertEquals(verdict.kind, "ok");
        }
        break;
      }
      case "read":
        read(one.shard, one.characters);
        break;
      case "back":
        positions[one.shard] = Math.max(
          archived[one.shard] ?? 0,
          (positions[one.shard] ?? 0) - one.by,
        );
        break;
      case "archived":
        archived[one.shard] = positions[one.shard] ?? 0;
        await on.journal.archived(one.shard, positions[one.shard] ?? 0);
        break;
    }
  }
  for (let shard = 0; shard < SHARDS; shard++) {
    while ((positions[shard] ?? 0) < (written[shard]?.length ?? 0)) read(shard, 1_000);
    assertEquals(on.reader.read(shard, positions[shard] ?? 0, 1_000), []);
  }
}

Deno.test("a damaged entry ends its own shard's feed and no other", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/journal.db`;
  const journal = createSqliteJournal({ path, shards: SHARDS, archive: true, timeoutMs: 5_000 });
  await journal.open();
  await Promise.all(journal.acquire([1, 2].map((shard) => ({ shard, owner: OWNER }))));
  for (let seq = 0; seq < 5; seq++) {
    await Promise.all(journal.append([1, 2].map((shard) => ({
      shard,
      epoch: 1,
      nonce: OWNER.nonce,
      batchId: `b${seq}`,
      entries: [{ actor: `a/${shard}`, expectedSeq: seq, count: 1, body: `[${seq}]` }],
    }))));
  }
  const other = new DatabaseSync(path);
  other.exec("UPDATE entry SET body = '[9]' WHERE shard = 2 AND position = 4");
  other.close();
  const reader = openSqliteFeed(path);
  const positions = (shard: number, after: number) =>
    reader.read(shard, after, 1_000).map(({ position }) => position);
  assertEquals(positions(1, 0), [1, 2, 3, 4, 5]);
  assertEquals(positions(2, 0), [1, 2, 3]);
  const fault = assertThrows(() => positions(2, 3), Fault);
  assertEquals(fault.code, "journal-corrupt");
  assertEquals(positions(1, 4), [5]);
  reader.close();
  await journal.close();
  await Deno.remove(folder, { recursive: true });
});
