import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Refusal } from "../runs/plan.ts";
import { takeStores } from "./stores.ts";

const take = (variables: Record<string, string>) =>
  takeStores(variables, {
    isProductionMeant: false,
    resolve: () => Promise.resolve(["10.1.2.3"]),
  });

Deno.test("an embedded installation needs nothing but a folder", async () => {
  const stores = await take({ LIMIT_GRABS_PER_SECOND: "50" });
  assertEquals([stores.env, stores.said.length], [{}, 1]);
  assertEquals(await stores.remove(), []);
});

Deno.test("a store that has one database is refused", async () => {
  const upstash = { UPSTASH_REDIS_REST_URL: "https://a.example", UPSTASH_REDIS_REST_TOKEN: "t" };
  const { message } = await assertRejects(() => take(upstash), Refusal);
  assertStringIncludes(message, "Cannot rehearse on UPSTASH_REDIS_REST_URL");
});

Deno.test("a store of another machine counts as production", async () => {
  for (const name of ["REDIS_URL", "DATABASE_URL"]) {
    const { message } = await assertRejects(
      () => take({ [name]: "redis://:secret@redis.bank.example:6379/0" }),
      Refusal,
    );
    assertEquals(
      message,
      `${name} leads to redis.bank.example:6379, which is not this machine, so it counts as production: add --yes-this-is-production if it may be put under load`,
    );
  }
  const { message } = await assertRejects(() => take({ DATABASE_URL: "here" }), Refusal);
  assertEquals(message, "Cannot rehearse on DATABASE_URL: it is no URL");
});
