import { assertEquals } from "@std/assert";
import { linesOf, moveOf, type Tree, type TreeUnit } from "./tree.ts";

const PROVINCE: TreeUnit = { id: "jx", name: "省联社", hasChildren: true };
const BANK: TreeUnit = { id: "jx.3601", name: "南昌农商银行", hasChildren: true };
const OTHER: TreeUnit = { id: "jx.3604", name: "九江农商银行", hasChildren: true };
const OUTLET: TreeUnit = { id: "jx.3601.a", name: "八一支行", hasChildren: false };

function tree(open: readonly string[]): Tree<TreeUnit> {
  return {
    roots: [PROVINCE],
    open: new Set(open),
    branches: new Map([
      ["jx", { units: [BANK, OTHER], next: null }],
      ["jx.3601", { units: [OUTLET], next: "c" }],
    ]),
  };
}

function keys(open: readonly string[]): readonly string[] {
  return linesOf(tree(open)).map((line) => line.key);
}

Deno.test("lines follow what is open, with what loads and what has more", () => {
  assertEquals(keys([]), ["jx"]);
  assertEquals(keys(["jx"]), ["jx", "jx.3601", "jx.3604"]);
  assertEquals(keys(["jx", "jx.3601"]), [
    "jx",
    "jx.3601",
    "jx.3601.a",
    "jx.3601/more",
    "jx.3604",
  ]);
  assertEquals(keys(["jx", "jx.3604"]), ["jx", "jx.3601", "jx.3604", "jx.3604/loading"]);
});

Deno.test("what is open below something closed is not shown", () => {
  assertEquals(keys(["jx.3601"]), ["jx"]);
});

Deno.test("a line says its level and its place among its siblings", () => {
  const line = linesOf(tree(["jx"])).find((one) => one.key === "jx.3604");
  assertEquals(line, {
    kind: "unit",
    key: "jx.3604",
    unit: OTHER,
    level: 2,
    open: false,
    place: 2,
    siblings: 2,
  });
});

Deno.test("arrows walk the tree, open and close it", () => {
  const lines = linesOf(tree(["jx", "jx.3604"]));
  const press = (at: string, key: string) => moveOf(lines, { at, key });
  assertEquals(press("jx", "ArrowDown"), { kind: "focus", key: "jx.3601" });
  assertEquals(press("jx", "ArrowUp"), { kind: "none" });
  assertEquals(press("jx.3601", "ArrowRight"), { kind: "open", id: "jx.3601" });
  assertEquals(press("jx", "ArrowRight"), { kind: "focus", key: "jx.3601" });
  assertEquals(press("jx.3601", "ArrowLeft"), { kind: "focus", key: "jx" });
  assertEquals(press("jx", "ArrowLeft"), { kind: "close", id: "jx" });
  assertEquals(press("jx", "End"), { kind: "focus", key: "jx.3604" });
  assertEquals(press("jx.3604", "Home"), { kind: "focus", key: "jx" });
  assertEquals(press("jx.3604", "ArrowDown"), { kind: "none" });
  assertEquals(press("jx.3604", "ArrowRight"), { kind: "none" });
  assertEquals(press("jx.3604", "x"), { kind: "none" });
  assertEquals(press("gone", "ArrowDown"), { kind: "none" });
});
