import { assert, assertEquals } from "@std/assert";
import { createTestWorld, type TestWorld } from "../web/edge/fixtures/world.ts";
import { Fault } from "./fault.ts";
import type { FeedEntry } from "./journal/journal.ts";
import { createLog } from "./log.ts";
import { type FollowedPage, Follower } from "./projector.ts";
import { Prng } from "./sim/prng.ts";

const SHARDS = 4;
const PAUSE_MS = 200;
const DAMAGE = new Fault("journal-corrupt", "damaged", { retry: "never" });

/** A feed and a store of which a test says when they fail. */
class Stand {
  readonly world: TestWorld = createTestWorld();
  readonly feeds: FeedEntry[][] = Array.from({ length: SHARDS }, () => []);
  readonly stored: string[] = [];
  readonly positions = new Map<number, number>();
  readonly pages: FollowedPage[] = [];
  readonly log: string[] = [];
  readonly follower: Follower;
  reads = 0;
  caughtUps = 0;
  astrays = 0;
  damaged = -1;
  /** What becomes of the next attempts to write. */
  fate: () => "stored" | "failed" | "stored-and-failed" = () => "stored";

  constructor(bounds: { pageEntriesMax?: number } = {}) {
    this.follower = new Follower({
      shards: SHARDS,
      read: (shard, position) => {
        this.reads++;
        if (shard === this.damaged) return Promise.reject(DAMAGE);
        const left = this.feeds[shard]?.filter((entry) => entry.position > position) ?? [];
        return Promise.resolve(left.slice(0, 3));
      },
      positions: () => Promise.resolve(new Map(this.positions)),
      write: (page) => this.#write(page),
      found() {},
      astray: () => void this.astrays++,
      wrote: (page) => void this.pages.push(page),
      caughtUp: () => void this.caughtUps++,
      scheduler: this.world.scheduler,
      log: createLog({ write: (line) => this.log.push(line), nowMs: () => 0 }),
      pageEntriesMax: bounds.pageEntriesMax ?? 100,
      pageCharactersMax: 1_000_000,
      pauseMs: PAUSE_MS,
    });
  }

  append(shard: number): void {
    const feed = this.feeds[shard] ?? [];
    const position = (feed.at(-1)?.position ?? 0) + 1;
    feed.push({ position, actor: `a/${shard}`, seq: position, count: 1, body: "[]" });
    this.follower.moved(shard, position);
  }

  all(): string[] {
    return this.feeds.flatMap((feed, shard) => feed.map(({ position }) => `${shard}:${position}`));
  }

  async #write(page: FollowedPage): Promise<void> {
    await Promise.resolve();
    const fate = this.fate();
    if (fate === "failed") throw new Error("refused");
    for (const { shard, from, to } of page.moves) {
      if ((this.positions.get(shard) ?? 0) !== from) throw new Error("moved");
      this.positions.set(shard, to);
    }
    this.stored.push(...page.entries.map(({ shard, position }) => `${shard}:${position}`));
    if (fate === "stored-and-failed") throw new Error("the answer was lost");
  }
}

Deno.test("what gathers while a page is written and rests is the next page", async () => {
  const stand = new Stand();
  stand.follower.start();
  await stand.world.settle();
  assertEquals(stand.caughtUps, 1);
  stand.append(0);
  await stand.world.settle();
  for (const shard of [1, 2, 1]) stand.append(shard);
  await stand.world.advance(PAUSE_MS - 1);
  assertEquals(stand.pages.length, 1);
  await stand.world.advance(2);
  assertEquals(stand.pages.length, 2);
  assertEquals(stand.stored, ["0:1", "1:1", "1:2", "2:1"]);
  await stand.follower.stop();
});

Deno.test("shards that do not move are not read", async () => {
  const stand = new Stand();
  stand.follower.start();
  await stand.world.advance(1_000);
  const atStart = stand.reads;
  await stand.world.advance(600_000);
  assertEquals(stand.reads, atStart);
  stand.append(3);
  await stand.world.advance(1_000);
  assertEquals([stand.stored, stand.reads], [["3:1"], atStart + 1]);
  await stand.follower.stop();
});

Deno.test("whoever waits does not wait for the rest between pages", async () => {
  const stand = new Stand();
  stand.follower.start();
  await stand.world.settle();
  stand.append(0);
  await stand.world.settle();
  stand.append(1);
  stand.follower.hurry();
  await stand.world.settle();
  assertEquals(stand.stored, ["0:1", "1:1"]);
  await stand.follower.stop();
});

