/** Pages of one product and one article, in a browser. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import type { StorefrontTodayJson } from "../shared/api_storefront.ts";
import { signToken } from "../edge/token.ts";
import { TEST_SECRET } from "../../engine/crash/product.ts";
import { barriers } from "../testing/browser.ts";
import { browserTests } from "../testing/browser_tests.ts";

/** Test browsers call themselves headless, which is nobody: a phone is. */
const PHONE = {
  userAgent: "Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Chrome/126.0.0.0 Mobile Safari/537.36",
};
const MANAGER = "staff-manager";
const TODAY = `/api/v1/storefronts/${MANAGER}/today`;

const browserTest = browserTests({ atOnce: 2 });

browserTest(
  "a product shows what it needs, and its button is a lead of the manager whose link it was",
  async ({ person }) => {
    const page = await person(PHONE);
    assertEquals(await pressed(page, "ssc-activate"), 0);
    await page.goto(`/s/${MANAGER}`);
    await page.goto(`/p/ssc-activate?m=${MANAGER}`);
    await page.getByRole("heading", { name: "社保卡激活", level: 1 }).waitFor();
    for (const name of ["操作流程", "所需材料", "收费"]) {
      await page.getByRole("heading", { name, exact: true }).waitFor();
    }
    await page.getByText("刘经理", { exact: true }).waitFor();
    // The page's own visit is told by the same path, and may still be on its way.
    const counted = page.waitForResponse((one) =>
      one.url().endsWith("/events") && one.request().postData()?.includes('"action"') === true
    );
    await page.getByRole("link", { name: "预约激活" }).click();
    assertEquals((await counted).status(), 202);
    await page.getByRole("heading", { name: "联系刘经理" }).waitFor();
    assertEquals(await barriers(page), []);
    await page.getByRole("button", { name: "关闭" }).click();
    assertEquals(await pressed(page, "ssc-activate"), 1);
    assertEquals(await barriers(page), []);
  },
);

browserTest(
  "everything is reached by keyboard, and Escape closes the sheet",
  async ({ person }) => {
    const page = await person(PHONE);
    await page.goto(`/p/large-cash?m=${MANAGER}`);
    await page.locator("#act").focus();
    await page.keyboard.press("Enter");
    const sheet = page.locator("dialog[open]");
    await sheet.waitFor();
    assert(
      await page.evaluate(() => document.querySelector("dialog")?.contains(document.activeElement)),
    );
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    assertEquals(await page.evaluate(() => document.activeElement?.id), "act");
  },
);

browserTest(
  "English is English throughout",
  async ({ person }) => {
    const page = await person(PHONE);
    await page.goto(`/p/tuition?m=${MANAGER}`);
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { name: "Tuition", level: 1 }).waitFor();
    await page.getByText("Enter the name and the number").waitFor();
    assertEquals(
      await page.locator("main .card:not(.manager-line)").getByText(/[\u4e00-\u9fff]/).count(),
      0,
    );
    assertEquals(await page.evaluate(() => document.documentElement.lang), "en");
    assertEquals(await barriers(page), []);
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByRole("heading", { name: "学费缴纳", level: 1 }).waitFor();
    await page.getByRole("button", { name: "大字" }).click();
    await page.getByRole("button", { name: "标准字号" }).waitFor();
    assertEquals(await page.evaluate(() => document.documentElement.className), "elder");
  },
);

browserTest(
  "an article leads to its products, in the light and in the dark",
  async ({ person }) => {
    for (const dark of [false, true]) {
      const page = await person({ ...PHONE, dark });
      await page.goto(`/a/news-large-cash?m=${MANAGER}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const cover = page.locator("img.cover");
      assertEquals(await cover.evaluate((one: HTMLImageElement) => one.naturalWidth), 640);
      assertEquals(await barriers(page), []);
      await page.getByRole("link", { name: /大额取现预约/ }).click();
      await page.getByRole("heading", { name: "大额取现预约", level: 1 }).waitFor();
      assertEquals(await barriers(page), []);
    }
  },
);

browserTest(
  "a product that its bank switches off is gone from the storefront and from its own page",
  async ({ person }) => {
    const page = await person(PHONE);
    const path = `/p/queue-ticket?m=${MANAGER}`;
    assertEquals((await page.goto(path))?.status(), 200);
    await page.goto(`/s/${MANAGER}`);
    const link = page.locator('a[href^="/p/queue-ticket?"]');
    assertEquals(await link.count(), 1);
    const off = await page.request.put("/api/v1/units/jx.3601/products/queue-ticket", {
      headers: asProvince(),
      data: { on: false },
    });
    assertEquals(off.status(), 200, await off.text());
    assertEquals((await page.goto(path))?.status(), 404);
    await page.getByText("这项业务暂不办理").waitFor();
    assertEquals(await barriers(page), []);
    // Kept pages are looked at again after a second.
    for (let turn = 0; turn < 40 && await link.count() !== 0; turn++) {
      await page.goto(`/s/${MANAGER}?turn=${turn}`);
      await page.waitForTimeout(50);
    }
    assertEquals(await link.count(), 0);
    assertEquals((await page.goto("/p/queue-ticket"))?.status(), 200, "elsewhere it is offered");
  },
);

browserTest("a wrong link is a page that leads on", async ({ person }) => {
  const page = await person(PHONE);
  for (const path of ["/p/nothing", "/p/..%2F..", "/a/nothing", `/a/nothing?m=${MANAGER}`]) {
    assertEquals((await page.goto(path))?.status(), 404, path);
  }
  await page.getByRole("link", { name: "进入云店" }).click();
  await page.getByRole("heading", { name: "刘经理", level: 1 }).waitFor();
  const foreign = await page.goto('/p/water?m="><script>alert(1)</script>');
  assertEquals(foreign?.status(), 200);
});

/** How often the button of a product was pressed today. */
async function pressed(page: Page, product: string): Promise<number> {
  const answer = await page.request.get(TODAY, { headers: asProvince() });
  assertEquals(answer.status(), 200, await answer.text());
  const today: StorefrontTodayJson = await answer.json();
  return today.rows.filter((row) => row.measure === "action" && row.item === product)
    .reduce((sum, { n }) => sum + n, 0);
}

function asProvince(): Record<string, string> {
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const token = signToken({ sub: "staff-test", role: "province", unit: "jx", exp }, TEST_SECRET);
  return { authorization: `Bearer ${token}` };
}
