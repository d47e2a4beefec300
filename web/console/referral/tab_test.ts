import { assertEquals } from "@std/assert";
import { placeIn, tabHref, tabOf } from "./tab.ts";

Deno.test("a view is named by its address, and an unknown one is the first", () => {
  assertEquals(tabOf(new URLSearchParams("tab=tree")), "tree");
  assertEquals(tabOf(new URLSearchParams("tab=x")), "live");
  assertEquals(tabOf(new URLSearchParams("tab=reviews"), ["live", "tree"]), "live");
  assertEquals(tabHref("r 1", "live"), "/console/campaigns/r%201");
  assertEquals(tabHref("r1", "tree", "3.17"), "/console/campaigns/r1?tab=tree&of=3.17");
});

Deno.test("a participant's number is taken as people type it, full stops of Chinese too", () => {
  assertEquals(placeIn(" 3.17 "), "3.17");
  assertEquals(placeIn("3。017"), "3.17");
  for (const text of ["", "3", "3.", "a.1", "3.17.2", "-1.2"]) assertEquals(placeIn(text), null);
});
