import { assertEquals } from "@std/assert";
import { addressOf, hrefOf, match } from "./route.ts";

Deno.test("an address gives its values to the pattern it was made from", () => {
  const pattern = "/campaigns/:id/edit";
  for (const id of ["c1", "a/b c", "赣南?x=1#y"]) {
    const { path } = addressOf(hrefOf(pattern, { id }));
    assertEquals(match(pattern, path), { id });
  }
});

Deno.test("the root, a trailing slash and a query are read", () => {
  assertEquals(addressOf("/console").path, "/");
  assertEquals(addressOf("/console/").path, "/");
  const { path, query } = addressOf("/console/campaigns/?q=%E8%84%90#top");
  assertEquals([path, query.get("q")], ["/campaigns", "脐"]);
});

Deno.test("what does not fit a pattern is not taken for it", () => {
  assertEquals(match("/campaigns/:id", "/campaigns"), null);
  assertEquals(match("/campaigns/:id", "/campaigns/x/y"), null);
  assertEquals(match("/campaigns/:id", "/campaigns/%E0%A4%A"), null);
  assertEquals(match("/campaigns/:id", "/campaigns/"), null);
});
