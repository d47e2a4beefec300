import { assert, assertEquals } from "@std/assert";
import { Stage } from "./testing/stage.ts";
import { placeOf } from "./placement.ts";
import { TALLY } from "./testing/tally.ts";

Deno.test("an actor is the same after a crash, with its command ids", async () => {
  const stage = await Stage.open();
  stage.send("a", { kind: "add", n: 2 }, "first");
  await stage.settle();
  await stage.crash();
  assertEquals(await stage.sum("a"), 2);
  const again = stage.send("a", { kind: "add", n: 2 }, "first");
  await stage.settle();
  assertEquals(again.fault?.code, "duplicate-command");
});

Deno.test("command ids are forgotten after their time", async () => {
  const stage = await Stage.open({ dedupeMs: 1_000 });
  stage.send("a", { kind: "add", n: 2 }, "first");
  await stage.settle(2_000);
  stage.send("a", { kind: "add", n: 2 }, "first");
  await stage.settle();
  assertEquals(await stage.sum("a"), 4);
});

Deno.test("a message has its effect once, though the sender crashes after it was stored", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  await stage.sum("b");
  stage.send("a", { kind: "add", n: 3, passTo: "tally/b" });
  await stage.settle(10);
  assertEquals(await stage.sum("b"), 3);
  await stage.crash();
  await stage.settle(2_000);
  assertEquals(await stage.sum("b"), 3);
  assertEquals(await stage.sum("a"), 3);
});

Deno.test("a message that was stored but not handed over is delivered after a crash, unasked", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  stage.journal.holding = true;
  stage.send("a", { kind: "add", n: 3, passTo: "tally/b" });
  await stage.settle();
  const appends = stage.journal.held.map(({ append }) => append);
  stage.journal.holding = false;
  await Promise.all(stage.journal.append(appends));
  await stage.crash();
  await stage.settle(5_000);
  assertEquals(await stage.sum("b"), 3);
});

Deno.test("messages of one sender arrive in order, though some cannot be taken at first", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  stage.journal.reachable = false;
  for (let i = 0; i < 20; i++) stage.send("a", { kind: "add", n: i, passTo: "tally/b" });
  await stage.settle(300);
  stage.journal.reachable = true;
  await stage.settle(20_000);
  assertEquals(await stage.sum("b"), 190);
});

Deno.test("a timer wakes an actor that was passivated", async () => {
  const stage = await Stage.open({ idleMs: 100 });
  stage.send("a", { kind: "ring-at", atMs: stage.engine.nowMs() + 60_000 });
  await stage.settle(10_000);
  assertEquals(stage.engine.activations.has("tally/a"), false);
  await stage.settle(50_500);
  const got = stage.send("a", { kind: "get" });
  await stage.settle();
  assertEquals(got.reply, { kind: "sum", sum: 0, rang: 1 });
});

Deno.test("a timer survives a crash and rings late rather than never", async () => {
  const stage = await Stage.open();
  stage.send("a", { kind: "ring-at", atMs: stage.engine.nowMs() + 1_000 });
  await stage.settle();
  await stage.crash();
  await stage.settle(1_500);
  const got = stage.send("a", { kind: "get" });
  await stage.settle();
  assertEquals(got.reply, { kind: "sum", sum: 0, rang: 1 });
});

Deno.test("a waiting caller is decided again when its key is, and gets its own answer", async () => {
  const stage = await Stage.open();
  const waiting = [
    stage.send("a", { kind: "await-open" }),
    stage.send("a", { kind: "await-open" }),
  ];
  await stage.settle(100);
  assertEquals(waiting[0]?.reply, null);
  stage.send("a", { kind: "open" });
  await stage.settle();
  assertEquals(waiting.map(({ reply }) => reply?.kind), ["sum", "sum"]);
});

