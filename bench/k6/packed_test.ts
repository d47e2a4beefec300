import { assertEquals } from "@std/assert";
import { idAt, packed } from "./packed.ts";

Deno.test("ids of any length come back from their places", () => {
  const ids = ["m3601000-01", "staff-manager2", "x"];
  const all = packed(ids);
  assertEquals(ids.map((_, index) => idAt(all, index)), ids);
  assertEquals([all.count, all.text.length, idAt(all, 3)], [3, 42, ""]);
  assertEquals(packed([]).count, 0);
});
