import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { barriers, signIn } from "../testing/browser.ts";
import { browserTests } from "../testing/browser_tests.ts";

const PASSWORD = "yundian-demo";
const WAIT_MS = 15_000;
const LAUNCH_MS_MAX = 180_000;
const STOP_MS_MAX = 1_000;

const browserTest = browserTests({ atOnce: 2, env: { APPROVAL: "on" } });

async function enter(page: Page, username: string): Promise<void> {
  await page.goto("/console");
  await page.getByLabel("用户名").fill(username);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.locator(".console h1").waitFor();
}

/** In the demo one press changes who one is. */
async function become(page: Page, account: string): Promise<void> {
  await page.locator(".rail .who summary").click();
  await page.locator(".rail").getByRole("button", { name: account, exact: true }).click();
  await page.locator(".console h1").waitFor();
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

/** Goes through the steps to the last one. */
async function toLastStep(page: Page): Promise<void> {
  for (const name of ["多少件", "什么时候", "谁能买", "什么样"]) {
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("heading", { name, level: 2 }).waitFor();
  }
}

/** A draft of this title that is complete, as `bank` writes it; its address. */
async function writeDraft(page: Page, title: string): Promise<string> {
  await page.getByRole("link", { name: "新建活动" }).first().click();
  await page.getByRole("button", { name: /^助农秒杀/ }).click();
  await page.getByLabel("活动标题").fill(title);
  await page.getByText("草稿已自动保存").waitFor();
  await page.waitForURL(/\/console\/campaigns\/[^/]+\/edit$/);
  return page.url();
}

browserTest(
  "from sign-in to a launched sale in under three minutes, watched and stopped from the console",
  async ({ person }) => {
    const beganMs = performance.now();
    const staff = await person({ wide: true });
    await enter(staff, "bank");
    await staff.getByRole("link", { name: "新建活动" }).first().click();
    await staff.getByRole("button", { name: /^助农秒杀/ }).click();
    await staff.getByLabel("活动标题").fill("崇仁麻鸡 1 只");
    await staff.getByLabel("商品").fill("崇仁麻鸡 1 只装");
    await staff.getByLabel("单价（元）").fill("39.90");
    await staff.getByRole("button", { name: "下一步" }).click();
    await staff.getByLabel("总件数").fill("20");
    await staff.getByText("全部售出收款 ¥798.00").waitFor();
    await staff.getByRole("button", { name: "下一步" }).click();
    await staff.getByLabel("开抢时间").fill(inChina(-60_000));
    await staff.getByRole("button", { name: "下一步" }).click();
    await staff.getByRole("button", { name: "下一步" }).click();
    const phone = staff.frameLocator(".phone iframe");
    await phone.getByRole("heading", { name: "崇仁麻鸡 1 只" }).waitFor();
    await staff.getByRole("button", { name: "提交审批" }).click();
    await staff.locator(".phase.in-review").waitFor();
    const address = staff.url();

    await become(staff, "成员行审批");
    await staff.getByRole("link", { name: "首页" }).first().click();
    await staff.getByText("待我审批").waitFor({ timeout: WAIT_MS });
    await staff.getByRole("link", { name: "去审批 崇仁麻鸡 1 只" }).click();
    await act(staff, "审批通过");
    await act(staff, "排期上线");
    await staff.locator(".phase.open").waitFor({ timeout: WAIT_MS });
    const tookMs = performance.now() - beganMs;
    assert(tookMs < LAUNCH_MS_MAX, `took ${tookMs} ms`);
    assertEquals([staff.url(), await figure(staff, "可售")], [address, "20"]);

    // Head office watches in a window of its own.
    const watcher = await person({ wide: true });
    await enter(watcher, "province");
    await watcher.goto(address);
    const customer = await person();
    await customer.goto(
      await staff.getByRole("link", { name: "打开客户页" }).getAttribute("href") ?? "",
    );
    await customer.locator(".the-button").first().click();
    await signIn(customer, "13900000001");
    await customer.getByText("去付款 ¥39.90").waitFor({ timeout: WAIT_MS });
    await staff.locator(".tiles .held dd").filter({ hasText: /^1$/ }).waitFor({ timeout: WAIT_MS });
    await watcher.locator(".tiles .held dd").filter({ hasText: /^1$/ }).waitFor();
    await staff.getByRole("region", { name: "每秒抢到" }).waitFor();
    await staff.locator(".results dd").filter({ hasText: /^1$/ }).first().waitFor({
      timeout: WAIT_MS,
    });

    await staff.getByRole("button", { name: "紧急暂停" }).click();
    await staff.locator("#field-answer").fill("库存盘点");
    const stoppedMs = performance.now();
    await staff.locator("dialog[open] button[type=submit]").click();
    await staff.locator(".phase.paused").waitFor();
    const stopMs = performance.now() - stoppedMs;
    assert(stopMs < STOP_MS_MAX, `stopping took ${stopMs} ms`);
    await watcher.locator(".phase.paused").waitFor();
    await staff.getByText("库存盘点").waitFor();
    await act(staff, "恢复");
    await act(staff, "加减库存", "30");
    await staff.locator(".tiles .total dd").filter({ hasText: /^50$/ }).waitFor();
    await act(staff, "延长", inChina(3 * 3_600_000));
    await staff.locator(".history").getByText("延长").waitFor();

    await staff.getByRole("button", { name: "立即核对" }).click();
    await staff.getByText("账实相符").waitFor({ timeout: WAIT_MS });
    assertMatch(await staff.locator(".equation").innerText(), /^50/);

    await staff.locator(".actions").getByRole("button", { name: "结束", exact: true }).click();
    await staff.getByText("49 件不再出售").waitFor();
    await staff.locator("dialog[open] button[type=submit]").click();
    await staff.locator(".phase.ended").waitFor();
    await customer.getByText("去付款 ¥39.90").waitFor();

    const csv = await staff.getByRole("link", { name: "导出明细 CSV" }).getAttribute("href");
    const exported = await staff.context().request.get(csv ?? "");
    assertMatch(exported.headers()["content-type"] ?? "", /^text\/csv/);
    assertEquals(
      (await exported.text()).trim().split("\n").length,
      2,
      "a head and one reservation",
    );

    await staff.getByRole("link", { name: "操作日志" }).first().click();
    await staff.locator(".changes strong").filter({ hasText: "导出" }).first().waitFor({
      timeout: WAIT_MS,
    });
    await staff.locator(".changes strong").filter({ hasText: /^暂停$/ }).first().waitFor();
  },
);

browserTest(
  "a form says what is wrong with each field, keeps what was typed, and never loses it",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    await page.goto("/console/campaigns/new?kind=flash-sale");
    await page.getByLabel("单价（元）").fill("9.999");
    await page.getByText("最多两位小数").waitFor();
    await page.getByText("已暂存在本机").waitFor();
    await toLastStep(page);
    await page.getByRole("button", { name: "提交审批" }).click();
    await page.getByText("还有内容需要修改").waitFor();
    await page.getByRole("heading", { name: "卖什么", level: 2 }).waitFor();
    const focused = () => document.activeElement?.getAttribute("name");
    assertEquals(await page.evaluate(focused), "title");
    await page.reload();
    await page.waitForFunction(() =>
      document.querySelector<HTMLInputElement>("input[name='price']")?.value === "9.999"
    );
  },
);

