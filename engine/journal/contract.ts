/** The contract suite: every driver of the journal port runs it. */
import { assert, assertEquals, assertGreater, AssertionError, assertRejects } from "@std/assert";
import { Fault } from "../fault.ts";
import type {
  Acquired,
  Entry,
  Journal,
  JournalOptions,
  ShardAppend,
  SnapshotWrite,
  Verdict,
} from "./journal.ts";

/** One store of a driver, empty at first. */
export interface JournalHarness extends AsyncDisposable {
  /** A new driver object over the store, not yet opened. */
  journal(options: JournalOptions): Journal;
  /** Number of entries that the store keeps for an actor, read past the driver. */
  storedEntries(shard: number, actor: string): Promise<number>;
  /** Changes one stored body of an actor, past the driver. */
  corrupt(shard: number, actor: string, what: "entry" | "snapshot"): Promise<void>;
}

/** A driver under test. */
export interface JournalSubject {
  readonly name: string;
  readonly ignore?: boolean;
  readonly create: () => Promise<JournalHarness>;
}

const OPTIONS: JournalOptions = { shards: 16, archive: true, timeoutMs: 5_000 };
const SHARD = 3;
const ACTOR = "stock/42/0";
const TRIM_LOOKS_MAX = 200;
const TRIM_LOOK_MS = 20;