Deno.test("a waiting caller hears after its time that the outcome is unknown", async () => {
  const stage = await Stage.open();
  const waiting = stage.send("a", { kind: "await-open" });
  await stage.settle(1_900);
  assertEquals(waiting.fault, null);
  await stage.settle(200);
  assertEquals(waiting.fault?.code, "outcome-unknown");
  assertEquals(stage.engine.load().parked, 0);
});

Deno.test("waiting callers, mailbox and parked replies are bounded", async () => {
  const stage = await Stage.open({
    waitingCallersPerActorMax: 2,
    mailboxCommandsMax: 3,
    parkedRepliesMax: 6,
  });
  await stage.sum("a");
  const waiting = Array.from({ length: 3 }, () => stage.send("a", { kind: "await-open" }));
  assertEquals(waiting.map(({ fault }) => fault?.code), [undefined, undefined, "overloaded"]);
  const queued = Array.from({ length: 5 }, () => stage.send("b", { kind: "get" }));
  assertEquals(queued.map(({ fault }) => fault?.code), [
    undefined,
    undefined,
    undefined,
    "overloaded",
    "overloaded",
  ]);
  const more = [stage.send("a", { kind: "await-open" }), stage.send("c", { kind: "get" })];
  assertEquals(more[0]?.fault?.code, "overloaded");
  assertEquals(more[1]?.fault, null);
  assertEquals(stage.send("c", { kind: "get" }).fault?.code, "overloaded");
});

Deno.test("a turn that fails an assertion answers its caller and rebuilds the actor", async () => {
  const stage = await Stage.open();
  stage.send("a", { kind: "add", n: 4 });
  const failed = stage.send("a", { kind: "fail" });
  await stage.settle();
  assertEquals([failed.fault?.code, failed.fault?.retry], ["bug", "never"]);
  assertEquals(await stage.sum("a"), 4);
});

Deno.test("an assertion between two appends loses neither", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  stage.journal.holding = true;
  const before = stage.send("a", { kind: "add", n: 4 });
  stage.send("a", { kind: "fail" });
  const after = stage.send("a", { kind: "add", n: 1 });
  await stage.settle();
  await stage.journal.write();
  stage.journal.holding = false;
  await stage.settle();
  assertEquals(before.reply, { kind: "sum", sum: 4, rang: 0 });
  assertEquals(after.reply, { kind: "sum", sum: 5, rang: 0 });
});

Deno.test("a corrupt record stops that actor and leaves the others alone", async () => {
  const stage = await Stage.open();
  stage.send("a", { kind: "add", n: 4 });
  stage.send("b", { kind: "add", n: 5 });
  await stage.settle();
  const kept = stage.store.kept.get(placeOf(TALLY, "a", 8))?.actors.get("tally/a");
  const entry = kept?.entries[0];
  if (entry === undefined) throw new Error("nothing was stored");
  entry.body = entry.body.replace("4", "9");
  await stage.crash();
  const broken = stage.send("a", { kind: "get" });
  await stage.settle();
  assertEquals([broken.fault?.code, broken.fault?.retry], ["journal-corrupt", "never"]);
  assertEquals(await stage.sum("b"), 5);
});

Deno.test("a tail that outweighs the last snapshot is replaced by the next", async () => {
  const stage = await Stage.open({ snapshotTailBytesMin: 2_000 });
  for (let i = 0; i < 60; i++) {
    stage.send("a", { kind: "bulk", text: "x".repeat(100) });
    await stage.settle();
  }
  assert(stage.journal.snapshots > 0);
  await stage.crash();
  stage.send("a", { kind: "add", n: 1 });
  await stage.settle();
  assertEquals(await stage.sum("a"), 1);
  assertEquals(stage.engine.activations.get("tally/a")?.state.bulk, 6_000);
});

