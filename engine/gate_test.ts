import { assertEquals } from "@std/assert";
import { Stage } from "./testing/stage.ts";

Deno.test("a reply leaves only when its events are durable", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  stage.journal.holding = true;
  const added = stage.send("a", { kind: "add", n: 5 });
  await stage.settle();
  assertEquals(added.reply, null);
  await stage.journal.write();
  await stage.settle();
  assertEquals(added.reply, { kind: "sum", sum: 5, rang: 0 });
});

Deno.test("a read and a refusal wait for the events that they could have seen", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  stage.journal.holding = true;
  stage.send("a", { kind: "add", n: 5 });
  const read = stage.send("a", { kind: "get" });
  const refused = stage.send("a", { kind: "refuse" });
  await stage.settle();
  const late = stage.send("a", { kind: "get" });
  await stage.settle();
  assertEquals([read.reply, refused.reply, late.reply], [null, null, null]);
  await stage.journal.write();
  await stage.settle();
  assertEquals(read.reply, { kind: "sum", sum: 5, rang: 0 });
  assertEquals(refused.reply, { kind: "rejected", code: "no" });
  assertEquals(late.reply, { kind: "sum", sum: 5, rang: 0 });
});

Deno.test("a read of an actor at rest waits for no one else's append", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  await stage.sum("b");
  stage.journal.holding = true;
  stage.send("a", { kind: "add", n: 5 });
  await stage.settle();
  const read = stage.send("b", { kind: "get" });
  await stage.settle();
  assertEquals(read.reply, { kind: "sum", sum: 0, rang: 0 });
});

for (const lanes of ["one", "shard"] as const) {
  Deno.test(`what arrives during an append is the next batch (lanes: ${lanes})`, async () => {
    const stage = await Stage.open({}, lanes);
    await stage.sum("a");
    stage.journal.holding = true;
    stage.send("a", { kind: "add", n: 1 });
    await stage.settle();
    const asked = Array.from({ length: 50 }, () => stage.send("a", { kind: "add", n: 1 }));
    await stage.settle();
    assertEquals(stage.journal.held.length, 1);
    await stage.journal.write();
    await stage.settle();
    assertEquals(stage.journal.held.length, 1);
    assertEquals(stage.journal.held[0]?.append.entries[0]?.count, 50);
    assertEquals(asked[49]?.reply, null);
    await stage.journal.write();
    await stage.settle();
    assertEquals(asked[49]?.reply, { kind: "sum", sum: 51, rang: 0 });
  });
}

Deno.test("a failed append drops what evolved since, the next batch included", async () => {
  const stage = await Stage.open();
  stage.send("a", { kind: "add", n: 1 });
  await stage.settle();
  stage.journal.holding = true;
  const first = stage.send("a", { kind: "add", n: 10 });
  await stage.settle();
  const second = stage.send("a", { kind: "add", n: 100 });
  const read = stage.send("a", { kind: "get" });
  stage.journal.refuse({ kind: "failed", message: "no" });
  stage.journal.holding = false;
  await stage.settle();
  assertEquals(
    [first, second, read].map(({ fault }) => fault?.code),
    ["journal-unavailable", "journal-unavailable", "journal-unavailable"],
  );
  assertEquals(first.fault?.retry, "later");
  assertEquals(await stage.sum("a"), 1);
});

Deno.test("an append of unknown outcome that lands late is fenced by the next epoch", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  stage.journal.holding = true;
  const lost = stage.send("a", { kind: "add", n: 10 }, "once");
  await stage.settle();
  const [append] = stage.journal.refuse({ kind: "unknown", message: "time-out" });
  stage.journal.holding = false;
  await stage.settle();
  assertEquals(lost.fault?.code, "outcome-unknown");
  assertEquals(await stage.sum("a"), 0);
  if (append === undefined) throw new Error("nothing was held");
  const [late] = await Promise.all(stage.journal.append([append]));
  assertEquals(late?.kind, "fenced");
  const again = stage.send("a", { kind: "add", n: 10 }, "once");
  await stage.settle();
  assertEquals(again.reply, { kind: "sum", sum: 10, rang: 0 });
});

Deno.test("an append that took effect although its answer was lost is not repeated", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  stage.journal.holding = true;
  const lost = stage.send("a", { kind: "add", n: 10 }, "once");
  await stage.settle();
  const [append] = stage.journal.refuse({ kind: "unknown", message: "time-out" });
  stage.journal.holding = false;
  if (append === undefined) throw new Error("nothing was held");
  await Promise.all(stage.journal.append([append]));
  await stage.settle();
  assertEquals(lost.fault?.code, "outcome-unknown");
  assertEquals(await stage.sum("a"), 10);
  const again = stage.send("a", { kind: "add", n: 10 }, "once");
  await stage.settle();
  assertEquals(again.fault?.code, "duplicate-command");
  assertEquals(await stage.sum("a"), 10);
});

Deno.test("a shard that another node took is given up and says where to go", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  const owner = { nonce: "thief", incarnation: "x", address: "elsewhere" };
  const wishes = Array.from({ length: 8 }, (_, shard) => ({ shard, owner }));
  await Promise.all(stage.journal.acquire(wishes));
  const fenced = stage.send("a", { kind: "add", n: 1 });
  await stage.settle(10);
  assertEquals([fenced.fault?.code, fenced.fault?.retry], ["fenced", "elsewhere"]);
  const later = stage.send("a", { kind: "get" });
  await stage.settle();
  assertEquals(later.fault?.code, "fenced");
  assertEquals(stage.engine.health().ready, false);
});

Deno.test("while the journal is out of reach callers are told at once, and service resumes by itself", async () => {
  const stage = await Stage.open();
  await stage.sum("a");
  stage.journal.holding = true;
  stage.send("a", { kind: "add", n: 1 });
  await stage.settle();
  stage.journal.reachable = false;
  stage.journal.refuse({ kind: "unknown", message: "connection lost" });
  await stage.settle(500);
  assertEquals(stage.engine.health().ready, false);
  const refused = stage.send("a", { kind: "get" });
  assertEquals([refused.fault?.code, refused.fault?.retry], ["journal-unavailable", "later"]);
  stage.journal.reachable = true;
  stage.journal.holding = false;
  await stage.settle(5_000);
  assertEquals(stage.engine.health().ready, true);
  assertEquals(await stage.sum("a"), 0);
});

Deno.test("one shard's failure leaves the others alone", async () => {
  const stage = await Stage.open({}, "shard");
  const keys = ["a", "b", "c", "d", "e", "f", "g", "h"];
  for (const key of keys) await stage.sum(key);
  stage.journal.holding = true;
  const asked = keys.map((key) => stage.send(key, { kind: "add", n: 1 }));
  await stage.settle();
  const [first] = stage.journal.held.splice(0, 1);
  first?.resolve({ kind: "failed", message: "no" });
  stage.journal.holding = false;
  await stage.journal.write();
  await stage.settle(1_000);
  const failed = asked.filter(({ fault }) => fault !== null);
  assertEquals(failed.length, first?.append.entries.length);
  assertEquals(asked.filter(({ reply }) => reply !== null).length, keys.length - failed.length);
});
