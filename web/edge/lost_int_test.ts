/** Outlets by name, on both databases. */
import { assertEquals } from "@std/assert";
import { outletsNamed } from "../store/organisation/outlets_named.ts";
import { eachBank } from "./fixtures/bank_rows.ts";

eachBank("outlets are found by a part of a name, with a manager who is here", async (_, sql) => {
  const find = async (query: string, limit = 10) =>
    (await outletsNamed(sql, { query, limit })).map(({ name, manager }) => [name, manager]);
  const all = await find("支行");
  assertEquals(await find("甲一"), [["甲一支行", "s-manager"]]);
  assertEquals(await find("甲农商"), await find("甲"));
  assertEquals(await find("支行", 1), all.slice(0, 1));
  assertEquals(await find("%"), []);
  await sql`update bank.staff set left_ms = 1 where id = 's-manager'`;
  assertEquals(await find("甲一"), [["甲一支行", "s-second"]]);
  await sql`update bank.unit set closed_ms = 1 where id = 'jx.a.1'`;
  assertEquals(await find("甲一"), []);
});
