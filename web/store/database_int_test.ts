import { assert, assertEquals, assertRejects } from "@std/assert";
import { createLog, systemWorld } from "../../engine/mod.ts";
import { openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { eachDatabase } from "./testing/databases.ts";

eachDatabase("connections keep statements, transactions and errors to themselves", async (sql) => {
  await sql`create table bank.tally (n integer primary key)`;
  const adds = Array.from({ length: 40 }, (_, n) =>
    sql.begin(async (tx) => {
      await tx`insert into bank.tally values (${n})`;
      await tx`select pg_sleep(0.001)`;
      if (n % 4 === 0) await tx`select ${n} / 0`;
      const [row] = await tx<{ n: number }[]>`select n from bank.tally where n = ${n}`;
      assertEquals(row?.n, n);
    }).catch((error) => assertEquals([n % 4, error.code], [0, "22012"])));
  const reads = Array.from({ length: 40 }, async (_, n) => {
    const [row] = await sql<{ twice: number; word: string }[]>`
      select ${n}::int * 2 as twice, ${"w" + n}::text as word`;
    assertEquals(row, { twice: n * 2, word: `w${n}` });
  });
  await Promise.all([...adds, ...reads]);
  const [left] = await sql<{ n: number }[]>`select count(*)::int as n from bank.tally`;
  assertEquals(left?.n, 30);
});

eachDatabase("arrays, JSON, bytes, dates and large numbers come back as they went", async (sql) => {
  const [row] = await sql`
    select ${["一", "b"]}::text[] as words, ${sql.json({ a: [1] })}::jsonb as json,
      ${new Uint8Array([0, 255])}::bytea as bytes, ${"9007199254740993"}::bigint as big,
      '2026-05-01'::date::text as day`;
  assertEquals({ ...row, bytes: [...row?.bytes ?? []] }, {
    words: ["一", "b"],
    json: { a: [1] },
    bytes: [0, 255],
    big: "9007199254740993",
    day: "2026-05-01",
  });
});

eachDatabase(
  "a migration runs once, by two at once too, and a changed one is refused",
  async (sql) => {
    const add = { name: "9001_add", text: "create table bank.added (n integer)" };
    const ran = await Promise.all([migrate(sql, [add]), migrate(sql, [add])]);
    assertEquals(ran.flat(), ["9001_add"]);
    const changed = { ...add, text: "create table bank.other (n integer)" };
    await assertRejects(() => migrate(sql, [changed]), Error, '"9001_add" has changed');
  },
);

eachDatabase("a migration that fails leaves nothing behind and runs again", async (sql) => {
  const broken = { name: "9001_half", text: "create table bank.half (n integer); select 1 / 0" };
  await assertRejects(() => migrate(sql, [broken]));
  const whole = { name: "9001_half", text: "create table bank.half (n integer)" };
  assertEquals(await migrate(sql, [whole]), ["9001_half"]);
});

Deno.test("an embedded database that cannot open is said, does not answer, and closes", async () => {
  const folder = await Deno.makeTempFile();
  const lines: string[] = [];
  const world = systemWorld();
  const database = await openDatabase({
    source: { kind: "pglite", folder, password: "test" },
    log: createLog({ write: (line) => lines.push(line), nowMs: world.clock.nowMs }),
    scheduler: world.scheduler,
    nowMs: world.clock.nowMs,
    connectionsMax: 1,
    statementMs: 1_000,
  });
  const isSaid = () => lines.some((line) => line.includes("The embedded database has failed"));
  for (let tries = 0; tries < 300 && !isSaid(); tries++) {
    assertEquals(await database.ready(200), false);
  }
  assert(isSaid(), lines.join());
  await database.close();
  await Deno.remove(folder);
});
