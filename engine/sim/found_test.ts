/** What the simulator has found, each said as simply as possible. */
import { assert, assertEquals } from "@std/assert";
import type { CampaignProtocol, FlashSaleSpec } from "../../actors/campaign/protocol.ts";
import { createKinds } from "../../actors/mod.ts";
import { cellKey, type StockProtocol } from "../../actors/stock/protocol.ts";
import type { AnyKind, Protocol } from "../contract.ts";
import { createEngine } from "../engine.ts";
import { Fault } from "../fault.ts";
import { createMemoryJournal, createMemoryStore } from "../journal/memory.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { SILENT } from "../log.ts";
import { Stage } from "../testing/stage.ts";
import { LEDGER, type LedgerProtocol } from "./ledger.ts";
import { AUTHOR } from "./sale_staff.ts";
import { SimWorld } from "./world.ts";

async function open(
  kindsOf: (limits: Limits) => readonly AnyKind[],
  changed: Partial<Limits> = {},
  store = createMemoryStore(),
) {
  const world = new SimWorld(1);
  const process = world.spawn("node", 0);
  const limits = { ...DEFAULT_LIMITS, shards: 4, ...changed };
  const { shards } = limits;
  const journal = createMemoryJournal({ shards, archive: true, timeoutMs: 1_000, store });
  const kinds = kindsOf(limits);
  const options = { journal, kinds, limits, world: process, log: SILENT, incarnation: "1" };
  const engine = await createEngine(options);
  /** Asks and lets the world run until the answer is there. */
  async function ask<P extends Protocol>(
    address: { kind: P["kind"]; key: string },
    command: P["command"],
    commandId?: string,
  ): Promise<P["reply"] | Fault> {
    let answer: P["reply"] | Fault | undefined;
    const sink = {
      reply: (reply: P["reply"]) => answer = reply,
      fault: (fault: Fault) => answer = fault,
    };
    const ref = engine.ref<P>(address.kind, address.key);
    engine.dispatch(ref, command, sink, commandId === undefined ? {} : { commandId });
    await world.run(10_000, () => answer !== undefined);
    if (answer === undefined) throw new Error(`No answer from ${ref.id}`);
    return answer;
  }
  return { world, process, engine, journal, ask };
}

const LEDGER_ONE = { kind: "ledger", key: "one" } as const;

function add(routes: readonly (readonly string[])[] = []) {
  return { kind: "add", amount: 1, routes, alarmInMs: null } as const;
}

const SALE: FlashSaleSpec = {
  kind: "flash-sale",
  title: "秒杀",
  product: "p",
  priceFen: 0,
  units: 1,
  perCustomerMax: 1,
  startsAtMs: 0,
  endsAtMs: 0,
  holdSeconds: 30,
};

Deno.test("a drain answers commands whose actor is still loading", async () => {
  const { world, engine } = await open(() => [LEDGER]);
  const answers: unknown[] = [];
  const sink = { reply: (r: unknown) => answers.push(r), fault: (f: Fault) => answers.push(f) };
  engine.dispatch(engine.ref<LedgerProtocol>("ledger", "one"), add(), sink);
  let drained = false;
  void engine.drain().then(() => drained = true);
  await world.run(5_000, () => drained);
  assertEquals([drained, answers.length], [true, 1]);
});

Deno.test("an actor whose outbox is full still takes messages, its own among them", async () => {
  const { world, ask } = await open(() => [LEDGER], { outboxMessagesPerActorMax: 2 });
  const toItself = ["ledger/one", "ledger/one", "ledger/one"];
  await ask<LedgerProtocol>(LEDGER_ONE, add([toItself, toItself]));
  await world.run(20_000, () => false);
  const reply = await ask<LedgerProtocol>(LEDGER_ONE, { kind: "read" });
  assertEquals("credits" in reply ? reply.credits : reply, 6);
});

Deno.test("a snapshot taken while an entry fills up does not hide the rest of that entry", async () => {
  const stage = await Stage.open({ snapshotTailBytesMin: 300 });
  const adds = (times: number) => {
    for (let i = 0; i < times; i++) stage.send("a", { kind: "add", n: 1 });
  };
  await stage.sum("a");
  stage.journal.holding = true;
  adds(10);
  const ref = stage.ref("a");
  // With the verdict the next entry leaves and a snapshot is asked for; it finds two records of a third entry.
  const sink = { reply: () => adds(2), fault() {} };
  stage.engine.dispatch(ref, { kind: "add", n: 1 }, sink);
  await stage.settle();
  adds(1);
  await stage.journal.write();
  await stage.settle();
  adds(2);
  for (let round = 0; round < 4; round++) {
    await stage.journal.write();
    await stage.settle(5);
  }
  assertEquals(stage.journal.snapshots, 1);
  stage.journal.holding = false;
  await stage.crash();
  assertEquals(await stage.sum("a"), 16);
});

