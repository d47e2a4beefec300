import { assert, assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import { DEMO_ACCOUNTS } from "../../edge/ports/demo_accounts.ts";
import { eachDatabase } from "../testing/databases.ts";
import { MANAGERS } from "./generate.ts";
import { OUTLETS } from "./outlets.ts";
import { seedAdmin, seedOrganisation } from "./seed.ts";

const NOW_MS = Date.UTC(2026, 10, 22);
const accounts = DEMO_ACCOUNTS.map((one) => ({ ...one, password: "scrypt$hash" }));

async function counts(sql: Sql) {
  const [row] = await sql`
    select
      (select count(*)::int from bank.unit where kind = 'bank') as banks,
      (select count(*)::int from bank.unit where kind = 'outlet') as outlets,
      (select count(*)::int from bank.staff where role = 'manager') as managers,
      (select count(*)::int from bank.staff) as staff,
      (select count(*)::int from bank.assignment where to_ms is null) as assignments`;
  return row;
}

eachDatabase("the demo is there after the first start, and a second adds nothing", async (sql) => {
  const seed = () => seedOrganisation(sql, { scale: "demo", accounts, nowMs: NOW_MS });
  assert(await seed() > 0);
  const first = await counts(sql);
  assertEquals(first, { banks: 3, outlets: 12, managers: 60, staff: 80, assignments: 80 });
  await sql`update bank.staff set name = '刘小河', password = 'own' where id = 'staff-manager'`;
  assertEquals(await seed(), 0);
  assertEquals(await counts(sql), first);
  const [manager] = await sql`select name, password from bank.staff where id = 'staff-manager'`;
  assertEquals({ ...manager }, { name: "刘小河", password: "own" });
});

eachDatabase("a larger scale adds what is missing and reports how far it is", async (sql) => {
  await seedOrganisation(sql, { scale: "demo", accounts, nowMs: NOW_MS });
  await sql`update bank.unit set name = '我们的支行' where id = 'jx.3601.360102002'`;
  const reports: number[] = [];
  await seedOrganisation(sql, {
    scale: "jiangxi",
    accounts,
    nowMs: NOW_MS,
    progress: (done, total) => reports.push(done / total),
  });
  const all = await counts(sql);
  assertEquals([all?.banks, all?.outlets, all?.managers], [86, OUTLETS, MANAGERS]);
  assertEquals(all?.assignments, all?.staff);
  assert(reports.length > 10 && reports.at(-1) === 1, reports.join(" "));
  assertEquals(reports.toSorted((one, other) => one - other), reports);
  const [kept] = await sql`select name from bank.unit where id = 'jx.3601.360102002'`;
  assertEquals(kept?.name, "我们的支行");
  // The demo is a part of it, so a smaller scale finds everything there.
  assertEquals(await seedOrganisation(sql, { scale: "demo", accounts, nowMs: NOW_MS }), 0);
});

eachDatabase("a start without the demo has a province and its first account, once", async (sql) => {
  const account = {
    id: "staff-admin",
    username: "admin",
    name: "管理员",
    role: "province",
    unit: "jx",
  } as const;
  for (const password of ["first", "second"]) {
    await seedAdmin(sql, { account: { ...account, password }, nowMs: NOW_MS });
  }
  const rows = await sql`select id, unit, password from bank.staff`;
  assertEquals(rows.map((row) => ({ ...row })), [
    { id: "staff-admin", unit: "jx", password: "first" },
  ]);
});

eachDatabase("the tables refuse what would bend the tree", async (sql) => {
  await seedOrganisation(sql, { scale: "demo", accounts, nowMs: NOW_MS });
  const refuses = async (run: () => Promise<unknown>, words: string) => {
    const message = await run().then(() => "", (error) => String(error.message));
    assert(message.includes(words), `${words}: ${message}`);
  };
  const add = (id: string, parent: string | null, kind: string) =>
    sql`
    insert into bank.unit (id, parent, kind, name, opened_ms)
    values (${id}, ${parent}, ${kind}, ${id}, 0)`;
  await refuses(() => add("jx.9.9", "jx.3601", "outlet"), "check constraint");
  await refuses(() => add("jx.9.9", "jx.9.9", "outlet"), "check constraint");
  await refuses(() => add("jx.9", null, "bank"), "check constraint");
  await refuses(() => add("jx.9.9", "jx.9", "outlet"), "foreign key");
  await refuses(
    () => sql`update bank.unit set parent = 'jx.3601.3601000' where id = 'jx.3601'`,
    "check constraint",
  );
  await refuses(
    () => sql`update bank.unit set name = '百花洲支行' where id = 'jx.3601.360102002'`,
    "duplicate key",
  );
});
