import { assertEquals } from "@std/assert";
import { searchPath } from "./search.ts";

Deno.test("what is empty is not asked for, what is odd is escaped", () => {
  assertEquals(
    searchPath("/api/v1/staff", { q: "", role: "manager", unit: "a&b" }),
    "/api/v1/staff?role=manager&unit=a%26b",
  );
});
