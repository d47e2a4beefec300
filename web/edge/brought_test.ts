import { assert, assertEquals } from "@std/assert";
import { buildAssets } from "../build.ts";
import { Attribution } from "../share/attribution.ts";
import { openEdge, SECRET, type TestEdge } from "./fixtures/edge.ts";
import { createTestLinks, type TestLinks } from "./fixtures/links.ts";

const ASSETS = await buildAssets();
const PHONE = { "user-agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50" };

async function withPage(
  run: (edge: TestEdge, id: string, links: TestLinks) => Promise<void>,
): Promise<void> {
  const links = createTestLinks();
  const edge = await openEdge({ edge: { linkSource: links, assets: ASSETS } });
  try {
    await run(edge, await edge.sale(), links);
  } finally {
    await edge.close();
  }
}

/** What the page knows of who brought its visitor. */
function bootOf(html: string): { manager: { id: string } | null; via: string | null } {
  const data = /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  return JSON.parse(data).boot;
}

Deno.test("a sale's page shows the card of the manager that its address names, and remembers", async () => {
  await withPage(async (edge, id) => {
    for (const [query, manager] of [["m=ann", "ann"], ["m=bobcodexy", "bob"], ["via=ann", "ann"]]) {
      const page = await edge.send(`/c/${id}?${query}`, { headers: PHONE });
      assertEquals(page.status, 200);
      const boot = bootOf(page.text);
      assertEquals([boot.manager?.id, boot.via], [manager, query?.split("=")[1]]);
      const [cookie = ""] = page.headers.getSetCookie().filter((one) => one.startsWith("yd_via="));
      const read = new Attribution({ secret: SECRET, days: 30 });
      assertEquals(read.read(cookie.split(";")[0] ?? "", edge.world.clock.nowMs()), boot.via);
      const again = await edge.send(`/c/${id}`, {
        headers: { ...PHONE, cookie: cookie.split(";")[0] ?? "" },
      });
      assertEquals([bootOf(again.text).manager?.id, bootOf(again.text).via], [manager, null]);
    }
  });
});

Deno.test("a name that nobody has shows no card, and a robot takes no cookie along", async () => {
  await withPage(async (edge, id) => {
    for (const query of ["?m=nosuch", "?m=%00", `?m=${"x".repeat(100)}`, "?m=nobodyxyz", ""]) {
      const page = await edge.send(`/c/${id}${query}`, { headers: PHONE });
      assertEquals([page.status, bootOf(page.text).manager], [200, null], query);
      assertEquals(page.headers.getSetCookie(), []);
    }
    const robot = await edge.send(`/c/${id}?m=ann`, { headers: { "user-agent": "Googlebot/2.1" } });
    assertEquals(robot.headers.getSetCookie(), []);
  });
});

Deno.test("while managers cannot be read, the page is there without a card", async () => {
  await withPage(async (edge, id, links) => {
    links.leave();
    const page = await edge.send(`/c/${id}?m=ann`, { headers: PHONE });
    assertEquals([page.status, bootOf(page.text).manager], [200, null]);
    assert(page.text.includes("剩余 10 件"));
  });
});
