import { assertEquals, assertRejects } from "@std/assert";
import { Fault } from "../../../engine/mod.ts";
import { Kept } from "./kept.ts";

/** A source that can be told to fail, and time that stands still. */
function stage() {
  let nowMs = 0;
  let value = "a";
  let fails = false;
  let loads = 0;
  const kept = new Kept<string>({
    load: () => {
      loads++;
      return fails ? Promise.reject(new Error("down")) : Promise.resolve(value);
    },
    nowMs: () => nowMs,
    staleMs: 1_000,
    waitMs: 10_000,
    keysMax: 2,
    loadsMax: 3,
  });
  return {
    kept,
    pass: (ms: number) => void (nowMs += ms),
    become: (next: string) => void (value = next),
    fail: (now: boolean) => void (fails = now),
    loads: () => loads,
    settle: () => new Promise<void>((resolve) => setTimeout(resolve, 0)),
  };
}

Deno.test("what is kept is given at once, and read again behind the one who asks", async () => {
  const { kept, pass, become, settle } = stage();
  assertEquals(await kept.get("k"), "a");
  become("b");
  assertEquals(kept.get("k"), "a");
  pass(1_001);
  assertEquals(kept.get("k"), "a");
  await settle();
  assertEquals(kept.get("k"), "b");
});

Deno.test("what is old is waited for, and given where the source is down", async () => {
  const { kept, pass, become, fail } = stage();
  await kept.get("k");
  become("b");
  pass(10_001);
  assertEquals(await kept.get("k"), "b");
  fail(true);
  pass(10_001);
  assertEquals(await kept.get("k"), "b");
});

Deno.test("many who ask first cause one question", async () => {
  const { kept, loads } = stage();
  assertEquals(await Promise.all([kept.get("k"), kept.get("k"), kept.get("k")]), ["a", "a", "a"]);
  assertEquals(loads(), 1);
});

Deno.test("while the source is down the last value is given, and the next once it is back", async () => {
  const { kept, pass, fail, become, settle } = stage();
  await kept.get("k");
  fail(true);
  pass(2_000);
  assertEquals(kept.get("k"), "a");
  await settle();
  assertEquals(kept.get("k"), "a");
  await assertRejects(async () => await kept.get("never read"), Error, "down");
  fail(false);
  become("b");
  pass(2_000);
  kept.get("k");
  await settle();
  assertEquals(kept.get("k"), "b");
});

Deno.test("after a change whoever asks waits for the new value, also where a read was under way", async () => {
  const { kept, become } = stage();
  const early = kept.get("k");
  become("b");
  kept.forget("k");
  assertEquals(await kept.get("k"), "b");
  await early;
  assertEquals(await kept.get("k"), "b");
});

Deno.test("so many first reads at once and no more", async () => {
  const { kept } = stage();
  const reads = ["a", "b", "c", "a"].map((key) => kept.get(key));
  await assertRejects(async () => await kept.get("d"), Fault);
  await Promise.all(reads);
  assertEquals(await kept.get("d"), "a");
});

Deno.test("the oldest goes where there are too many", async () => {
  const { kept, loads } = stage();
  for (const key of ["one", "two", "three"]) await kept.get(key);
  assertEquals(kept.get("three"), "a");
  await kept.get("one");
  assertEquals(loads(), 4);
});
