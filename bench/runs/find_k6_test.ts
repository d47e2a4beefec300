import { assertEquals, assertRejects } from "@std/assert";
import { findK6 } from "./find_k6.ts";
import { Refusal } from "./plan.ts";

function among(versions: Readonly<Record<string, string>>) {
  return {
    places: () => Promise.resolve(["k6", "/go/bin/k6"]),
    probe: (command: string) => Promise.resolve(versions[command] ?? null),
  };
}

Deno.test("k6 is taken from the PATH, else from where go puts it", async () => {
  assertEquals((await findK6(among({ k6: "v2.2.0", "/go/bin/k6": "v2.9.0" }))).command, "k6");
  assertEquals(await findK6(among({ "/go/bin/k6": "v2.2.0" })), {
    command: "/go/bin/k6",
    version: "v2.2.0",
  });
});

Deno.test("an old k6 on the PATH does not hide a fitting one", async () => {
  const found = await findK6(among({ k6: "v1.3.0", "/go/bin/k6": "v2.2.0" }));
  assertEquals(found.command, "/go/bin/k6");
});

Deno.test("without a fitting k6 one line says how to get it", async () => {
  const refusal = async (options: Parameters<typeof findK6>[0]) =>
    (await assertRejects(() => findK6(options), Refusal)).message;
  const get = "go install go.k6.io/k6/v2@v2.2.0";
  assertEquals(
    await refusal(among({})),
    `k6 is neither on the PATH nor where go puts it: ${get}, or name it in the variable K6`,
  );
  assertEquals(await refusal(among({ k6: "v0.57.0" })), `k6 is k6 v0.57.0, v2 is needed: ${get}`);
  assertEquals(
    await refusal({ ...among({ k6: "v2.2.0" }), named: "/nowhere/k6" }),
    `K6 is "/nowhere/k6", which is no k6 that runs: ${get}`,
  );
});
