import { assert, assertEquals, assertRejects } from "@std/assert";
import { Fault } from "../fault.ts";
import type { Acquired, ShardAppend, Verdict } from "./journal.ts";
import { RemoteJournal } from "./remote.ts";
import { type Cell, CellReader, putAcquired, putVerdict } from "./remote_protocol.ts";

const OWNER = { nonce: "n", incarnation: "i", address: "" };

Deno.test("remote journal: an append during which the worker dies is unknown, then it opens again", async () => {
  const journal = fragile(5_000);
  await journal.open();
  await take(journal);
  const [lost, beside] = await Promise.all([
    only(journal.append([batch("die/1")])),
    only(journal.append([batch("a/1")])),
  ]);
  assertEquals([lost.kind, beside.kind], ["unknown", "unknown"]);
  assert(lost.kind === "unknown" && lost.message.includes("out of memory"), JSON.stringify(lost));
  assertEquals(await journal.ping(), true);
  await take(journal);
  assertEquals((await only(journal.append([batch("a/1")]))).kind, "ok");
  await journal.close();
});

Deno.test("remote journal: a load during which the worker dies is a fault to retry", async () => {
  const journal = fragile(5_000);
  await journal.open();
  const fault = await assertRejects(() => journal.load(1, "die/1"), Fault, "out of memory");
  assertEquals([fault.code, fault.retry], ["journal-unavailable", "later"]);
  assertEquals((await journal.load(1, "a/1")).head, 0);
  await journal.close();
});

Deno.test("remote journal: loads that share a message have each their own outcome", async () => {
  const journal = fragile(5_000);
  await journal.open();
  await take(journal);
  await only(journal.append([batch("a/7")]));
  const names = Array.from({ length: 300 }, (_, n) => `a/${n}`);
  const heads = await Promise.all(names.map(async (name) => (await journal.load(1, name)).head));
  assertEquals(heads, names.map((name) => name === "a/7" ? 1 : 0));
  const settled = await Promise.allSettled([
    journal.load(1, "a/7"),
    journal.load(1, "torn/1"),
    journal.load(1, "a/8"),
  ]);
  assertEquals(settled.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  await journal.close();
});

Deno.test("remote journal: an append without an answer in time is unknown", async () => {
  const journal = fragile(300);
  await journal.open();
  await take(journal);
  const verdict = await only(journal.append([batch("mute/1")]));
  assert(verdict.kind === "unknown" && verdict.message.includes("300 ms"), JSON.stringify(verdict));
  assertEquals((await only(journal.append([batch("a/1")]))).kind, "ok");
  await journal.close();
});

Deno.test("remote journal: closing answers everybody who still waits", async () => {
  const journal = fragile(5_000);
  await journal.open();
  await take(journal);
  const mute = only(journal.append([batch("mute/1")]));
  await journal.close();
  assertEquals((await mute).kind, "unknown");
});

Deno.test("remote protocol: every verdict comes out as it went in", () => {
  const verdicts: Verdict[] = [
    { kind: "ok", feed: 7, backlogBytes: 8 },
    { kind: "fenced", message: "f" },
    { kind: "conflict", message: "c" },
    { kind: "failed", message: "x" },
    { kind: "failed", message: "x", full: true },
    { kind: "unknown", message: "u" },
    { kind: "ok", feed: 9, backlogBytes: 0 },
  ];
  const cells: Cell[] = [];
  for (const verdict of verdicts) putVerdict(cells, verdict);
  const reader = new CellReader(structuredClone(cells), 0);
  assertEquals(verdicts.map(() => reader.verdict()), verdicts);
});

Deno.test("remote protocol: every answer to an acquire comes out as it went in", () => {
  const answers: Acquired[] = [
    { kind: "failed", message: "m" },
    { kind: "taken", epoch: 4, address: "http://b" },
    { kind: "ok", epoch: 3 },
  ];
  const cells: Cell[] = [];
  for (const answer of answers) putAcquired(cells, answer);
  const reader = new CellReader(structuredClone(cells), 0);
  assertEquals(answers.map(() => reader.acquired()), answers);
});

function fragile(timeoutMs: number): RemoteJournal {
  const options = { shards: 4, archive: false, timeoutMs };
  return new RemoteJournal({
    ...options,
    lanes: "shard",
    durability: "",
    setup: options,
    spawn: () =>
      new Worker(new URL("./remote_fragile_worker.ts", import.meta.url), { type: "module" }),
  });
}

async function take(journal: RemoteJournal): Promise<void> {
  const acquired = await Promise.all(journal.acquire([{ shard: 1, owner: OWNER }]));
  assertEquals(acquired, [{ kind: "ok", epoch: 1 }]);
}

function batch(actor: string): ShardAppend {
  const entries = [{ actor, expectedSeq: 0, count: 1, body: "[]" }];
  return { shard: 1, epoch: 1, nonce: OWNER.nonce, batchId: `b-${actor}`, entries };
}

function only(promises: readonly Promise<Verdict>[]): Promise<Verdict> {
  return promises[0] ?? Promise.reject(new Error("no promise came back"));
}
