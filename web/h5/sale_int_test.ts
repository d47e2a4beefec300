import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { barriers, signIn } from "../testing/browser.ts";
import { browserTests } from "../testing/browser_tests.ts";

const WAIT_MS = 30_000;

/** Waits until the one button says this. */
async function says(page: Page, text: string | RegExp): Promise<void> {
  await page.locator(".the-button").first().filter({ hasText: text }).waitFor({ timeout: WAIT_MS });
}

async function arrive(page: Page, sale: string, phone: string): Promise<void> {
  await page.goto(`/c/${sale}`);
  await page.locator(".act-bar .the-button").click();
  await signIn(page, phone);
}

const browserTest = browserTests({ atOnce: 3 });

browserTest(
  "one unit, two customers: one grabs at the opening and pays, the other waits in vain",
  async ({ sale, person }) => {
    const id = await sale({}, 20_000);
    const [first, second] = [await person(), await person()];
    await first.goto(`/c/${id}`);
    await says(first, "登录并预约提醒");
    await Promise.all([arrive(first, id, "13800000001"), arrive(second, id, "13800000002")]);
    await says(first, "已预约");
    await says(second, "已预约");

    await says(first, "立即抢");
    await first.locator(".the-button").first().click();
    await says(first, "去付款 ¥9.90");
    await says(second, "加入候补");
    await second.getByText("1 件被他人保留").first().waitFor();
    await second.locator(".the-button").first().click();
    await says(second, "候补第 1 位");

    await first.reload();
    await says(first, "去付款 ¥9.90");

    await first.locator(".the-button").first().click();
    await first.getByRole("button", { name: "付款 ¥9.90", exact: true }).click();
    await says(first, "已抢到");
    await says(second, "已售罄");
    await first.reload();
    await says(first, "已抢到");
  },
);

browserTest(
  "a hold that is not paid goes to the next in the waiting list, who gets it",
  async ({ sale, person }) => {
    const id = await sale({ holdSeconds: 8 }, 500);
    const [first, second] = [await person(), await person()];
    await arrive(first, id, "13800000003");
    await says(first, "去付款");
    await arrive(second, id, "13800000004");
    await says(second, "候补第 1 位");
    await first.getByText("付款超时").first().waitFor({ timeout: WAIT_MS });
    await says(second, "轮到您了");
    await second.locator(".the-button").first().click();
    await says(second, "去付款");
    await second.locator(".the-button").first().click();
    await second.getByRole("button", { name: "付款 ¥9.90", exact: true }).click();
    await says(second, "已抢到");
    await says(first, "已售罄");
  },
);

browserTest("a failed payment keeps the unit, giving it up frees it", async ({ sale, person }) => {
  const page = await person();
  await arrive(page, await sale({ units: 3 }, 300), "13800000005");
  await says(page, "去付款");
  await page.locator(".the-button").first().click();
  await page.getByLabel("付款失败").check();
  await page.getByRole("button", { name: "付款 ¥9.90", exact: true }).click();
  await page.getByText("付款没有成功").first().waitFor();
  await says(page, "去付款");
  await page.getByRole("button", { name: "放弃名额" }).click();
  await page.getByRole("button", { name: "确定放弃" }).click();
  await says(page, "立即抢");
});

browserTest(
  "a payment that arrives after the deadline takes the unit again while one is left",
  async ({ sale, person }) => {
    const page = await person();
    await arrive(page, await sale({ units: 2, holdSeconds: 4 }, 300), "13800000006");
    await says(page, "去付款");
    await page.locator(".the-button").first().click();
    await page.getByLabel("超时后才到账").check();
    await page.getByRole("button", { name: "付款 ¥9.90", exact: true }).click();
    await page.getByText("付款处理中").first().waitFor();
    await says(page, "已抢到");
  },
);

