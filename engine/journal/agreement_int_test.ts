/** Random histories on a driver and on the memory driver: everything that either says must be the same. */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { JournalSubject } from "./contract.ts";
import type { Acquired, Entry, Journal, JournalOptions, Verdict } from "./journal.ts";
import { createMemoryJournal, createMemoryStore } from "./memory.ts";
import { hasRedis, type RedisServer, startRedis } from "./redis_server.ts";
import { redisHttpSubject, redisTcpSubject } from "./redis_subject.ts";
import { SQLITE_SUBJECT } from "./sqlite_subject.ts";

const redis = await hasRedis();
let server: RedisServer | null = null;

Deno.test.beforeAll(async () => {
  if (redis) server = await startRedis();
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

/** Histories for each driver; each opens it a few times, which is what takes long. */
const RUNS = 10;
/** A failure is made shorter for at most this long. */
const SHRINK_MS_MAX = 60_000;
const SHARDS = 2;
const ACTORS = ["stock/1/0", "campaign/1", "customer/张三"];
const OPTIONS: JournalOptions = { shards: SHARDS, archive: true, timeoutMs: 5_000 };

/** One step; numbers are folded into what makes sense when it runs, so that shrinking always helps. */
type Step =
  | { readonly kind: "acquire"; readonly shard: number; readonly held: "any" | "right" | "wrong" }
  | {
    readonly kind: "append";
    readonly shard: number;
    readonly entries: readonly {
      readonly actor: number;
      readonly ahead: number;
      readonly count: number;
      readonly due: number | null | undefined;
      readonly length: number;
    }[];
    readonly repeat: boolean;
  }
  | {
    readonly kind: "snapshot";
    readonly shard: number;
    readonly actor: number;
    readonly share: number;
  }
  | { readonly kind: "archived"; readonly shard: number; readonly position: number }
  | { readonly kind: "reopen"; readonly archive: boolean };

const shard = fc.nat({ max: SHARDS - 1 });
const actor = fc.nat({ max: ACTORS.length - 1 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("acquire" as const),
      shard,
      held: fc.constantFrom("any" as const, "right" as const, "wrong" as const),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("append" as const),
      shard,
      entries: fc.uniqueArray(
        fc.record({
          actor,
          ahead: fc.oneof(
            { weight: 15, arbitrary: fc.constant(0) },
            fc.integer({ min: -1, max: 1 }),
          ),
          count: fc.integer({ min: 1, max: 4 }),
          due: fc.oneof(fc.nat({ max: 9 }), fc.constantFrom(null, undefined)),
          length: fc.nat({ max: 40 }),
        }),
        { maxLength: ACTORS.length, selector: (entry) => entry.actor },
      ),
      repeat: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("snapshot" as const),
      shard,
      actor,
      share: fc.double({ min: 0, max: 1.2, noNaN: true }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("archived" as const),
      shard,
      position: fc.nat({ max: 12 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("reopen" as const), archive: fc.boolean() }),
  },
);

const url = redis ? () => server?.url ?? "" : null;
for (const subject of [SQLITE_SUBJECT, redisTcpSubject(url), redisHttpSubject(url)]) {
  agreesWithMemory(subject);
}

function agreesWithMemory(subject: JournalSubject): void {
  Deno.test({
    name: `${subject.name} journal: random histories end as in the memory driver`,
    ignore: subject.ignore ?? false,
    fn: () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 20, maxLength: 120, size: "max" }),
          async (steps) => {
            await using harness = await subject.create();
            const store = createMemoryStore();
            const pair = new Pair((options) => [
              harness.journal(options),
              createMemoryJournal({ ...options, store }),
            ]);
            await pair.open(OPTIONS.archive);
            try {
              for (const step of steps) await pair.run(step);
              await pair.compareEverything();
            } finally {
              await pair.close();
            }
          },
        ),
        { numRuns: RUNS, interruptAfterTimeLimit: SHRINK_MS_MAX },
      ),
  });
}

/** A driver and the memory driver, given the same calls. */
class Pair {
  readonly #create: (options: JournalOptions) => readonly [Journal, Journal];
  readonly #owners = new Map<number, { readonly epoch: number; readonly nonce: string }>();
  readonly #heads = new Map<string, number>();
  #journals: readonly [Journal, Journal] | null = null;
  #calls = 0;

