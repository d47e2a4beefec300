import { assertEquals } from "@std/assert";
import { json, problem, virtualOutside } from "../../shared/virtual_outside.ts";
import { createShell } from "../shell.ts";
import { linesOf } from "./tree.ts";
import { createUnitTree } from "./unit_tree_model.ts";

const COUNTS = { banks: 0, outlets: 2, staff: 9, managers: 7 };

function unit(id: string) {
  const kind = ["province", "bank", "outlet"][id.split(".").length - 1];
  const counts = kind === "outlet" ? { ...COUNTS, outlets: 0 } : COUNTS;
  return { id, kind, name: id, counts };
}

/** Banks b1 and b2, each with outlets o1 and o2 that come on two pages. */
function open(root: string, broken = false) {
  const asked: string[] = [];
  const outside = virtualOutside(({ path }) => {
    asked.push(path);
    const url = new URL(path, "http://x");
    const parent = url.searchParams.get("parent");
    if (parent === null) return json(unit(decodeURIComponent(url.pathname.split("/")[4] ?? "")));
    if (broken) return problem("forbidden", 403);
    if (parent === "jx") return json({ items: [unit("jx.b1"), unit("jx.b2")], next: null });
    return url.searchParams.get("after") === null
      ? json({ items: [unit(`${parent}.o1`)], next: "o1" })
      : json({ items: [unit(`${parent}.o2`)], next: null });
  });
  const shell = createShell({
    outside,
    browser: { goTo: () => {}, memory: { get: () => null, set: () => {} } },
    locale: "zh",
    demo: false,
    url: "/console",
    nowMs: 0,
  });
  const model = createUnitTree(shell, root);
  const keys = () => model.tree.value === null ? [] : linesOf(model.tree.value).map((l) => l.key);
  return { model, keys, asked };
}

Deno.test("the tree opens the way down to where one is, and reads nothing else", async () => {
  const { model, keys, asked } = open("jx");
  await model.start("jx.b2.o1");
  assertEquals(keys(), ["jx", "jx.b1", "jx.b2", "jx.b2.o1", "jx.b2/more"]);
  assertEquals(asked.length, 3);
});

Deno.test("a bank's people see their bank as the root", async () => {
  const { model, keys } = open("jx.b1");
  await model.start("jx.b1");
  assertEquals(keys(), ["jx.b1", "jx.b1.o1", "jx.b1/more"]);
});

Deno.test("further pages are added where they belong, and opening again reads nothing", async () => {
  const { model, keys, asked } = open("jx.b1");
  await model.start("jx.b1");
  await model.more("jx.b1");
  assertEquals(keys(), ["jx.b1", "jx.b1.o1", "jx.b1.o2"]);
  const before = asked.length;
  model.close("jx.b1");
  await model.open("jx.b1");
  assertEquals([keys().length, asked.length], [3, before]);
});

Deno.test("a branch that cannot be read closes again", async () => {
  const { model, keys } = open("jx", true);
  await model.start("jx");
  assertEquals(keys(), ["jx"]);
});