browserTest(
  "of two who change one draft at once the later is shown both versions, and chooses",
  async ({ person }) => {
    const author = await person({ wide: true });
    await enter(author, "bank");
    const address = await writeDraft(author, "双人编辑的草稿");
    const other = await person({ wide: true });
    await enter(other, "approver");
    await other.goto(address);
    await other.getByLabel("活动标题").fill("同事改的标题");
    await other.getByText("草稿已自动保存").waitFor();
    await author.getByLabel("单价（元）").fill("8.80");
    const dialog = author.locator("dialog[open]");
    await dialog.getByText("陈审批").waitFor();
    await dialog.getByRole("cell", { name: "同事改的标题" }).waitFor();
    await dialog.getByRole("cell", { name: "双人编辑的草稿" }).waitFor();
    await dialog.getByRole("button", { name: "用对方的" }).click();
    await dialog.waitFor({ state: "detached" });
    assertEquals(await author.getByLabel("活动标题").inputValue(), "同事改的标题");
  },
);

browserTest(
  "two sales of one product at one time are warned of while one writes",
  async ({ person, sale }) => {
    await sale({ product: "重叠商品", title: "先排的一场", units: 5 }, 60_000);
    const page = await person({ wide: true });
    await enter(page, "province");
    await writeDraft(page, "后写的一场");
    await page.getByLabel("商品").fill("重叠商品");
    await page.getByRole("button", { name: /什么时候/ }).click();
    await page.getByLabel("开抢时间").fill(inChina(120_000));
    await page.getByRole("link", { name: /先排的一场/ }).waitFor({ timeout: WAIT_MS });
  },
);