/** Registers the suite for one driver. */
export function journalContract(subject: JournalSubject): void {
  const check = (sentence: string, run: (bench: Bench) => Promise<void>) =>
    Deno.test({
      name: `${subject.name} journal: ${sentence}`,
      ignore: subject.ignore ?? false,
      fn: async () => {
        await using harness = await subject.create();
        const bench = new Bench(harness);
        try {
          await run(bench);
        } finally {
          await bench.close();
        }
      },
    });

  check("an actor that was never written has nothing stored", async (bench) => {
    const journal = await bench.open();
    assertEquals(await journal.load(SHARD, ACTOR), { snapshot: null, tail: [], head: 0 });
  });

  check("load returns what append stored, in order and to the character", async (bench) => {
    const journal = await bench.own();
    const odd = '{"名":"秒杀 🎉","nul":"\\u0000","quote":"\\"","lone":"\\ud800"}\u2028';
    await bench.append([{ actor: ACTOR, expectedSeq: 0, count: 2, body: odd }]);
    await bench.append([{ actor: ACTOR, expectedSeq: 2, count: 1, body: "" }]);
    await bench.append([{ actor: "stock/42/1", expectedSeq: 0, count: 1, body: "other" }]);
    assertEquals(await journal.load(SHARD, ACTOR), {
      snapshot: null,
      tail: [{ seq: 1, count: 2, body: odd }, { seq: 3, count: 1, body: "" }],
      head: 3,
    });
  });

  check("what was stored is there for a driver that opens the store again", async (bench) => {
    await bench.own();
    await bench.append([entry(0)]);
    const again = await bench.open();
    assertEquals((await again.load(SHARD, ACTOR)).head, 1);
  });

  check("a long tail comes back whole and in order", async (bench) => {
    const journal = await bench.own();
    for (let seq = 0; seq < 300; seq++) await bench.append([entry(seq)]);
    const { tail, head } = await journal.load(SHARD, ACTOR);
    assertEquals(tail.map(({ seq }) => seq), Array.from({ length: 300 }, (_, at) => at + 1));
    assertEquals(head, 300);
  });

  check("an unexpected sequence number is a conflict and writes nothing", async (bench) => {
    const journal = await bench.own();
    await bench.append([entry(0)]);
    for (const expectedSeq of [0, 2]) {
      const verdict = await bench.try([entry(0, "stock/42/1"), entry(expectedSeq)]);
      assertEquals(verdict.kind, "conflict");
      assert(verdict.kind === "conflict" && verdict.message.includes(`"${ACTOR}"`));
    }
    assertEquals((await journal.load(SHARD, "stock/42/1")).head, 0);
    assertEquals((await journal.load(SHARD, ACTOR)).head, 1);
    assertEquals((await journal.feed(SHARD, 0, 10)).length, 1);
  });

  check("each shard of one call has its own verdict", async (bench) => {
    const journal = await bench.own([1, 2, 3]);
    const good = { actor: "a/1", expectedSeq: 0, count: 1, body: "good" };
    const bad = { actor: "a/2", expectedSeq: 9, count: 1, body: "bad" };
    const verdicts = await Promise.all(journal.append([
      bench.to(1, [good]),
      bench.to(2, [{ ...good, actor: "a/3" }, bad]),
      { ...bench.to(3, [{ ...good, actor: "a/4" }]), nonce: "stranger" },
      bench.to(7, [{ ...good, actor: "a/5" }]),
    ]));
    assertEquals(verdicts.map(({ kind }) => kind), ["ok", "conflict", "fenced", "fenced"]);
    assertEquals((await journal.load(1, "a/1")).head, 1);
    for (const [shard, actor] of [[2, "a/3"], [3, "a/4"], [7, "a/5"]] as const) {
      assertEquals((await journal.load(shard, actor)).head, 0);
    }
  });

  check("a full batch of entries over many shards is stored", async (bench) => {
    const shards = Array.from({ length: OPTIONS.shards }, (_, shard) => shard);
    const journal = await bench.own(shards);
    const appends = shards.map((shard) => {
      const actors = Array.from({ length: 120 }, (_, cell) => `stock/${shard}/${cell}`);
      return bench.to(shard, actors.map((actor) => entry(0, actor)));
    });
    const verdicts = await Promise.all(journal.append(appends));
    assertEquals(new Set(verdicts.map(({ kind }) => kind)), new Set(["ok"]));
    assertEquals((await journal.load(15, "stock/15/119")).head, 1);
  });

  check("an append under an older epoch is fenced", async (bench) => {
    const journal = await bench.own();
    const late = bench.to(SHARD, [entry(0)]);
    await bench.own();
    assertEquals((await only(journal.append([late]))).kind, "fenced");
    assertEquals((await journal.load(SHARD, ACTOR)).head, 0);
  });

  check("an append under the newest epoch and a stranger's nonce is fenced", async (bench) => {
    const journal = await bench.own();
    const forged = { ...bench.to(SHARD, [entry(0)]), nonce: "stranger" };
    assertEquals((await only(journal.append([forged]))).kind, "fenced");
    assertEquals((await journal.load(SHARD, ACTOR)).head, 0);
  });

  check("an append under an epoch that nobody acquired yet is fenced", async (bench) => {
    const journal = await bench.own();
    const append = bench.to(SHARD, [entry(0)]);
    const early = { ...append, epoch: append.epoch + 1 };
    assertEquals((await only(journal.append([early]))).kind, "fenced");
  });

  check("a batch that is repeated under its id is ok and is stored once", async (bench) => {
    const journal = await bench.own();
    await bench.append([entry(0)]);
    const append = bench.to(SHARD, [entry(1), entry(0, "stock/42/1")]);
    const first = await only(journal.append([append]));
    assertEquals(first.kind, "ok");
    assertEquals(await only(journal.append([append])), first);
    assertEquals((await journal.load(SHARD, ACTOR)).tail.length, 2);
    assertEquals((await journal.feed(SHARD, 0, 10)).length, 3);
  });

  check("the same batch under another id is a conflict", async (bench) => {
    const journal = await bench.own();
    await bench.append([entry(0)]);
    assertEquals((await only(journal.append([bench.to(SHARD, [entry(0)])]))).kind, "conflict");
  });

  check("a repeated batch is fenced once the shard has another owner", async (bench) => {
    const journal = await bench.own();
    const append = bench.to(SHARD, [entry(0)]);
    assertEquals((await only(journal.append([append]))).kind, "ok");
    await bench.own();
    assertEquals((await only(journal.append([append]))).kind, "fenced");
  });

  check("every take-over raises the epoch by one", async (bench) => {
    const journal = await bench.open();
    const take = (nonce: string) => only(journal.acquire([{ shard: 1, owner: owner(nonce) }]));
    assertEquals(await take("a"), { kind: "ok", epoch: 1 });
    assertEquals(await take("b"), { kind: "ok", epoch: 2 });
    assertEquals(await only(journal.acquire([{ shard: 2, owner: owner("c") }])), {
      kind: "ok",
      epoch: 1,
    });
  });

  check("a conditional take-over succeeds only over the owner that it names", async (bench) => {
    const journal = await bench.open();
    const take = (nonce: string, held?: { epoch: number; nonce: string }) =>
      only(journal.acquire([{
        shard: 1,
        owner: { ...owner(nonce), address: `http://${nonce}` },
        ...(held === undefined ? {} : { held }),
      }]));
    assertEquals(await take("a", { epoch: 1, nonce: "?" }), {
      kind: "taken",
      epoch: 0,
      address: "",
    });
    assertEquals(await take("a"), { kind: "ok", epoch: 1 });
    const taken: Acquired = { kind: "taken", epoch: 1, address: "http://a" };
    assertEquals(await take("b", { epoch: 1, nonce: "?" }), taken);
    assertEquals(await take("b", { epoch: 0, nonce: "a" }), taken);
    assertEquals(await take("b", { epoch: 1, nonce: "a" }), { kind: "ok", epoch: 2 });
  });

  check("all shards are acquired in one call", async (bench) => {
    const journal = await bench.open();
    const requests = Array.from(
      { length: OPTIONS.shards },
      (_, shard) => ({ shard, owner: owner("all") }),
    );
    const acquired = await Promise.all(journal.acquire(requests));
    assertEquals(acquired, requests.map(() => ({ kind: "ok", epoch: 1 })));
  });

  check("the due index is set, moved, left alone and cleared", async (bench) => {
    const journal = await bench.own();
    const at = 1_790_000_000_123.5;
    await bench.append([
      { ...entry(0, "a/1"), dueAtMs: at + 20 },
      { ...entry(0, "a/2"), dueAtMs: at },
      { ...entry(0, "a/3"), dueAtMs: at + 10 },
      { ...entry(0, "a/4"), dueAtMs: null },
      entry(0, "a/5"),
    ]);
    assertEquals(await journal.due(SHARD, 10), [
      { actor: "a/2", atMs: at },
      { actor: "a/3", atMs: at + 10 },
      { actor: "a/1", atMs: at + 20 },
    ]);
    await bench.append([
      { ...entry(1, "a/1"), dueAtMs: at - 1 },
      { ...entry(1, "a/2"), dueAtMs: null },
      { ...entry(1, "a/3"), dueAtMs: undefined },
    ]);
    assertEquals(await journal.due(SHARD, 10), [
      { actor: "a/1", atMs: at - 1 },
      { actor: "a/3", atMs: at + 10 },
    ]);
    assertEquals((await journal.due(SHARD, 1)).map(({ actor }) => actor), ["a/1"]);
    assertEquals(await journal.due(SHARD + 1, 10), []);
  });

  check("a snapshot replaces the records that it contains", async (bench) => {
    const journal = await bench.own();
    for (let seq = 0; seq < 4; seq++) await bench.append([entry(seq)]);
    assertEquals((await journal.snapshot(bench.snapshot(2, "至二"))).kind, "ok");
    assertEquals(await journal.load(SHARD, ACTOR), {
      snapshot: { seq: 2, body: "至二" },
      tail: [{ seq: 3, count: 1, body: entry(2).body }, { seq: 4, count: 1, body: entry(3).body }],
      head: 4,
    });
    assertEquals((await journal.snapshot(bench.snapshot(4, "all"))).kind, "ok");
    assertEquals(await journal.load(SHARD, ACTOR), {
      snapshot: { seq: 4, body: "all" },
      tail: [],
      head: 4,
    });
    await bench.append([entry(4)]);
    assertEquals((await journal.load(SHARD, ACTOR)).tail.map(({ seq }) => seq), [5]);
  });

  check("an append without entries writes nothing and says how the shard stands", async (bench) => {
    const journal = await bench.own();
    const before = await bench.try([entry(0)]);
    assertEquals(await bench.try([]), before);
    await journal.archived(SHARD, 1);
    assertEquals(await bench.try([]), { kind: "ok", feed: 1, backlogBytes: 0 });
    await bench.append([entry(1)]);
  });

  check("a snapshot may end within an entry", async (bench) => {
    const journal = await bench.own([SHARD], { ...OPTIONS, archive: false });
    await bench.append([entry(0)]);
    await bench.append([{ ...entry(1), count: 3, body: "[2,3,4]" }]);
    await bench.append([entry(4)]);
    assertEquals((await journal.snapshot(bench.snapshot(3, "至三"))).kind, "ok");
    const stored = await journal.load(SHARD, ACTOR);
    assertEquals(stored.snapshot, { seq: 3, body: "至三" });
    assertEquals(stored.tail.map(({ seq, count }) => [seq, count]), [[2, 3], [5, 1]]);
    assertEquals(stored.head, 5);
    await bench.keeps(ACTOR, 2);
  });

  check("an older snapshot never replaces a newer one", async (bench) => {
    const journal = await bench.own();
    for (let seq = 0; seq < 3; seq++) await bench.append([entry(seq)]);
    await journal.snapshot(bench.snapshot(3, "newer"));
    assertEquals((await journal.snapshot(bench.snapshot(1, "older"))).kind, "ok");
    assertEquals((await journal.load(SHARD, ACTOR)).snapshot, { seq: 3, body: "newer" });
  });

  check("a snapshot ahead of the records or of a stranger is refused", async (bench) => {
    const journal = await bench.own();
    await bench.append([entry(0)]);
    assertEquals((await journal.snapshot(bench.snapshot(2, "ahead"))).kind, "conflict");
    const forged = { ...bench.snapshot(1, "forged"), nonce: "stranger" };
    assertEquals((await journal.snapshot(forged)).kind, "fenced");
    assertEquals((await journal.load(SHARD, ACTOR)).snapshot, null);
  });

  check("without archive a snapshot trims what it contains", async (bench) => {
    const journal = await bench.own([SHARD], { ...OPTIONS, archive: false });
    for (let seq = 0; seq < 4; seq++) await bench.append([entry(seq)]);
    const verdict = await journal.snapshot(bench.snapshot(3, "state"));
    assertEquals(verdict, { kind: "ok", feed: 4, backlogBytes: 0 });
    await bench.keeps(ACTOR, 1);
    assertEquals(await journal.feed(SHARD, 0, 10), []);
    await bench.append([entry(4)]);
    await journal.snapshot(bench.snapshot(5, "state"));
    await bench.keeps(ACTOR, 0);
    await bench.append([entry(5)]);
    assertEquals((await journal.load(SHARD, ACTOR)).tail.map(({ seq }) => seq), [6]);
  });

  check("without archive nothing waits, and a feed that starts later has no gap", async (bench) => {
    await bench.own();
    await bench.append([entry(0)]);
    await bench.own([SHARD], { ...OPTIONS, archive: false });
    assertEquals(await bench.try([entry(1)]), { kind: "ok", feed: 2, backlogBytes: 0 });
    const journal = await bench.own();
    await bench.append([entry(2)]);
    await bench.append([entry(3)]);
    const feed = await journal.feed(SHARD, 0, 10);
    assertEquals(feed.map(({ position, seq }) => [position, seq]), [[3, 3], [4, 4]]);
  });

  check("a snapshot never trims what is not archived", async (bench) => {
    const journal = await bench.own();
    for (let seq = 0; seq < 4; seq++) await bench.append([entry(seq)]);
    await journal.archived(SHARD, 2);
    await journal.snapshot(bench.snapshot(3, "state"));
    await bench.keeps(ACTOR, 2);
    assertEquals((await journal.feed(SHARD, 0, 10)).map(({ seq }) => seq), [3, 4]);
  });

  check("archiving trims what a snapshot already contains, and only that", async (bench) => {
    const journal = await bench.own();
    for (let seq = 0; seq < 4; seq++) await bench.append([entry(seq)]);
    await bench.append([entry(0, "stock/42/1")]);
    await journal.snapshot(bench.snapshot(3, "state"));
    await bench.keeps(ACTOR, 4);
    await journal.archived(SHARD, 5);
    await bench.keeps(ACTOR, 1);
    await bench.keeps("stock/42/1", 1);
    assertEquals((await journal.load(SHARD, ACTOR)).head, 4);
    assertEquals(await journal.feed(SHARD, 0, 10), []);
  });

  check("the archived position never runs backwards nor ahead of the feed", async (bench) => {
    const journal = await bench.own();
    for (let seq = 0; seq < 3; seq++) await bench.append([entry(seq)]);
    await journal.archived(SHARD, 2);
    await journal.archived(SHARD, 1);
    assertEquals((await journal.feed(SHARD, 0, 10)).map(({ position }) => position), [3]);
    await journal.archived(SHARD, 99);
    await bench.append([entry(3)]);
    assertEquals((await journal.feed(SHARD, 0, 10)).map(({ position }) => position), [4]);
  });

  check("the feed of a shard has no gap and names every record", async (bench) => {
    const journal = await bench.own([SHARD, 4]);
    const bodies: string[] = [];
    for (let seq = 0; seq < 5; seq++) {
      const entries = [entry(seq, "a/1"), entry(seq, "a/2"), entry(seq, `once/${seq}`)].map(
        (one) => ({ ...one, expectedSeq: one.actor.startsWith("once") ? 0 : seq }),
      );
      bodies.push(...entries.map(({ body }) => body));
      await bench.append(entries);
      assertEquals((await bench.try([entry(77, "a/1")])).kind, "conflict");
      await only(journal.append([bench.to(4, [entry(seq, "b/1")])]));
    }
    const feed = await journal.feed(SHARD, 0, 100);
    assertEquals(feed.map(({ position }) => position), bodies.map((_, at) => at + 1));
    assertEquals(feed.map(({ body }) => body), bodies);
    assertEquals(feed[4], { position: 5, actor: "a/2", seq: 2, count: 1, body: bodies[4] ?? "" });
    assertEquals((await journal.feed(SHARD, 13, 100)).map(({ position }) => position), [14, 15]);
    assertEquals((await journal.feed(SHARD, 3, 2)).map(({ position }) => position), [4, 5]);
    assertEquals(await journal.feed(SHARD, 15, 100), []);
  });

  check("the feed and what is not archived are counted in every verdict", async (bench) => {
    const journal = await bench.own();
    const first = await bench.try([{ ...entry(0), body: "六个字节" }]);
    assertEquals(first, { kind: "ok", feed: 1, backlogBytes: 12 });
    const second = await bench.try([{ ...entry(1), body: "12345" }, entry(0, "a/1")]);
    const bytes = 12 + 5 + entry(0, "a/1").body.length;
    assertEquals(second, { kind: "ok", feed: 3, backlogBytes: bytes });
    await journal.archived(SHARD, 1);
    const third = await bench.try([{ ...entry(2), body: "1" }]);
    assertEquals(third, { kind: "ok", feed: 4, backlogBytes: bytes - 12 + 1 });
    await journal.archived(SHARD, 4);
    assertEquals(await bench.try([]), { kind: "ok", feed: 4, backlogBytes: 0 });
  });

  check("opening a store made with another number of shards is a clear fault", async (bench) => {
    await bench.open();
    const other = bench.harness.journal({ ...OPTIONS, shards: 8 });
    const fault = await assertRejects(() => other.open(), Fault, "16 shards, not 8");
    assertEquals([fault.code, fault.retry], ["journal-unavailable", "never"]);
    await other.close();
  });

  for (const what of ["entry", "snapshot"] as const) {
    check(`a changed ${what} stops its actor and no other`, async (bench) => {
      const journal = await bench.own();
      for (const actor of [ACTOR, "stock/42/1"]) {
        await bench.append([entry(0, actor)]);
        await journal.snapshot({ ...bench.snapshot(1, "state"), actor });
        await bench.append([entry(1, actor)]);
      }
      await bench.harness.corrupt(SHARD, ACTOR, what);
      const fault = await assertRejects(() => journal.load(SHARD, ACTOR), Fault, ACTOR);
      assertEquals([fault.code, fault.retry], ["journal-corrupt", "never"]);
      assertEquals((await journal.load(SHARD, "stock/42/1")).head, 2);
      assertEquals((await bench.try([entry(2, "stock/42/1")])).kind, "ok");
    });
  }

  check("more entries or bytes than the bounds fail and write nothing", async (bench) => {
    const bounds = { appendEntriesMax: 2, appendBytesMax: 10 };
    const journal = await bench.own([SHARD], { ...OPTIONS, ...bounds });
    const small = (actor: string, body: string) => ({ actor, expectedSeq: 0, count: 1, body });
    const many = await bench.try(["a/1", "a/2", "a/3"].map((actor) => small(actor, "x")));
    const long = await bench.try([small("a/1", "12345"), small("a/2", "123456")]);
    const wide = await bench.try([small("a/1", "四个汉字")]);
    assertEquals([many.kind, long.kind, wide.kind], ["failed", "failed", "failed"]);
    assertEquals((await journal.load(SHARD, "a/1")).head, 0);
    assertEquals((await bench.try([small("a/1", "1234567"), small("a/2", "字")])).kind, "ok");
  });

  check("a shard that does not exist fails, the others of the call do not", async (bench) => {
    const journal = await bench.own();
    const verdicts = await Promise.all(journal.append([
      { ...bench.to(SHARD, [entry(0)]), shard: OPTIONS.shards },
      bench.to(SHARD, [entry(0)]),
    ]));
    assertEquals(verdicts.map(({ kind }) => kind), ["failed", "ok"]);
    const beyond = await only(journal.acquire([{ shard: -1, owner: owner("x") }]));
    assertEquals(beyond.kind, "failed");
  });

  check("appends that follow each other without waiting keep their order", async (bench) => {
    const journal = await bench.own();
    const appends = Array.from({ length: 20 }, (_, seq) => bench.to(SHARD, [entry(seq)]));
    const verdicts = await Promise.all(appends.flatMap((append) => journal.append([append])));
    assertEquals(new Set(verdicts.map(({ kind }) => kind)), new Set(["ok"]));
    assertEquals((await journal.load(SHARD, ACTOR)).head, 20);
  });

  check("it answers a ping while it is open, and no longer afterwards", async (bench) => {
    const journal = await bench.own();
    const append = bench.to(SHARD, [entry(0)]);
    assertEquals(await journal.ping(), true);
    await journal.close();
    assertEquals(await journal.ping(), false);
    assertEquals((await only(journal.append([append]))).kind, "failed");
    await assertRejects(() => journal.load(SHARD, ACTOR), Fault);
    await journal.close();
    const again = await bench.open();
    assertEquals((await again.load(SHARD, ACTOR)).head, 0);
  });
}