browserTest(
  "a free unit is claimed with the keyboard alone, in one press",
  async ({ sale, person }) => {
    const page = await person();
    await page.goto(`/c/${await sale({ priceFen: 0, units: 5 }, 8_000)}`);
    await page.keyboard.press("Tab");
    for (let tabs = 0; tabs < 10; tabs++) {
      const focused = await page.evaluate(() => document.activeElement?.className ?? "");
      if (focused.includes("the-button")) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.type("13800000007");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const said = await page.getByText(/演示环境验证码/).textContent();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.type(/\d{6}/.exec(said ?? "")?.[0] ?? "");
    await page.keyboard.press("Enter");
    await says(page, "已预约");
    assertEquals(
      await page.evaluate(() => document.activeElement?.textContent?.slice(0, 3)),
      "已预约",
    );
    await says(page, "立即领取");
    await page.keyboard.press("Enter");
    await says(page, "已抢到");
  },
);

browserTest("the language and the size are remembered by the server", async ({ sale, person }) => {
  const page = await person();
  await page.goto(`/c/${await sale({ units: 7 }, 300)}`);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText("7 left").waitFor();
  await page.getByRole("button", { name: "Larger text" }).click();
  const html = await (await page.request.get(page.url())).text();
  assertEquals(/<html lang="en" class="elder">/.test(html), true);
  assertEquals(html.includes("7 left"), true);
});

browserTest(
  "without script the page still says what, how much, how many and when",
  async ({ sale, person }) => {
    const page = await person();
    const html = await (await page.request.get(`/c/${await sale({ units: 7 }, 60_000)}`)).text();
    for (const text of ["赣南脐橙 5 斤装", "¥9.90", "剩余 7 件", "登录并预约提醒"]) {
      assertEquals(html.includes(text), true, text);
    }
  },
);

browserTest(
  "a lost connection is said, and the page catches up when it is back",
  async ({ sale, person }) => {
    const id = await sale({ units: 2 }, 300);
    const [page, other] = [await person(), await person()];
    await page.goto(`/c/${id}`);
    await page.getByText("剩余 2 件").waitFor();
    await page.context().setOffline(true);
    await page.getByText("网络已断开").waitFor({ timeout: WAIT_MS });
    await arrive(other, id, "13800000008");
    await says(other, "去付款");
    await page.context().setOffline(false);
    await page.getByText("剩余 1 件").waitFor({ timeout: 2 * WAIT_MS });
    await page.getByText("网络已断开").waitFor({ state: "detached" });
  },
);

browserTest(
  "inside WeChat one tap signs in and sets the reminder, without typing",
  async ({ sale, person }) => {
    const page = await person({
      userAgent: "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50",
    });
    await page.goto(`/c/${await sale({}, 60_000)}`);
    await page.locator(".the-button").first().click();
    await says(page, "已预约");
    await page.getByRole("button", { name: "退出登录" }).click();
    await says(page, "登录并预约提醒");
  },
);

browserTest(
  "a grab whose answer is lost, then shed, is sent again and holds one unit, not two",
  async ({ sale, person }) => {
    const id = await sale({ units: 5, perCustomerMax: 2, perOrderMax: 1 }, 300);
    const page = await person();
    const keys: (string | null)[] = [];
    await page.route("**/grabs", async (route) => {
      keys.push(await route.request().headerValue("idempotency-key"));
      if (keys.length === 1) {
        await route.fetch();
        return await route.abort("connectionreset");
      }
      if (keys.length === 2) {
        return await route.fulfill({ status: 503, headers: { "Retry-After": "1" }, body: "" });
      }
      await route.continue();
    });
    await arrive(page, id, "13800000009");
    await says(page, "去付款");
    assertEquals([keys.length, new Set(keys).size], [3, 1]);
    const mine = await page.request.get(`/api/v1/campaigns/${id}/grabs/mine`);
    assertEquals((await mine.json()).items.length, 1);
  },
);

browserTest(
  "the page has no barrier that a machine can find, in light and in dark",
  async ({ sale, person }) => {
    const id = await sale({ units: 9, perCustomerMax: 3, perOrderMax: 2 }, 300);
    for (const dark of [false, true]) {
      const page = await person({ dark });
      await page.goto(`/c/${id}`);
      assertEquals(await barriers(page), []);
      await page.locator(".the-button").first().click();
      assertEquals(await barriers(page), []);
      await signIn(page, dark ? "13800000010" : "13800000011");
      await says(page, "去付款");
      assertEquals(await barriers(page), []);
      await page.locator(".the-button").first().click();
      assertEquals(await barriers(page), []);
      await page.getByRole("button", { name: "付款 ¥9.90", exact: true }).click();
      await says(page, "再抢一件");
      assertEquals(await barriers(page), []);
    }
  },
);
