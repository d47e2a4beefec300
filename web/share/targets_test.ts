import { assert, assertEquals, assertThrows } from "@std/assert";
import { isOwnPath, pathOf, readTarget } from "./targets.ts";

const ANN = { manager: "staff-ann", channel: "print" } as const;

Deno.test("every target keeps the manager and the channel", () => {
  assertEquals(pathOf({ kind: "storefront" }, ANN), "/s/staff-ann?ch=print");
  assertEquals(pathOf({ kind: "campaign", id: "c1" }, ANN), "/c/c1?m=staff-ann&ch=print");
  assertEquals(pathOf({ kind: "product", id: "p1" }, ANN), "/p/p1?m=staff-ann&ch=print");
  assertEquals(pathOf({ kind: "article", id: "a1" }, ANN), "/a/a1?m=staff-ann&ch=print");
  assertEquals(pathOf({ kind: "path", path: "/me" }, ANN), "/me?m=staff-ann&ch=print");
});

Deno.test("without a manager a sale still opens, a storefront does not", () => {
  const nobody = { manager: null, channel: "print" } as const;
  assertEquals(pathOf({ kind: "campaign", id: "c1" }, nobody), "/c/c1?ch=print");
  assertEquals(pathOf({ kind: "storefront" }, nobody), null);
});

Deno.test("a path leads nowhere but to pages of customers", () => {
  for (const path of ["/s/staff-ann", "/c/abc", "/me"]) assert(isOwnPath(path), path);
  for (
    const path of [
      "https://evil.example/s/a",
      "//evil.example",
      "/s/../console",
      "/console",
      "/api/v1/customers/logout",
      "/s/a?to=//evil",
      "/s/a\r\nset-cookie: x",
      "javascript:alert(1)",
      "\\\\evil",
    ]
  ) assert(!isOwnPath(path), path);
});

Deno.test("what is stored is read exactly", () => {
  assertEquals(readTarget({ kind: "campaign", id: "c1", more: 1 }), { kind: "campaign", id: "c1" });
  for (const wrong of [null, {}, { kind: "campaign" }, { kind: "url", path: "/x" }]) {
    assertThrows(() => readTarget(wrong));
  }
});