Deno.test("writes resume once what waited for the archive is archived", async () => {
  const { world, engine, journal, ask } = await open(() => [LEDGER], { backlogBytesMax: 200 });
  let last: object = {};
  for (let i = 0; i < 10; i++) last = await ask<LedgerProtocol>(LEDGER_ONE, add());
  assertEquals(last instanceof Fault ? last.code : last, "journal-full");
  assertEquals(engine.health().ready, false);
  for (let shard = 0; shard < 4; shard++) await journal.archived(shard, 1_000);
  await world.run(3_000, () => false);
  assertEquals(engine.health().ready, true);
  assert(!(await ask<LedgerProtocol>(LEDGER_ONE, add()) instanceof Fault));
});

Deno.test("a timer rings after a restart, though many actors with nothing to do are due before", async () => {
  const store = createMemoryStore();
  const limits = { shards: 1, dueActorsLoadedMax: 1 };
  const before = await open(() => [LEDGER], limits, store);
  // A message under way makes its sender due at once, and so it stays until it stores something again.
  for (let i = 0; i < 40; i++) {
    await before.ask<LedgerProtocol>({ kind: "ledger", key: `busy${i}` }, add([["ledger/one"]]));
  }
  const alarm = { ...add(), alarmInMs: 5_000 };
  await before.ask<LedgerProtocol>({ kind: "ledger", key: "late" }, alarm);
  before.process.kill();
  const after = await open(() => [LEDGER], limits, store);
  await after.world.run(30_000, () => false);
  const reply = await after.ask<LedgerProtocol>({ kind: "ledger", key: "late" }, { kind: "read" });
  assertEquals("version" in reply ? reply.version : reply, 2);
});

Deno.test("a refused join that opened the sale joins when it is repeated under its id", async () => {
  const { world, process, engine, ask } = await open(createKinds);
  const startsAtMs = engine.nowMs() + 100_000;
  const spec = { ...SALE, startsAtMs, endsAtMs: startsAtMs + 60_000 };
  const campaign = { kind: "campaign", key: "s" } as const;
  const toCampaign = ask<CampaignProtocol>;
  await toCampaign(campaign, { kind: "create", spec, by: AUTHOR, approval: false });
  await toCampaign(campaign, { kind: "schedule", by: AUTHOR });
  // The sale is open by the clock before its timer has rung, so this very command opens it.
  process.jumpClock(101_000);
  const join = { kind: "join-waiting", customer: "late", cell: 0 } as const;
  const refused = await toCampaign(campaign, join, "join-1");
  assertEquals("code" in refused ? refused.code : refused, "not-sold-out");
  const cell = { kind: "stock", key: cellKey("s", 0) } as const;
  const grab = { kind: "grab", customer: "first", units: 1 } as const;
  const taken = await ask<StockProtocol>(cell, grab);
  assertEquals("kind" in taken ? taken.kind : taken, "reserved");
  await world.run(2_000, () => false);
  const joined = await toCampaign(campaign, join, "join-1");
  assertEquals("place" in joined ? joined.place : joined, 1);
  const place = await toCampaign(campaign, { kind: "my-waiting", customer: "late" });
  assertEquals("place" in place ? place.place : place, 1);
});

Deno.test("who finds no room to wait is told that it may still happen, since it does", async () => {
  const { world, engine, ask } = await open(createKinds, { waitingCallersPerActorMax: 0 });
  const startsAtMs = engine.nowMs() + 1_000;
  const spec = { ...SALE, startsAtMs, endsAtMs: startsAtMs + 60_000 };
  const campaign = { kind: "campaign", key: "s" } as const;
  const toCampaign = ask<CampaignProtocol>;
  await toCampaign(campaign, { kind: "create", spec, by: AUTHOR, approval: false });
  await toCampaign(campaign, { kind: "schedule", by: AUTHOR });
  await world.run(5_000, () => false);
  const told = await toCampaign(campaign, { kind: "pause", by: AUTHOR }, "pause-1");
  assertEquals(told instanceof Fault ? told.code : told, "outcome-unknown");
  await world.run(1_000, () => false);
  const again = await toCampaign(campaign, { kind: "pause", by: AUTHOR }, "pause-1");
  assertEquals("view" in again ? again.view.phase : again, "paused");
});
