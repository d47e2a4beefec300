import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { buildAssets } from "../build.ts";
import { openEdge, type Reply, type TestEdge } from "./fixtures/edge.ts";
import { createTestLinks, type TestLinks } from "./fixtures/links.ts";

const ASSETS = await buildAssets();
const PHONE = { "user-agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50" };
const MANAGERS = "anncdexyz";

async function withPages(run: (edge: TestEdge, links: TestLinks) => Promise<void>): Promise<void> {
  const links = createTestLinks();
  const target = { kind: "storefront" } as const;
  links.bearings.set(MANAGERS, { code: MANAGERS, manager: "ann", channel: "print", target });
  const edge = await openEdge({ edge: { linkSource: links, assets: ASSETS } });
  try {
    await run(edge, links);
  } finally {
    await edge.close();
  }
}

const cookiesOf = (reply: Reply) =>
  reply.headers.getSetCookie().map((one) => one.slice(0, one.indexOf(";"))).join("; ");

Deno.test("a code that leads nowhere leads to who brought one before, and to what runs", async () => {
  await withPages(async (edge) => {
    const id = await edge.sale({ title: "赣南脐橙节" });
    const before = cookiesOf(await edge.send(`/r/${MANAGERS}`, { headers: PHONE }));
    const lost = await edge.send("/r/abcdefgh2", { headers: { ...PHONE, cookie: before } });
    assertEquals([lost.status, lost.headers.get("cache-control")], [404, "no-store"]);
    assert(lost.headers.get("content-security-policy")?.includes("default-src 'none'"));
    assertStringIncludes(lost.text, "没有找到这个链接");
    assertStringIncludes(lost.text, `href="/s/ann"`);
    assertStringIncludes(lost.text, "陈安 的云店");
    assertStringIncludes(lost.text, `href="/c/${id}"`);
    assertStringIncludes(lost.text, "赣南脐橙节");
    assertStringIncludes(lost.text, `action="/find"`);
    const stranger = await edge.send("/r/abcdefgh2", {
      headers: { ...PHONE, cookie: "yd_lang=en" },
    });
    assert(!stranger.text.includes("/s/ann"), stranger.text);
    assertStringIncludes(stranger.text, "Find an outlet");
  });
});

Deno.test("while the rows are away the page says when to come again, and what runs", async () => {
  await withPages(async (edge, links) => {
    const id = await edge.sale();
    links.leave();
    const away = await edge.send("/r/abcdefgh2", { headers: PHONE });
    assertEquals([away.status, away.headers.get("retry-after")], [503, "5"]);
    assertStringIncludes(away.text, `href="/c/${id}"`);
  });
});

Deno.test("outlets that cannot be searched are said in words, and nothing breaks out of them", async () => {
  await withPages(async (edge) => {
    const found = await edge.send(`/find?q=${encodeURIComponent('"><script>')}`, {
      headers: PHONE,
    });
    assertEquals(found.status, 200);
    assertStringIncludes(found.text, "网点暂时查不了");
    assert(!found.text.includes("<script>"), found.text);
    assert(!(await edge.send("/find", { headers: PHONE })).text.includes("查不了"));
  });
});
