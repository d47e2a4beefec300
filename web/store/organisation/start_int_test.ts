import { assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import { SILENT } from "../../../engine/mod.ts";
import { createTestWorld } from "../../edge/fixtures/world.ts";
import { DEMO_ACCOUNTS } from "../../edge/ports/demo_accounts.ts";
import type { Database } from "../database.ts";
import { eachDatabase } from "../testing/databases.ts";
import { type StartOptions, startOrganisation } from "./start.ts";

const ADMIN = {
  id: "staff-admin",
  username: "admin",
  name: "管理员",
  role: "province",
  unit: "jx",
  unitName: "江西省联社",
  password: "a-good-password",
} as const;

async function count(sql: Sql): Promise<number> {
  const [row] = await sql`select count(*)::int as n from bank.staff`;
  return row?.["n"];
}

function optionsOf(database: Database, lines: string[] = []): StartOptions {
  return {
    database,
    scale: "demo",
    accounts: DEMO_ACCOUNTS,
    world: createTestWorld(),
    log: SILENT,
    say: (line) => void lines.push(line),
  };
}

eachDatabase(
  "a start waits for the organisation, and a large one says how far it is",
  async (sql, database) => {
    const lines: string[] = [];
    const options = optionsOf(database, lines);
    await startOrganisation(options);
    assertEquals([await count(sql), lines], [80, []]);
    await startOrganisation({ ...options, scale: "jiangxi" });
    assertEquals(lines.at(-1)?.trim(), 'Organisation "jiangxi": 22261 of 22261 rows');
    assertEquals(lines.length, 10);
  },
);

eachDatabase(
  "without the demo there is the province and its first account",
  async (sql, database) => {
    const options = optionsOf(database);
    await startOrganisation({ ...options, scale: null, accounts: [ADMIN] });
    const rows =
      await sql`select id, role, unit, password like 'scrypt$%' as hashed from bank.staff`;
    assertEquals(rows.map((row) => ({ ...row })), [
      { id: "staff-admin", role: "province", unit: "jx", hashed: true },
    ]);
  },
);

eachDatabase(
  "without a database the start goes on, and the organisation comes with it",
  async (sql, database) => {
    let up = false;
    const world = createTestWorld();
    const absent: Database = {
      sql,
      kind: database.kind,
      url: database.url,
      available: () => up,
      downSinceMs: () => null,
      ready: () => Promise.resolve(up),
      close: () => Promise.resolve(),
    };
    await startOrganisation({ ...optionsOf(absent), world });
    await world.advance(5_000);
    assertEquals(await count(sql), 0);
    up = true;
    // The hash and the rows take real time.
    for (let n = 0; n < 400 && await count(sql) < 80; n++) {
      await world.advance(1_000);
      await new Promise((go) => setTimeout(go, 25));
    }
    assertEquals(await count(sql), 80);
  },
);