Deno.test("a snapshot that cannot be stored is asked for again after a while, not at every commit", async () => {
  const stage = await Stage.open({ snapshotTailBytesMin: 500 });
  stage.journal.refusingSnapshots = true;
  for (let i = 0; i < 30; i++) {
    stage.send("a", { kind: "bulk", text: "x".repeat(100) });
    await stage.settle();
  }
  assertEquals(stage.journal.snapshots, 1);
  stage.journal.refusingSnapshots = false;
  await stage.settle(1_500);
  stage.send("a", { kind: "bulk", text: "x".repeat(100) });
  await stage.settle(1_500);
  assertEquals(stage.journal.snapshots, 2);
});

Deno.test("memory over its budget puts out actors at rest, and they come back as they were", async () => {
  const stage = await Stage.open({ activationBytesMax: 20_000 });
  for (let i = 0; i < 100; i++) stage.send(`k${i}`, { kind: "add", n: i });
  await stage.settle(5_000);
  assert(stage.engine.activations.size < 100);
  assertEquals(await stage.sum("k7"), 7);
});

Deno.test("an address that nothing was stored for leaves memory soon", async () => {
  const stage = await Stage.open();
  await stage.sum("nobody");
  await stage.settle(8_000);
  assertEquals(stage.engine.activations.size, 0);
});

Deno.test("events of an older version are brought up to date", async () => {
  const stage = await Stage.open();
  stage.send("a", { kind: "add", n: 4 });
  await stage.settle();
  const [append] = await heldAppend(stage);
  const body = append.entries[0]?.body.replace('"n":', '"amount":').replace(',"v":2', "") ?? "";
  const entry = { ...append.entries[0], actor: "tally/a", expectedSeq: 1, count: 1, body };
  const [verdict] = await Promise.all(stage.journal.append([{ ...append, entries: [entry] }]));
  assertEquals(verdict?.kind, "ok");
  await stage.crash();
  assertEquals(await stage.sum("a"), 11);
});

Deno.test("events of a version from the future stop the actor", async () => {
  const stage = await Stage.open();
  stage.send("a", { kind: "add", n: 4 });
  await stage.settle();
  const [append] = await heldAppend(stage);
  const body = append.entries[0]?.body.replace('"v":2', '"v":3') ?? "";
  const entry = { ...append.entries[0], actor: "tally/a", expectedSeq: 1, count: 1, body };
  await Promise.all(stage.journal.append([{ ...append, entries: [entry] }]));
  await stage.crash();
  const asked = stage.send("a", { kind: "get" });
  await stage.settle();
  assertEquals(asked.fault?.code, "journal-corrupt");
});

Deno.test("a watcher hears of durable changes only", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  let heard = 0;
  const stop = stage.engine.watch(stage.ref("a"), () => heard++);
  stage.journal.holding = true;
  stage.send("a", { kind: "add", n: 1 });
  stage.send("a", { kind: "get" });
  await stage.settle();
  assertEquals(heard, 0);
  await stage.journal.write();
  await stage.settle();
  assertEquals(heard, 1);
  stop();
  stage.journal.holding = false;
  stage.send("a", { kind: "add", n: 1 });
  await stage.settle();
  assertEquals(heard, 1);
});

Deno.test("a drain answers what is parked, refuses what is new, and may be asked for twice", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  stage.journal.holding = true;
  const parked = stage.send("a", { kind: "add", n: 1 });
  await stage.settle();
  const drained = Promise.all([stage.engine.drain(), stage.engine.drain()]);
  const refused = stage.send("a", { kind: "add", n: 1 });
  assertEquals(refused.fault?.code, "draining");
  await stage.settle();
  await stage.journal.write();
  await stage.settle(100);
  await drained;
  assertEquals(parked.reply, { kind: "sum", sum: 1, rang: 0 });
});

/** An append of one more `add 7` to `tally/a` as the engine would write it; it is not written. */
async function heldAppend(stage: Stage) {
  stage.journal.holding = true;
  stage.send("a", { kind: "add", n: 7 });
  await stage.settle();
  const appends = stage.journal.held.splice(0).map(({ append }) => append);
  stage.journal.holding = false;
  const [append] = appends;
  if (append === undefined) throw new Error("nothing was held");
  return [append] as const;
}
