import { assertEquals, assertRejects } from "@std/assert";
import { Kept } from "./kept.ts";

function source(options: { keptMax?: number; askedMax?: number } = {}) {
  const rows = new Map<string, number>();
  let nowMs = 0;
  let asked = 0;
  let away = false;
  const kept = new Kept<number>({
    async ask(name) {
      asked++;
      await Promise.resolve();
      if (away) throw new Error("away");
      return rows.get(name) ?? null;
    },
    nowMs: () => nowMs,
    keptMax: options.keptMax ?? 10,
    freshMs: 1_000,
    askedMax: options.askedMax ?? 10,
  });
  return {
    kept,
    rows,
    asked: () => asked,
    leave: () => void (away = true),
    pass: (ms: number) => void (nowMs += ms),
    settle: async () => {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    },
  };
}

Deno.test("a value is asked for once by all who want it, and then kept", async () => {
  const { kept, rows, asked } = source();
  rows.set("a", 1);
  assertEquals(kept.peek("a"), undefined);
  assertEquals(await Promise.all([kept.find("a"), kept.find("a")]), [1, 1]);
  assertEquals([kept.peek("a"), await kept.find("a"), asked()], [1, 1, 1]);
});

Deno.test("an old value is given at once and asked for anew in the background", async () => {
  const { kept, rows, pass, settle } = source();
  rows.set("a", 1);
  await kept.find("a");
  rows.set("a", 2);
  pass(1_000);
  assertEquals(kept.peek("a"), 1);
  await settle();
  assertEquals(kept.peek("a"), 2);
});

Deno.test("while the source is away, what is known stays known and nothing else is", async () => {
  const { kept, rows, leave, pass, settle } = source();
  rows.set("a", 1);
  await kept.find("a");
  leave();
  pass(3_600_000);
  assertEquals([kept.peek("a"), await kept.find("a")], [1, 1]);
  await settle();
  await assertRejects(() => kept.find("b"), Error, "away");
});

Deno.test("guessed names are bounded and push out no value", async () => {
  const { kept, rows } = source({ keptMax: 2 });
  rows.set("a", 1);
  await kept.find("a");
  for (const name of ["x", "y", "z"]) assertEquals(await kept.find(name), null);
  assertEquals([kept.peek("x"), kept.peek("z"), kept.peek("a")], [undefined, null, 1]);
});

Deno.test("questions under way are bounded", async () => {
  const { kept } = source({ askedMax: 1 });
  const first = kept.find("a");
  await assertRejects(() => kept.find("b"), Error, "Cannot ask");
  assertEquals(await first, null);
});