Deno.test("what is there at the start is followed to its end, page by page", async () => {
  const stand = new Stand({ pageEntriesMax: 2 });
  for (let n = 0; n < 40; n++) stand.append(n % 3);
  stand.follower.start();
  await stand.world.advance(10_000);
  assertEquals(stand.stored.toSorted(), stand.all().toSorted());
  assertEquals(stand.caughtUps, 1);
  await stand.follower.stop();
});

Deno.test("writes that fail, before or after they took effect, store everything once", async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const chance = new Prng(seed, "follower");
    const stand = new Stand({ pageEntriesMax: 5 });
    stand.fate = () =>
      chance.chance(0.3) ? "failed" : chance.chance(0.3) ? "stored-and-failed" : "stored";
    stand.follower.start();
    for (let n = 0; n < 60; n++) {
      stand.append(Math.floor(chance.fraction() * SHARDS));
      if (chance.chance(0.2)) await stand.world.advance(300);
    }
    await stand.world.advance(10_000);
    stand.fate = () => "stored";
    await stand.world.advance(30_000);
    assertEquals(stand.stored.toSorted(), stand.all().toSorted(), `seed ${seed}`);
    for (let shard = 0; shard < SHARDS; shard++) {
      const own = stand.stored.filter((one) => one.startsWith(`${shard}:`));
      const inOrder = own.map((_, n) => `${shard}:${n + 1}`);
      assertEquals(own, inOrder, `seed ${seed}`);
    }
    await stand.follower.stop();
  }
});

Deno.test("it has caught up though shards never rest, and announcements while it reads are kept", async () => {
  const stand = new Stand();
  for (let n = 0; n < 8; n++) stand.append(n % SHARDS);
  stand.follower.start();
  for (let n = 0; n < 400; n++) {
    stand.append(n % SHARDS);
    if (n % 7 === 0) await Promise.resolve();
    if (n % 50 === 0) await stand.world.advance(PAUSE_MS);
  }
  assertEquals(stand.caughtUps, 1);
  await stand.world.advance(30_000);
  assertEquals(stand.stored.toSorted(), stand.all().toSorted());
  await stand.follower.stop();
});

Deno.test("records that are missing from the feed are said, and what is left is followed", async () => {
  const stand = new Stand();
  for (let n = 0; n < 3; n++) stand.append(0);
  stand.feeds[0]?.shift();
  stand.follower.start();
  await stand.world.advance(1_000);
  assertEquals(stand.stored, ["0:2", "0:3"]);
  assert(stand.log.some((line) => line.includes("Records are missing")));
  await stand.follower.stop();
});

Deno.test("positions of another journal are said once, before and after the start alike", async () => {
  for (const isEarly of [true, false]) {
    const stand = new Stand();
    stand.positions.set(0, 500);
    stand.positions.set(1, 500);
    if (isEarly) stand.append(0);
    stand.follower.start();
    await stand.world.advance(1_000);
    for (const shard of [0, 1, 2]) stand.append(shard);
    await stand.world.advance(1_000);
    assertEquals([stand.astrays, stand.stored], [1, ["2:1"]]);
    await stand.follower.stop();
  }
});

Deno.test("an announcement that arrives after its records were followed is nothing special", async () => {
  const stand = new Stand();
  stand.positions.set(0, 2);
  for (let n = 0; n < 4; n++) stand.append(0);
  stand.follower.start();
  await stand.world.advance(1_000);
  stand.follower.moved(0, 3);
  stand.follower.moved(0, 4);
  await stand.world.advance(1_000);
  assertEquals([stand.astrays, stand.stored], [0, ["0:3", "0:4"]]);
  await stand.follower.stop();
});

Deno.test("a damaged record holds up its own shard and no other", async () => {
  const stand = new Stand();
  stand.damaged = 1;
  for (let n = 0; n < 8; n++) stand.append(n % SHARDS);
  stand.follower.start();
  await stand.world.advance(1_000);
  for (let n = 0; n < 8; n++) stand.append(n % SHARDS);
  await stand.world.advance(5_000);
  const others = stand.all().filter((one) => !one.startsWith("1:"));
  assertEquals(stand.stored.toSorted(), others.toSorted());
  assertEquals([stand.astrays, stand.caughtUps], [1, 1]);
  await stand.follower.stop();
});