browserTest(
  "units that customers hold cannot be withdrawn, and the number is named",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    await page.goto("/console/campaigns");
    await page.getByRole("link", { name: /助农秒杀/ }).last().click();
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
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    assertEquals(await page.evaluate(() => document.activeElement?.textContent), "加减库存");
  },
);

browserTest(
  "the list is searched and filtered, and its address says by what",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    await page.goto("/console/campaigns");
    await page.getByRole("searchbox").fill("红米");
    await page.waitForURL(/q=/);
    await page.locator("table.list tbody tr").filter({ hasText: "红米" }).first().waitFor();
    await page.locator("table.list tbody tr").filter({ hasText: "脐橙" }).first()
      .waitFor({ state: "detached", timeout: WAIT_MS });
    await page.getByLabel("状态").selectOption("draft");
    await page.getByText("没有符合条件的活动").waitFor({ timeout: WAIT_MS });
    await page.getByLabel("已归档").check();
    await page.waitForURL(/archived=1/);
    await page.reload();
    assertEquals(await page.getByRole("searchbox").inputValue(), "红米");
  },
);

browserTest(
  "a wrong password is refused in words, and a manager only reads",
  async ({ person }) => {
    const page = await person();
    await page.goto("/console");
    await page.getByLabel("用户名").fill("manager");
    await page.getByLabel("密码").fill("wrong");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.locator("[role=alert]").filter({ hasText: /\S/ }).waitFor();
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.locator(".console h1").waitFor();
    assertEquals(await page.getByRole("link", { name: "新建活动" }).count(), 0);
    await page.goto("/console/campaigns/new");
    await page.getByText("不在您的权限范围内").waitFor();
  },
);

browserTest(
  "a sale that is not there or out of reach is said in words",
  async ({ person, sale }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    // Made by the province: not in the reach of one bank.
    for (const id of [await sale({}, 60_000), "nothing"]) {
      await page.goto(`/console/campaigns/${id}`);
      await page.getByText("不在您的管理范围内").waitFor();
      await page.locator("main").getByRole("link", { name: "返回列表" }).click();
      await page.getByRole("heading", { name: "活动列表", level: 1 }).waitFor();
    }
  },
);

browserTest(
  "a session that has run out is signed in again over the page, which stays as it is",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    await page.goto("/console/campaigns/new?kind=flash-sale");
    await page.getByLabel("活动标题").fill("写到一半");
    await page.context().clearCookies();
    await page.getByLabel("商品").fill("5 斤");
    await page.getByLabel("单价（元）").fill("1");
    await page.getByRole("button", { name: /多少件/ }).click();
    await page.getByLabel("总件数").fill("10");
    const dialog = page.locator("dialog[open]");
    await dialog.getByText("登录已过期").waitFor({ timeout: WAIT_MS });
    await dialog.getByLabel("密码").fill(PASSWORD);
    await dialog.getByRole("button", { name: "登录", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    assertEquals(await page.getByLabel("总件数").inputValue(), "10");
    await page.getByLabel("总件数").fill("11");
    await page.getByText("草稿已自动保存").waitFor();
  },
);

browserTest(
  "everything is said in English too, and the choice stays",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    await page.locator(".rail").getByRole("button", { name: "English" }).click();
    for (const path of ["", "/campaigns", "/campaigns/new", "/changes"]) {
      await page.goto(`/console${path}`);
      await page.locator(".console h1").waitFor();
      await page.locator(".skeleton").first().waitFor({ state: "detached" });
      const frame = await page.locator(".rail .group").allInnerTexts();
      assertEquals(frame.join("").match(/[\u4e00-\u9fff]/g), null);
      assertEquals((await page.title()).match(/[\u4e00-\u9fff]/g), null);
    }
    assertEquals(await page.locator("html").getAttribute("lang"), "en");
  },
);

