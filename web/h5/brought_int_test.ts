/** From a manager's short link to the grab, in a browser. */
import { assert, assertEquals } from "@std/assert";
import jsQR from "jsqr";
import type { Page } from "playwright-core";
import { pixelsOfPng } from "../share/testing/png_pixels.ts";
import type { LinkJson } from "../shared/api_links.ts";
import { barriers, signIn } from "../testing/browser.ts";
import { browserTests } from "../testing/browser_tests.ts";

const WAIT_MS = 15_000;
const ATTEMPTS_MAX = 60;
const AGAIN_MS = 500;
/** The test browser calls itself headless, and robots get no cookie. */
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1";
const MANAGER = "刘经理";

const browserTest = browserTests({ atOnce: 2 });

/** Waits until the product's database has started and the demo's staff are made. */
async function ready(page: Page): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const response = await page.request.get("/api/v1/storefronts/staff-manager");
    if (response.ok()) return;
    await page.waitForTimeout(AGAIN_MS);
  }
  throw new Error("The demo's manager did not appear");
}

/** Signs the page's person in as the demo's manager; gives the token. */
async function signInManager(page: Page): Promise<string> {
  await ready(page);
  const data = { username: "manager", password: "yundian-demo" };
  const signedIn = await page.request.post("/api/v1/staff/login", { data });
  assertEquals(signedIn.status(), 200);
  return (await signedIn.json()).token;
}

async function linkTo(page: Page, sale: string): Promise<LinkJson> {
  const token = await signInManager(page);
  const made = await page.request.post("/api/v1/links", {
    headers: { authorization: `Bearer ${token}` },
    data: { channel: "wechat", target: { kind: "campaign", id: sale }, label: "朋友圈" },
  });
  assertEquals(made.status(), 201, await made.text());
  return await made.json();
}

browserTest(
  "who comes by a manager's link sees the card, and the grab names the manager",
  async ({ sale, person }) => {
    const id = await sale({ units: 5 }, 300);
    const [staff, page] = [await person(), await person({ userAgent: PHONE })];
    const { code } = await linkTo(staff, id);
    const bodies: unknown[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/grabs")) bodies.push(request.postDataJSON());
    });
    await page.goto(`/r/${code}`);
    await page.getByText(MANAGER).waitFor({ timeout: WAIT_MS });
    assert(page.url().endsWith(`/c/${id}?m=staff-manager&ch=wechat`), page.url());
    assertEquals(await barriers(page), []);
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Call" }).waitFor();
    await page.getByRole("button", { name: "中文" }).click();
    await page.locator(".act-bar .the-button").click();
    await signIn(page, "13800000031");
    await page.locator(".the-button").first().filter({ hasText: "去付款" })
      .waitFor({ timeout: WAIT_MS });
    assertEquals(bodies, [{ via: "staff-manager" }]);
    // Later visits without the link still know who brought this customer.
    await page.goto(`/c/${id}`);
    await page.getByText(MANAGER).waitFor({ timeout: WAIT_MS });
    const listed = await staff.request.get("/api/v1/links");
    const link = (await listed.json()).items.find((one: LinkJson) => one.code === code);
    assertEquals(link?.label, "朋友圈");
  },
);

browserTest("who comes by no link sees no card", async ({ sale, person }) => {
  const page = await person();
  await page.goto(`/c/${await sale({ units: 5 }, 60_000)}`);
  await page.getByText("剩余 5 件").waitFor({ timeout: WAIT_MS });
  assertEquals(await page.locator(".manager-card").count(), 0);
});

browserTest("the code of a poster leads where it was made for", async ({ sale, person }) => {
  const id = await sale({ units: 5 }, 60_000);
  const [staff, page] = [await person(), await person()];
  await signInManager(staff);
  const poster = await staff.request.get(
    `/api/v1/storefronts/staff-manager/poster.png?campaign=${id}`,
  );
  assertEquals([poster.status(), poster.headers()["content-type"]], [200, "image/png"]);
  const { width, height, pixels } = await pixelsOfPng(new Uint8Array(await poster.body()));
  assertEquals([width, height], [1080, 1920]);
  const url = new URL(jsQR(pixels, width, height)?.data ?? "");
  await page.goto(url.pathname);
  await page.getByText(MANAGER).waitFor({ timeout: WAIT_MS });
  assert(page.url().endsWith(`/c/${id}?m=staff-manager&ch=poster`), page.url());
});

browserTest("a link that nobody has is said in words, in both languages", async ({ person }) => {
  const page = await person();
  await ready(page);
  const lost = await page.request.get("/r/abcdefgh2");
  assertEquals(lost.status(), 404);
  assert((await lost.text()).includes("没有找到这个链接"));
  await page.context().addCookies([{
    name: "yd_lang",
    value: "en",
    url: new URL(lost.url()).origin,
  }]);
  assert((await (await page.request.get("/r/nothing")).text()).includes("Link not found"));
});
