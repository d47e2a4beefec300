import { assert, assertEquals } from "@std/assert";
import { EVERYONE } from "./page_table.ts";
import { barOf, navOf, pageAt, PAGES } from "./pages.ts";

Deno.test("every page is found under its own path, and no other is in front of it", () => {
  for (const page of PAGES) {
    const path = page.path.replaceAll(/:\w+/g, "x1");
    assert(page.roles.length > 0, page.path);
    for (const role of page.roles) assertEquals(pageAt(path, role)?.page.path, page.path);
  }
});

Deno.test("a page that is not for a role is not opened by its address", () => {
  assertEquals(pageAt("/campaigns/new", "manager"), null);
  assertEquals(pageAt("/changes", "manager"), null);
  assertEquals(pageAt("/nowhere", "province"), null);
  assertEquals(pageAt("/campaigns/c%2F1", "manager")?.params, { id: "c/1" });
});

Deno.test("every role begins at home, and a phone's bar has room for a thumb", () => {
  for (const role of EVERYONE) {
    assertEquals(navOf(role)[0]?.path, "/", role);
    const bar = barOf(role).map(({ path }) => path);
    assert(bar.length >= 2 && bar.length <= 4, `${role}: ${bar}`);
  }
  assert(barOf("manager").some(({ path }) => path === "/mine"));
  assert(barOf("bank").some(({ path }) => path === "/campaigns/new"));
});

Deno.test("every page is named in both languages", () => {
  for (const { path, title } of PAGES) {
    assert(title.zh !== "" && title.en !== "", path);
    assert(!/[\u4e00-\u9fff]/.test(title.en), path);
  }
});
