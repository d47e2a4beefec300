import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS, systemWorld } from "../../../engine/mod.ts";
import { DEMO_ACCOUNTS } from "../../edge/ports/demo_accounts.ts";
import { hashPassword } from "../../edge/ports/password.ts";
import { seedOrganisation } from "../organisation/seed.ts";
import { eachDatabase } from "../testing/databases.ts";
import { createDatabaseAccounts } from "./database_accounts.ts";

const NOW_MS = Date.UTC(2026, 10, 22);
const random = systemWorld().random;
const password = await hashPassword("the right one", "salt");
const accounts = DEMO_ACCOUNTS.map((one) => ({ ...one, password }));

eachDatabase("many tries at once are not more than many in a row", async (sql, database) => {
  await seedOrganisation(sql, { scale: "demo", accounts, nowMs: NOW_MS });
  const limits = { ...DEFAULT_LIMITS, signInTriesMax: 3, signInsInFlightMax: 64 };
  const port = await createDatabaseAccounts({ database, random, limits });
  const signIn = (username: string, password: string) =>
    port.signIn({
      username,
      password,
      nowMs: NOW_MS,
      expiresMs: NOW_MS + 1_000,
      agent: "",
      address: "",
    });
  for (const username of ["manager", "nobody"]) {
    const kinds = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => (await signIn(username, `guess ${n}`)).kind),
    );
    assertEquals(kinds.filter((kind) => kind === "refused").length, 3);
    assertEquals(kinds.filter((kind) => kind === "later").length, 9);
  }
  assertEquals((await signIn("manager", "the right one")).kind, "later");
  assertEquals((await signIn("bank", "the right one")).kind, "staff");
});

eachDatabase("a storm of tries is bounded before it costs a hash", async (sql, database) => {
  await seedOrganisation(sql, { scale: "demo", accounts, nowMs: NOW_MS });
  const limits = { ...DEFAULT_LIMITS, signInsInFlightMax: 2 };
  const port = await createDatabaseAccounts({ database, random, limits });
  const kinds = await Promise.all(Array.from({ length: 20 }, async (_, n) => {
    const session = { expiresMs: NOW_MS + 1, agent: "", address: "" };
    const name = `nobody-${n}`;
    return (await port.signIn({ username: name, password: "x", nowMs: NOW_MS, ...session })).kind;
  }));
  assertEquals(kinds.filter((kind) => kind === "later").length, 18);
});