browserTest(
  "with the keyboard alone one signs in, writes a sale and hands it in",
  async ({ person }) => {
    const page = await person({ wide: true });
    await page.goto("/console");
    await page.getByLabel("用户名").waitFor();
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press("Tab");
        const label = await page.evaluate(() => {
          const element = document.activeElement;
          const labelled = element instanceof HTMLInputElement ? element.labels?.[0] : null;
          return (labelled ?? element)?.textContent?.trim() ?? "";
        });
        if (name.test(label)) return;
      }
      throw new Error(`The keyboard does not reach ${name}`);
    };
    await tabTo(/^用户名$/);
    await page.keyboard.type("bank");
    await tabTo(/^密码$/);
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.locator(".console h1").waitFor();
    await tabTo(/^新建活动$/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^助农秒杀/ }).waitFor();
    await tabTo(/^助农秒杀/);
    await page.keyboard.press("Enter");
    await tabTo(/^活动标题$/);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("键盘写的活动");
    for (const step of ["多少件", "什么时候", "谁能买", "什么样"]) {
      await tabTo(/^下一步$/);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: step, level: 2 }).waitFor();
    }
    await page.getByText("草稿已自动保存").waitFor();
    await tabTo(/^提交审批$/);
    await page.keyboard.press("Enter");
    await page.locator(".phase.in-review").waitFor();
    await page.getByRole("heading", { name: "键盘写的活动", level: 1 }).waitFor();
  },
);

browserTest(
  "the console has no barrier that a machine can find, on a desk and on a phone, in light and in dark",
  async ({ person }) => {
    for (const device of [{ wide: true, dark: true }, { wide: false, dark: false }]) {
      const page = await person(device);
      await page.goto("/console");
      await page.getByLabel("用户名").waitFor();
      assertEquals(await barriers(page), []);
      await enter(page, "bank");
      await page.locator(".attention").waitFor();
      assertEquals(await barriers(page), []);
      await page.goto("/console/campaigns");
      await page.locator("table.list").waitFor();
      assertEquals(await barriers(page), []);
      await page.goto("/console/campaigns/new?kind=flash-sale");
      await page.getByLabel("单价（元）").fill("9.999");
      assertEquals(await barriers(page), []);
      for (const step of [/多少件/, /什么时候/, /谁能买/, /什么样/]) {
        await page.getByRole("button", { name: step }).click();
        assertEquals(await barriers(page), []);
      }
      await page.goto("/console/campaigns");
      await page.getByRole("link", { name: /助农秒杀/ }).last().click();
      await page.getByRole("button", { name: "立即核对" }).click();
      await page.getByText("账实相符").waitFor({ timeout: WAIT_MS });
      assertEquals(await barriers(page), []);
      await page.locator(".actions").getByRole("button", { name: "结束", exact: true }).click();
      assertEquals(await barriers(page), []);
      await page.keyboard.press("Escape");
      await page.goto("/console/changes");
      await page.locator(".changes").waitFor({ timeout: WAIT_MS });
      assertEquals(await barriers(page), []);
    }
  },
);

browserTest(
  "on a phone the rest of the menu comes from below, and nothing is wider than the screen",
  async ({ person }) => {
    const page = await person();
    await enter(page, "bank");
    for (const path of ["", "/campaigns", "/campaigns/new", "/changes"]) {
      await page.goto(`/console${path}`);
      await page.locator(".console h1").waitFor();
      const overflow = () => document.documentElement.scrollWidth - innerWidth;
      assertEquals(await page.evaluate(overflow), 0, path);
    }
    await page.getByRole("button", { name: "更多" }).click();
    await page.getByRole("dialog").getByRole("link", { name: "活动列表" }).click();
    await page.getByRole("heading", { name: "活动列表", level: 1 }).waitFor();
    assertEquals(await page.getByRole("dialog").count(), 0);
  },
);

browserTest(
  "an area whose script cannot be had says so, and is there once it can",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, "bank");
    await page.route("**/assets/console.*.js", (route) => route.abort());
    await page.locator(".rail").getByRole("link", { name: "业务统计" }).click();
    const failed = page.locator(".failed");
    await failed.getByText("网络不通").waitFor();
    await page.unroute("**/assets/console.*.js");
    await failed.getByRole("button", { name: "重试" }).click();
    await page.getByRole("heading", { name: "业务统计", level: 1 }).waitFor();
    await page.locator(".rail").getByRole("link", { name: "产品目录" }).click();
    await page.locator("h1:focus").filter({ hasText: "产品目录" }).waitFor();
  },
);
