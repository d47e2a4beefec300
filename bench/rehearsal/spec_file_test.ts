import { assertEquals, assertThrows } from "@std/assert";
import { Refusal } from "../runs/plan.ts";
import { parseSpec } from "./spec_file.ts";

const lineOf = (text: string) => assertThrows(() => parseSpec(text, "sale.json"), Refusal).message;

Deno.test("a spec that is no JSON is refused with line and column", () => {
  assertEquals(
    lineOf('{\n  "kind": "flash-sale",\n  "units": tru }'),
    "Cannot read sale.json: line 3, column 15: Unexpected token ' '",
  );
  assertEquals(
    lineOf('{\n  "units": 1,\n}'),
    "Cannot read sale.json: line 3, column 1: Expected double-quoted property name",
  );
  assertEquals(lineOf(""), "Cannot read sale.json: line 1, column 1: Unexpected end of JSON input");
  assertEquals(
    lineOf('{"units": 1}}'),
    "Cannot read sale.json: line 1, column 13: Unexpected non-whitespace character after the object",
  );
  assertEquals(lineOf("kind: x"), "Cannot read sale.json: line 1, column 1: Unexpected token 'k'");
});

Deno.test("a spec that is no object is refused", () => {
  assertEquals(
    lineOf("[1]"),
    "Cannot rehearse sale.json: a spec is one JSON object, as POST /api/v1/campaigns takes it",
  );
});

Deno.test("a spec may begin with a byte order mark", () => {
  assertEquals(parseSpec('\uFEFF{"units": 1}', "sale.json"), { units: 1 });
});
