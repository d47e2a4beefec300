import { assertEquals } from "@std/assert";
import { codeIn, digitsIn, grouped, isComplete } from "./code.ts";

const CODE = "1234567890123456";

Deno.test("a code is taken as it is typed, pasted in groups, or typed in full width", () => {
  assertEquals(digitsIn("1234 5678-9012\t3456"), CODE);
  assertEquals(digitsIn("１２３４"), "1234");
  assertEquals(digitsIn(`券码 ${CODE}99`), CODE);
  assertEquals([isComplete(CODE), isComplete("123")], [true, false]);
});

Deno.test("a code is shown in groups of four, without a space at its end", () => {
  assertEquals(grouped(CODE), "1234 5678 9012 3456");
  assertEquals(grouped("1234"), "1234");
  assertEquals(grouped("12345"), "1234 5");
});

Deno.test("a scanned picture is a coupon's only where it says 16 digits", () => {
  assertEquals(codeIn(CODE), CODE);
  assertEquals(codeIn("1234 5678 9012 3456"), CODE);
  assertEquals(codeIn(`https://bank.example/x/${CODE}`), CODE);
  for (const other of ["", "https://bank.example/r/abc", `${CODE}7`, `x${CODE}`]) {
    assertEquals(codeIn(other), null, other);
  }
});