/** One test's journal, what it owns and numbers for its batches. */
class Bench {
  readonly harness: JournalHarness;
  readonly #open: Journal[] = [];
  readonly #owned = new Map<number, { epoch: number; nonce: string }>();
  #batches = 0;

  constructor(harness: JournalHarness) {
    this.harness = harness;
  }

  /** The store comes to keep so many entries of an actor; a driver may trim when it has nothing else to do. */
  async keeps(actor: string, entries: number): Promise<void> {
    let stored = await this.harness.storedEntries(SHARD, actor);
    for (let left = TRIM_LOOKS_MAX; stored > entries && left > 0; left--) {
      await new Promise((resolve) => setTimeout(resolve, TRIM_LOOK_MS));
      stored = await this.harness.storedEntries(SHARD, actor);
    }
    assertEquals(stored, entries);
  }

  async open(options: JournalOptions = OPTIONS): Promise<Journal> {
    const journal = this.harness.journal(options);
    this.#open.push(journal);
    await journal.open();
    return journal;
  }

  /** Opens a journal and takes `shards`. */
  async own(shards: readonly number[] = [SHARD], options = OPTIONS): Promise<Journal> {
    const journal = await this.open(options);
    const nonce = `nonce-${++this.#batches}`;
    const requests = shards.map((shard) => ({ shard, owner: owner(nonce) }));
    for (const [at, acquired] of (await Promise.all(journal.acquire(requests))).entries()) {
      if (acquired.kind !== "ok") throw new AssertionError(JSON.stringify(acquired));
      assertGreater(acquired.epoch, 0);
      this.#owned.set(shards[at] ?? -1, { epoch: acquired.epoch, nonce });
    }
    return journal;
  }

