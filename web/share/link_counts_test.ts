import { assert, assertEquals } from "@std/assert";
import { breakable } from "../edge/fixtures/breakable_journal.ts";
import { createTestWorld } from "../edge/fixtures/world.ts";
import { createMemoryJournal } from "../../engine/journal/memory.ts";
import { createEngine, DEFAULT_LIMITS, SILENT } from "../../engine/mod.ts";
import { CampaignNumbers } from "./campaign_numbers.ts";
import { Invitations } from "./invitations.ts";
import { LinkCounts } from "./link_counts.ts";
import { ReferralCodes } from "./referral_codes.ts";
import { createCountingKind, type Told } from "./testing/counting_kind.ts";

const SECRET = "a secret of at least thirty-two characters";
const at = (cell: number, n: number, no = 1) => ({ campaign: `c${no}`, no, cell, n });

async function openCounts(waitingMax = 1_000) {
  const world = createTestWorld();
  const journal = breakable();
  const limits = DEFAULT_LIMITS;
  const engine = await createEngine({
    journal: journal.wrap(createMemoryJournal({
      shards: limits.shards,
      archive: false,
      timeoutMs: limits.appendTimeoutMs,
    })),
    kinds: [createCountingKind("referral"), createCountingKind("storefront")],
    limits,
    world,
    log: SILENT,
    incarnation: "test",
  });
  const counts = new LinkCounts({ engine, world, log: SILENT, waitingMax });
  const told = async (kind: string, key: string): Promise<readonly Told[]> => {
    const reply = await world.until(engine.ask(engine.ref(kind, key), { kind: "told" }));
    return (reply as { readonly told: readonly Told[] }).told;
  };
  return { world, journal, engine, counts, told };
}

Deno.test("what a crowd opens within a moment reaches each cell as one command, in less than a second", async () => {
  const { world, counts, told } = await openCounts();
  for (let n = 0; n < 100; n++) {
    counts.clicked(at(0, n % 3), "wechat");
    counts.clicked(at(1, 7), n % 2 === 0 ? "sms" : "wechat");
    counts.visited("c1", { via: n % 4 === 0 ? "ann" : null, channel: "wechat" });
    counts.led("ann", { code: "anncodexy", channel: "print" });
  }
  assertEquals([await told("referral", "c1/0"), counts.waiting], [[], 8]);
  await world.advance(800);
  assertEquals(await told("referral", "c1/0"), [
    {
      kind: "clicked",
      items: [
        { n: 0, channel: "wechat", clicks: 34 },
        { n: 1, channel: "wechat", clicks: 33 },
        { n: 2, channel: "wechat", clicks: 33 },
      ],
    },
    {
      kind: "visited",
      items: [
        { via: "ann", channel: "wechat", visits: 25 },
        { via: null, channel: "wechat", visits: 75 },
      ],
    },
  ]);
  assertEquals(await told("referral", "c1/1"), [{
    kind: "clicked",
    items: [{ n: 7, channel: "sms", clicks: 50 }, { n: 7, channel: "wechat", clicks: 50 }],
  }]);
  const [led, ...more] = await told("storefront", "ann");
  assertEquals([led?.counts?.length, led?.counts?.[99], more, counts.waiting], [
    100,
    { channel: "print", measure: "link", item: "anncodexy" },
    [],
    0,
  ]);
});

Deno.test("commands stay within their bound, however many were opened", async () => {
  const { world, counts, told } = await openCounts(10_000);
  for (let n = 0; n < 1_000; n++) counts.clicked(at(0, n), "xiaohongshu");
  for (let n = 0; n < 3_000; n++) counts.led("ann", { code: "anncodexy", channel: "print" });
  await world.advance(800);
  const cells = await told("referral", "c1/0");
  assertEquals(cells.map(({ items = [] }) => items.length), [256, 256, 256, 232]);
  assert(cells.every((one) => JSON.stringify(one).length < DEFAULT_LIMITS.commandBytesMax / 2));
  const links = await told("storefront", "ann");
  assertEquals(links.map(({ counts: some = [] }) => some.length), [1_024, 1_024, 952]);
});

Deno.test("while the journal is away nothing is lost and nothing counts twice", async () => {
  const { world, journal, counts, told } = await openCounts();
  journal.lost = true;
  for (let second = 0; second < 5; second++) {
    for (let n = 0; n < 10; n++) counts.clicked(at(0, n), "wechat");
    await world.advance(1_000);
  }
  assertEquals(counts.waiting, 50);
  journal.lost = false;
  await world.advance(20_000);
  const told0 = await told("referral", "c1/0");
  const clicks = told0.flatMap(({ items = [] }) => items).reduce(
    (sum, item) => sum + Number(item["clicks"]),
    0,
  );
  assertEquals([told0.length, clicks, counts.waiting], [5, 50, 0]);
});

Deno.test("no more waits than the bound; what is known already still counts", async () => {
  const { world, counts, told } = await openCounts(2);
  for (let n = 0; n < 5; n++) counts.clicked(at(0, n), "wechat");
  counts.clicked(at(0, 0), "wechat");
  assertEquals(counts.waiting, 2);
  await world.advance(800);
  const [clicked] = await told("referral", "c1/0");
  assertEquals(clicked?.items, [
    { n: 0, channel: "wechat", clicks: 2 },
    { n: 1, channel: "wechat", clicks: 1 },
  ]);
});

Deno.test("a process that stops sends what it has gathered first", async () => {
  const { world, journal, engine, counts, told } = await openCounts();
  counts.clicked(at(0, 1), "wechat");
  counts.led("ann", { code: "anncodexy", channel: "print" });
  journal.lost = true;
  const closed = counts.close();
  await world.advance(1_200);
  journal.lost = false;
  await world.until(closed);
  assertEquals(counts.waiting, 0);
  assertEquals(
    [(await told("referral", "c1/0")).length, (await told("storefront", "ann")).length],
    [1, 1],
  );
  // What comes after all, as long as the engine takes it.
  counts.clicked(at(0, 2), "wechat");
  await world.advance(100);
  assertEquals((await told("referral", "c1/0")).length, 2);
  const drained = engine.drain();
  await world.advance(1_000);
  await drained;
});

Deno.test("a process stops even where the journal never comes back", async () => {
  const { world, journal, counts } = await openCounts();
  counts.clicked(at(0, 1), "wechat");
  journal.lost = true;
  let stopped = false;
  counts.close().then(() => void (stopped = true));
  await world.advance(4_900);
  assertEquals(stopped, false);
  await world.advance(200);
  assertEquals([stopped, counts.waiting], [true, 1]);
});

Deno.test("a code that is decoded counts for the place that it was made of", async () => {
  const { world, counts, told } = await openCounts();
  const numbers = new CampaignNumbers({
    source: { page: () => Promise.resolve({ rows: [{ id: "c9", no: 9 }], more: false }) },
    scheduler: world.scheduler,
    nowMs: () => world.clock.nowMs(),
  });
  await numbers.load();
  const invitations = new Invitations(new ReferralCodes(SECRET), numbers);
  const place = { cell: 1_023, n: 4_194_303 };
  const invitation = invitations.placeOf(invitations.codeOf("c9", place) ?? "");
  if (!invitation) throw new Error("No invitation");
  counts.clicked(invitation, "poster");
  await world.advance(800);
  const [clicked] = await told("referral", "c9/1023");
  assertEquals(clicked?.items, [{ n: place.n, channel: "poster", clicks: 1 }]);
});
