import { assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { barriers, signIn } from "../testing/browser.ts";
import { browserTests } from "../testing/browser_tests.ts";

const PASSWORD = "yundian-demo";
const WAIT_MS = 15_000;

const browserTest = browserTests({ atOnce: 3, env: { APPROVAL: "on" } });

async function enter(page: Page, username: string): Promise<void> {
  await page.goto("/console");
  await page.getByLabel("用户名").fill(username);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: "限时抢购", level: 1 }).waitFor();
}

/** Presses an action and confirms it in its dialog. */
async function act(page: Page, name: string, answer?: string): Promise<void> {
  await page.locator(".actions").getByRole("button", { name, exact: true }).click();
  const dialog = page.locator("dialog[open]");
  if (answer !== undefined) await dialog.locator("#field-answer").fill(answer);
  await dialog.locator("button[type=submit]").click();
  await dialog.waitFor({ state: "detached" });
}

/** China Standard Time as `datetime-local` takes it. */
function inChina(offsetMs: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + offsetMs).toISOString().slice(0, 16);
}

async function figure(page: Page, name: string): Promise<string> {
  return await page.locator(".tiles > div").filter({ hasText: name }).locator("dd").innerText();
}

browserTest(
  "staff create, another approves, then it is scheduled, watched, paused, extended and ended",
  async ({ person }) => {
    const author = await person({ wide: true });
    await enter(author, "bank");
    await author.getByRole("link", { name: "新建活动" }).first().click();
    await author.getByLabel("活动标题").fill("崇仁麻鸡 1 只");
    await author.getByLabel("商品").fill("崇仁麻鸡");
    await author.getByLabel("单价（元）").fill("39.90");
    await author.getByLabel("总件数").fill("20");
    await author.getByLabel("每人限购").fill("2");
    await author.getByLabel("开抢时间").fill(inChina(-60_000));
    await author.getByLabel("结束时间").fill(inChina(3_600_000));
    await author.getByRole("button", { name: "保存为草稿" }).click();
    await author.getByRole("heading", { name: "崇仁麻鸡 1 只" }).waitFor();
    await act(author, "提交审批");
    await author.getByText("待审批").first().waitFor();

    const approver = await person({ wide: true });
    await enter(approver, "approver");
    await approver.getByRole("link", { name: "崇仁麻鸡 1 只" }).click();
    await act(approver, "审批通过");
    await approver.getByText("可以排期").waitFor();

    await author.reload();
    await act(author, "排期上线");
    await author.getByText("抢购中").first().waitFor({ timeout: WAIT_MS });
    assertEquals(await figure(author, "可售"), "20");

    const customer = await person();
    await customer.goto(
      await author.getByRole("link", { name: "打开客户页" }).getAttribute("href") ?? "",
    );
    await customer.locator(".the-button").first().click();
    await signIn(customer, "13900000001");
    await customer.getByText("去付款 ¥39.90").waitFor({ timeout: WAIT_MS });
    await author.locator(".tiles .held dd").filter({ hasText: /^1$/ }).waitFor({
      timeout: WAIT_MS,
    });

    await act(author, "暂停", "库存盘点");
    await author.getByText("已暂停").first().waitFor();
    await author.getByText("库存盘点").waitFor();
    await act(author, "恢复");
    await act(author, "加减库存", "30");
    await author.locator(".tiles .total dd").filter({ hasText: /^50$/ }).waitFor();
    await act(author, "延长", inChina(7_200_000));
    await author.getByText("已延长").waitFor();

    await author.getByRole("button", { name: "立即核对" }).click();
    await author.getByText("账实相符").waitFor({ timeout: WAIT_MS });
    assertMatch(await author.locator(".equation").innerText(), /^50/);

    await author.locator(".actions").getByRole("button", { name: "结束", exact: true }).click();
    await author.getByText("49 件不再出售").waitFor();
    await author.locator("dialog[open] button[type=submit]").click();
    await author.getByText("已结束").first().waitFor();
    await customer.getByText("去付款 ¥39.90").waitFor();
  },
);

browserTest(
  "a form says what is wrong with each field and keeps what was typed",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    await page.goto("/console#/new");
    await page.getByLabel("单价（元）").fill("9.999");
    await page.getByText("最多两位小数").waitFor();
    await page.getByRole("button", { name: "保存为草稿" }).click();
    await page.getByText("还有内容需要修改").waitFor();
    assertEquals(await page.evaluate(() => document.activeElement?.getAttribute("name")), "title");
    assertEquals(await page.getByLabel("单价（元）").inputValue(), "9.999");
    await page.getByRole("link", { name: "限时抢购" }).click();
    await page.getByRole("link", { name: "新建活动" }).first().click();
    assertEquals(await page.getByLabel("单价（元）").inputValue(), "9.999");
  },
);

browserTest(
  "units that customers hold cannot be withdrawn, and the number is named",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    await page.getByRole("link", { name: /助农秒杀/ }).first().click();
    const customer = await person();
    await customer.goto(
      await page.getByRole("link", { name: "打开客户页" }).getAttribute("href") ?? "",
    );
    await customer.locator(".the-button").first().click();
    await signIn(customer, "13900000002");
    await customer.getByText("去付款").waitFor({ timeout: WAIT_MS });
    await page.locator(".actions").getByRole("button", { name: "加减库存" }).click();
    await page.locator("#field-answer").fill("-2000");
    await page.locator("dialog[open] button[type=submit]").click();
    const refusal = page.locator("dialog[open] p.error").filter({ hasText: /\b1 件/ });
    await refusal.waitFor({ timeout: WAIT_MS });
  },
);

browserTest(
  "a wrong password is refused in words, and a manager only reads",
  async ({ person }) => {
    const page = await person();
    await page.goto("/console");
    await page.getByLabel("用户名").fill("manager");
    await page.getByLabel("密码").fill("wrong");
    await page.getByRole("button", { name: "登录" }).click();
    await page.locator("[role=alert]").filter({ hasText: /\S/ }).waitFor();
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("heading", { name: "限时抢购", level: 1 }).waitFor();
    assertEquals(await page.getByRole("link", { name: "新建活动" }).count(), 0);
  },
);

browserTest(
  "a sale that is not there or out of reach is said in words",
  async ({ person, sale }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    // Made by the province: not in the reach of one bank.
    for (const id of [await sale({}, 60_000), "nothing"]) {
      await page.goto(`/console#/sale/${id}`);
      await page.getByText("不在您的管理范围内").waitFor();
      await page.locator("main").getByRole("link", { name: "返回列表" }).click();
      await page.getByRole("heading", { name: "限时抢购", level: 1 }).waitFor();
    }
  },
);

browserTest(
  "the console has no barrier that a machine can find, in light and in dark",
  async ({ person }) => {
    for (const dark of [false, true]) {
      const page = await person({ wide: true, dark });
      await page.goto("/console");
      await page.getByLabel("用户名").waitFor();
      assertEquals(await barriers(page), []);
      await enter(page, "bank");
      assertEquals(await barriers(page), []);
      await page.getByRole("link", { name: "新建活动" }).first().click();
      await page.getByRole("button", { name: "保存为草稿" }).click();
      assertEquals(await barriers(page), []);
      await page.goto("/console#/");
      await page.getByRole("link", { name: /助农秒杀/ }).first().click();
      await page.getByRole("button", { name: "立即核对" }).click();
      await page.getByText("账实相符").waitFor({ timeout: WAIT_MS });
      assertEquals(await barriers(page), []);
      await page.locator(".actions").getByRole("button", { name: "结束", exact: true }).click();
      assertEquals(await barriers(page), []);
    }
  },
);