  to(shard: number, entries: readonly Entry[]): ShardAppend {
    const { epoch, nonce } = this.#owned.get(shard) ?? { epoch: 1, nonce: "nobody" };
    return { shard, epoch, nonce, batchId: `batch-${++this.#batches}`, entries };
  }

  snapshot(seq: number, body: string): SnapshotWrite {
    const { epoch, nonce } = this.to(SHARD, []);
    return { shard: SHARD, epoch, nonce, actor: ACTOR, seq, body };
  }

  try(entries: readonly Entry[]): Promise<Verdict> {
    const journal = this.#open.at(-1);
    if (journal === undefined) throw new AssertionError("no journal is open");
    return only(journal.append([this.to(SHARD, entries)]));
  }

  async append(entries: readonly Entry[]): Promise<void> {
    const verdict = await this.try(entries);
    assertEquals(verdict.kind, "ok", JSON.stringify(verdict));
  }

  async close(): Promise<void> {
    for (const journal of this.#open) await journal.close();
  }
}

function entry(expectedSeq: number, actor = ACTOR): Entry {
  return { actor, expectedSeq, count: 1, body: `[{"seq":${expectedSeq + 1},"of":"${actor}"}]` };
}

function owner(nonce: string) {
  return { nonce, incarnation: "i-1", address: "" };
}

function only<Result>(promises: readonly Promise<Result>[]): Promise<Result> {
  const [promise] = promises;
  if (promise === undefined) throw new AssertionError("no promise came back");
  assertEquals(promises.length, 1);
  return promise;
}
