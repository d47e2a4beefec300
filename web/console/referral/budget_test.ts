import { assertEquals } from "@std/assert";
import { deltaOf, gaugesOf } from "./budget.ts";

Deno.test("a budget's parts are shares of what has not been taken back", () => {
  const fen = { total: 1_200, available: 60, held: 540, paid: 400, withdrawn: 200 };
  const [gauge, ...rest] = gaugesOf({ fen, units: null });
  assertEquals(rest, []);
  assertEquals([gauge?.present, gauge?.low], [1_000, true]);
  assertEquals(gauge?.parts.map((one) => one.share), [0.4, 0.54, 0.06]);
});

Deno.test("an empty budget has no shares and is low only below nothing", () => {
  const none = { total: 0, available: 0, held: 0, paid: 0, withdrawn: 0 };
  const [gauge] = gaugesOf({ fen: null, units: none });
  assertEquals([gauge?.low, gauge?.parts.every((one) => one.share === 0)], [false, true]);
});

Deno.test("money is typed in yuan and counted in fen, rewards are whole", () => {
  assertEquals(deltaOf("fen", "500"), 50_000);
  assertEquals(deltaOf("fen", " -20.5 "), -2_050);
  assertEquals(deltaOf("fen", "+0.01"), 1);
  assertEquals(deltaOf("fen", "1,000.25"), 100_025);
  assertEquals(deltaOf("units", "-3"), -3);
});

Deno.test("what is no change is refused before it is sent", () => {
  for (const text of ["", "0", "-0.00", "1.234", "1e3", "--1", "多", "99999999999"]) {
    assertEquals(deltaOf("fen", text), null, text);
  }
  assertEquals(deltaOf("units", "1.5"), null);
});
