/** A storefront in a browser: what a customer does with it, and what is counted. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { TEST_SECRET } from "../../engine/crash/product.ts";
import type { StorefrontDraftJson, StorefrontTodayJson } from "../shared/api_storefront.ts";
import { signToken } from "../edge/token.ts";
import { barriers } from "../testing/browser.ts";
import { browserTests } from "../testing/browser_tests.ts";
import { newReferral } from "../testing/referral.ts";

/** Test browsers call themselves headless, which is nobody: a phone is. */
const PHONE = {
  userAgent: "Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Chrome/126.0.0.0 Mobile Safari/537.36",
};
const PREVIEWS = [
  "Mozilla/5.0 (compatible; FeishuLinkPreview/1.0)",
  "Mozilla/5.0 QQ-URL-Manager",
  "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
];
const HOUR_S = 3_600;
const TRIES_MAX = 60;
const AGAIN_MS = 500;
/** Of the demo's customers one with the tags VIP and 财富. */
const WEALTHY = "13900000302";

const browserTest = browserTests({ atOnce: 2 });

browserTest(
  "a customer sees products, news and sales; the visit and one click are counted once",
  async ({ person, sale }) => {
    const id = await sale({ title: "开门红大米", units: 9 }, 600_000);
    const page = await person(PHONE);
    const visit = page.waitForResponse((one) => one.url().endsWith("/events"));
    await open(page, "/s/staff-manager?ch=wechat");
    assertEquals((await visit).status(), 202);
    await page.getByRole("heading", { name: "刘经理", level: 1 }).waitFor();
    await page.getByRole("heading", { name: "社保医保" }).waitFor();
    await page.getByRole("heading", { name: "资讯" }).waitFor();
    const link = page.getByRole("link", { name: /开门红大米/ });
    assertEquals(await link.getAttribute("href"), `/c/${id}?m=staff-manager&ch=wechat`);
    await page.getByText("距开抢").first().waitFor();
    assertEquals(await barriers(page), []);
    await page.getByRole("link", { name: /大额取现预约/ }).first().click();
    await page.getByRole("heading", { name: "大额取现预约", level: 1 }).waitFor();
    const { visits, visitors, clicks, rows } = await clickedOn(page, "staff-manager");
    assertEquals({ visits, visitors, clicks }, { visits: 1, visitors: 1, clicks: 1 });
    assertEquals(rows.filter(({ measure }) => measure === "click"), [
      { channel: "wechat", measure: "click", item: "large-cash", n: 1 },
    ]);
  },
);

browserTest(
  "a referral says what an invitation brings and leads to its page",
  async ({ person }) => {
    const page = await person(PHONE);
    await open(page, "/s/staff-manager2");
    const id = await newReferral(page, { title: "老友带新友开户" });
    const link = page.getByRole("link", { name: /老友带新友开户/ });
    for (let tries = 0; await link.count() === 0 && tries < TRIES_MAX; tries++) {
      await page.waitForTimeout(AGAIN_MS);
      await page.goto("/s/staff-manager2?ch=wechat");
    }
    assertEquals(await link.getAttribute("href"), `/c/${id}?m=staff-manager2&ch=wechat`);
    await link.getByText("每成功邀请 1 位好友，得 ¥10.00 优惠券").waitFor();
    await link.getByText("邀请中").waitFor();
    assertEquals(await barriers(page), []);
    await link.click();
    await page.getByRole("heading", { name: "老友带新友开户", level: 1 }).waitFor();
  },
);

browserTest(
  "robots and previews of links get the page with its picture and words, and are not counted",
  async ({ person }) => {
    const page = await person(PHONE);
    await open(page, "/s/staff-manager3");
    for (const agent of PREVIEWS) {
      const got = await page.request.get("/s/m3601000-02", { headers: { "user-agent": agent } });
      const html = await got.text();
      for (const name of ["og:title", "og:description", "og:url", "og:image"]) {
        assert(html.includes(`property="${name}"`), name);
      }
      assertEquals(/(?<!\d)1[3-9]\d{9}(?!\d)/.test(html), false, "no number to harvest");
      const told = await page.request.post("/api/v1/storefronts/m3601000-02/events", {
        headers: { "user-agent": agent },
        data: { events: [{ kind: "visit" }] },
      });
      assertEquals((await told.json()).counted, false);
    }
    assertEquals((await todayOf(page, "m3601000-02")).visits, 0);
  },
);

