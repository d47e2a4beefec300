import { assertEquals } from "@std/assert";
import { eachDatabase } from "../testing/databases.ts";
import { seedTemplates } from "./seed.ts";
import { listTemplates } from "./templates.ts";

eachDatabase("a demo has its templates once, those of units that are there", async (sql) => {
  const ids = async () => {
    const page = { unit: null, after: null, limit: 10 };
    return (await listTemplates(sql, page)).map(({ id }) => id).toSorted();
  };
  await sql`
    insert into bank.unit (id, parent, kind, name, opened_ms) values
      ('jx', null, 'province', '省联社', 0), ('jx.3601', 'jx', 'bank', '南昌农商银行', 0)
    on conflict do nothing`;
  await seedTemplates(sql, 1_000);
  assertEquals(await ids(), ["harvest-5", "welcome-10"]);
  await sql`delete from bank.coupon_template where id = 'harvest-5'`;
  await seedTemplates(sql, 2_000);
  assertEquals(await ids(), ["welcome-10"], "what staff did stays");
});