  constructor(create: (options: JournalOptions) => readonly [Journal, Journal]) {
    this.#create = create;
  }

  async open(archive: boolean): Promise<void> {
    this.#journals = this.#create({ ...OPTIONS, archive });
    for (const journal of this.#journals) await journal.open();
    for (let shard = 0; shard < SHARDS; shard++) {
      await this.run({ kind: "acquire", shard, held: "any" });
    }
  }

  async close(): Promise<void> {
    for (const journal of this.#journals ?? []) await journal.close();
  }

  async run(step: Step): Promise<void> {
    switch (step.kind) {
      case "acquire":
        return await this.#acquire(step);
      case "append":
        return await this.#append(step);
      case "snapshot":
        return await this.#snapshot(step);
      case "archived":
        await this.#same((journal) => journal.archived(step.shard, step.position));
        return;
      case "reopen":
        await this.close();
        await this.open(step.archive);
    }
  }

  async compareEverything(): Promise<void> {
    for (let shard = 0; shard < SHARDS; shard++) {
      await this.#same((journal) => journal.due(shard, 100));
      await this.#same((journal) => journal.feed(shard, 0, 1_000));
      await this.#same((journal) => journal.feed(shard, 3, 2));
      for (const actor of ACTORS) {
        await this.#same((journal) => journal.load(shard, `${actor}/${shard}`));
      }
    }
  }

  async #acquire({ shard, held }: Extract<Step, { kind: "acquire" }>): Promise<void> {
    const nonce = `n${++this.#calls}`;
    const owner = this.#owners.get(shard) ?? { epoch: 0, nonce: "" };
    const acquired = await this.#same<Acquired | undefined>(async (journal) => {
      const wish = held === "any"
        ? {}
        : { held: held === "right" ? owner : { epoch: 1, nonce: "?" } };
      const request = { shard, owner: { nonce, incarnation: "i", address: "a" }, ...wish };
      return (await Promise.all(journal.acquire([request])))[0];
    });
    if (acquired?.kind === "ok") this.#owners.set(shard, { epoch: acquired.epoch, nonce });
  }

  async #append({ shard, entries, repeat }: Extract<Step, { kind: "append" }>): Promise<void> {
    const owner = this.#owners.get(shard) ?? { epoch: 0, nonce: "" };
    const call = ++this.#calls;
    const append = {
      shard,
      ...owner,
      batchId: `b${call}`,
      entries: entries.map((entry): Entry => {
        const name = `${ACTORS[entry.actor]}/${shard}`;
        return {
          actor: name,
          expectedSeq: Math.max((this.#heads.get(name) ?? 0) + entry.ahead, 0),
          count: entry.count,
          body: `${call}:${"字".repeat(entry.length)}`,
          dueAtMs: entry.due,
        };
      }),
    };
    const write = async (journal: Journal) => (await Promise.all(journal.append([append])))[0];
    const verdict = await this.#same<Verdict | undefined>(write);
    if (verdict?.kind === "ok") {
      for (const { actor, expectedSeq, count } of append.entries) {
        this.#heads.set(actor, expectedSeq + count);
      }
    }
    if (repeat) await this.#same<Verdict | undefined>(write);
  }

  async #snapshot(step: Extract<Step, { kind: "snapshot" }>): Promise<void> {
    const actor = `${ACTORS[step.actor]}/${step.shard}`;
    const seq = Math.round((this.#heads.get(actor) ?? 0) * step.share);
    if (seq === 0) return;
    const owner = this.#owners.get(step.shard) ?? { epoch: 0, nonce: "" };
    const body = `snapshot ${++this.#calls}`;
    const write = { shard: step.shard, ...owner, actor, seq, body };
    await this.#same((journal) => journal.snapshot(write));
    await this.#same((journal) => journal.load(step.shard, actor));
    await this.#same((journal) => journal.feed(step.shard, 0, 1_000));
  }

  /** Makes one call to both and compares the answers; returns that of the driver. */
  async #same<Answer>(call: (journal: Journal) => Promise<Answer>): Promise<Answer> {
    if (this.#journals === null) throw new Error("the journals are not open");
    const [driver, memory] = this.#journals;
    const [answer, expected] = [await call(driver), await call(memory)];
    assertEquals(answer, expected);
    return answer;
  }
}