browserTest("what a manager publishes is what the next customer sees", async ({ person }) => {
  const page = await person(PHONE);
  await open(page, "/s/staff-manager3");
  const headers = headersOf("staff-manager3");
  const path = "/api/v1/storefronts/staff-manager3";
  const draft: StorefrontDraftJson = await (await page.request.get(`${path}/draft`, { headers }))
    .json();
  const content = {
    ...draft.content,
    blocks: draft.content.blocks.map((block) =>
      block.kind === "pitch" ? { ...block, hidden: false, text: "种养贷款，找我就对了" } : block
    ),
    card: { ...draft.content.card, wechatId: "xiong_jingli" },
    products: ["ssc-activate"],
  };
  const saved = await page.request.put(`${path}/draft`, {
    headers,
    data: { version: draft.version, content },
  });
  assertEquals(saved.status(), 200, await saved.text());
  await page.request.post(`${path}/publish`, { headers, data: { version: draft.version + 1 } });
  await page.reload();
  await page.getByText("种养贷款，找我就对了").waitFor();
  assertEquals(await page.locator(".group li").count(), 1);

  await page.getByRole("button", { name: "加微信" }).click();
  await page.locator("dialog[open]").getByText("xiong_jingli").waitFor();
  assertEquals(await barriers(page), []);
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  const called = page.waitForResponse((one) => one.url().endsWith("/phone"));
  await page.locator(".the-button").click();
  assertEquals((await called).status(), 200);
});

browserTest(
  "a customer whom the bank knows sees what is for such customers",
  async ({ person }) => {
    const page = await person(PHONE);
    await open(page, "/s/staff-manager2");
    const first = page.locator(".group h3").first();
    assertEquals(await first.innerText(), "贷款");
    assertEquals(await page.getByText("财富客户专享").count(), 0);
    const phone = WEALTHY;
    const sent = await page.request.post("/api/v1/customers/otp", { data: { phone } });
    const { demoCode: otp } = await sent.json();
    await page.request.post("/api/v1/customers/login", { data: { phone, otp } });
    // Demo customers are made after the start.
    for (let tries = 0; await page.getByText("财富客户专享").count() === 0 && tries < 40; tries++) {
      await page.reload();
    }
    await page.getByText("财富客户专享").waitFor();
    assertEquals(await first.innerText(), "存款理财");
  },
);

browserTest("English, larger text and the dark are remembered", async ({ person }) => {
  const page = await person({ ...PHONE, dark: true });
  await open(page, "/s/staff-manager2");
  assertEquals(await barriers(page), []);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Services" }).waitFor();
  await page.getByText("Mobile banking").first().waitFor();
  await page.getByRole("button", { name: "Larger text" }).click();
  assertEquals(await barriers(page), []);
  const html = await (await page.request.get("/s/staff-manager2")).text();
  assert(/<html lang="en" class="elder">/.test(html));
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("heading", { name: "业务办理" }).waitFor();
});

browserTest("the keyboard alone reaches the services and opens one", async ({ person }) => {
  const page = await person({ ...PHONE, wide: true });
  await open(page, "/s/staff-manager2");
  await page.keyboard.press("Tab");
  assertEquals(await page.evaluate(() => document.activeElement?.textContent), "跳到业务");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assertEquals(
    await page.evaluate(() => document.activeElement?.getAttribute("href")),
    "#cat-loans",
  );
  for (let tabs = 0; tabs < 20; tabs++) {
    const href = await page.evaluate(() => document.activeElement?.getAttribute("href") ?? "");
    if (href.startsWith("/p/")) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/p\//);
  assertEquals(await barriers(page), []);
});

/** Opens a storefront; on a busy machine the demo's people are there some seconds after the start. */
async function open(page: Page, path: string): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const answer = await page.goto(path);
    if (answer?.status() === 200) return;
    await page.waitForTimeout(AGAIN_MS);
  }
  throw new Error(`${path} does not open`);
}

function headersOf(manager: string): { authorization: string } {
  const exp = Math.floor(Date.now() / 1_000) + HOUR_S;
  const claims = { sub: manager, role: "manager", unit: "jx.3601", exp } as const;
  return { authorization: `Bearer ${signToken(claims, TEST_SECRET)}` };
}

/** The sums once a click is among them: it was told while its page was left. */
async function clickedOn(page: Page, manager: string): Promise<StorefrontTodayJson> {
  for (;;) {
    const today = await todayOf(page, manager);
    if (today.clicks > 0) return today;
    await page.waitForTimeout(100);
  }
}

async function todayOf(page: Page, manager: string): Promise<StorefrontTodayJson> {
  const path = `/api/v1/storefronts/${manager}/today`;
  return await (await page.request.get(path, { headers: headersOf(manager) })).json();
}
