import { Buffer } from "node:buffer";
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { barriers } from "../../testing/browser.ts";
import { browserTests } from "../../testing/browser_tests.ts";
import { enter, overflows } from "../../testing/staff.ts";

const WAIT_MS = 15_000;
/** Browsers under test say that they are robots; visits of robots are not counted. */
const PHONE =
  "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36";
const OUTLET_PAGES = [
  "/people",
  "/catalogue",
  "/articles",
  "/customers",
  "/statistics",
  "/leaderboard",
  "/account",
];

const browserTest = browserTests({ atOnce: 2 });

/** Chooses the first of what a search in a dialog finds. */
async function pick(page: Page, field: string, name: string): Promise<void> {
  const dialog = page.locator("dialog[open]");
  await dialog.getByLabel(field).fill(name);
  const button = dialog.getByRole("button", { name: `选择 ${name}`, exact: true });
  await button.first().click();
}

async function confirm(page: Page, name: string): Promise<void> {
  const dialog = page.locator("dialog[open]");
  await dialog.getByRole("button", { name, exact: true }).click();
}

browserTest("the organisation is walked by keyboard and found by name", async ({ person }) => {
  const page = await person({ wide: true });
  await enter(page, { username: "province", path: "/people" });
  const tree = page.getByRole("tree");
  await tree.getByRole("treeitem", { name: /南昌农商银行/ }).waitFor();
  await tree.getByRole("treeitem").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await tree.locator("[aria-level='3']").first().waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/people\/jx\.\w+\.\w+$/);
  await page.getByLabel("搜索机构").fill("赣州");
  await page.getByRole("link", { name: /赣州农商银行/ }).click();
  await page.getByRole("heading", { name: "赣州农商银行" }).waitFor();
});

browserTest(
  "a person is hired, changed, moved and leaves to a successor",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, { username: "bank", path: "/people" });
    await page.getByRole("treeitem", { name: /百花洲支行/ }).click();
    await page.getByRole("heading", { name: "百花洲支行" }).waitFor();
    await page.getByRole("link", { name: "新增员工" }).click();
    await page.getByRole("button", { name: "新增员工" }).click();
    await page.getByText("还有内容需要修改").waitFor();
    await page.getByLabel("姓名").fill("欧阳试用");
    await page.getByLabel("手机").fill("13712345678");
    await page.getByRole("button", { name: "新增员工" }).click();
    await page.getByText("员工已新增").waitFor();
    await page.getByLabel("搜索员工").fill("欧阳试用");
    await page.getByRole("link", { name: "欧阳试用" }).click();

    await page.getByRole("button", { name: "修改资料" }).click();
    await page.getByLabel("职务").fill("见习经理");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("资料已保存").waitFor();

    await page.getByRole("button", { name: "调动" }).click();
    await confirm(page, "调动");
    await page.locator("dialog[open]").getByText("请选择机构").waitFor();
    await pick(page, "调往哪个机构", "滕王阁支行");
    await confirm(page, "调动");
    await page.getByText("已调动").waitFor();
    assertEquals(await page.locator(".history li").count(), 2);

    await page.getByRole("button", { name: "离职" }).click();
    await confirm(page, "离职");
    await page.locator("dialog[open]").getByText("客户经理离职需要指定接任人").waitFor();
    await pick(page, "接任人", "刘经理");
    await confirm(page, "离职");
    await page.getByText("已办理离职").waitFor();
    assertMatch(await page.locator(".details").innerText(), /接任人\s+刘经理/);
  },
);

browserTest("two editors of one product: the second sees both", async ({ person }) => {
  const first = await person({ wide: true });
  const second = await person({ wide: true });
  for (const page of [first, second]) {
    await enter(page, { username: "province", path: "/catalogue" });
    await page.getByRole("link", { name: "活期存款" }).click();
    await page.locator("#field-summary").waitFor();
  }
  await first.locator("#field-summary").fill("甲写的简介");
  await first.getByRole("button", { name: "保存" }).click();
  await first.getByText("产品已保存").waitFor();
  await second.locator("#field-notice").fill("乙写的提示");
  await second.getByRole("button", { name: "保存" }).click();
  const dialog = second.locator("dialog[open]");
  await dialog.getByText("甲写的简介").waitFor();
  await dialog.getByText("乙写的提示").waitFor();
  await dialog.getByRole("button", { name: "采用现在的" }).click();
  assertEquals(await second.locator("#field-summary").inputValue(), "甲写的简介");
});

browserTest("a bank switches a product off, and a manager only reads", async ({ person }) => {
  const page = await person({ wide: true });
  await enter(page, { username: "bank", path: "/catalogue" });
  const row = page.getByRole("switch", { name: "上架 电费", exact: true });
  assertEquals(await row.getAttribute("aria-checked"), "true");
  await row.click();
  await page.getByText(/电费 已下架/).waitFor();
  const manager = await person();
  await enter(manager, { username: "manager", path: "/catalogue" });
  const line = manager.locator("tr").filter({
    has: manager.getByRole("link", { name: "电费", exact: true }),
  });
  await line.getByText("下架").waitFor();
  assertEquals(await manager.getByRole("switch").count(), 0);
  await row.click();
  await page.getByText(/电费 已上架/).waitFor();
  await manager.reload();
  await line.getByText("上架").waitFor();
});

browserTest("an article takes a picture and refuses what is none", async ({ person }) => {
  const page = await person({ wide: true });
  await enter(page, { username: "bank", path: "/articles/new" });
  const file = page.locator("#picture-cover");
  await file.setInputFiles({
    name: "cover.png",
    mimeType: "image/png",
    buffer: Buffer.from("<script>"),
  });
  const refused = page.locator("#picture-cover-note.error");
  await refused.waitFor({ timeout: WAIT_MS });
  assert((await refused.innerText()).length > 4);
  await page.locator("#field-title").fill("冬修水利");
  await page.locator("#field-summary").fill("贷款支持冬修");
  await page.getByRole("group", { name: "第 1 块 段落" }).locator("textarea").fill("正文。");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("文章已存为草稿").waitFor();
  await page.getByRole("button", { name: "发布" }).click();
  await page.getByText("已发布，适用范围内").waitFor();
  await page.goto("/console/articles");
  await page.getByRole("link", { name: "冬修水利" }).waitFor();
});

browserTest("customers come from a table, with what is wrong row by row", async ({ person }) => {
  const page = await person({ wide: true });
  await enter(page, { username: "bank", path: "/customers/import" });
  const table = "phone,name,tags,since,manager\n13700000001,导入甲,社保卡,2020-01-02,manager\n" +
    "123,错号,,,\n";
  await page.locator("#csv").setInputFiles({
    name: "customers.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(table),
  });
  await page.getByRole("button", { name: "先检查" }).click();
  await page.getByText(/检查了 2 行：可新增 1/).waitFor();
  await page.getByRole("button", { name: "导入", exact: true }).click();
  await page.getByText(/已处理 2 行：新增 1/).waitFor();
  const wrong = page.locator(".import-result tbody tr");
  assertEquals(await wrong.count(), 1);
  assertMatch(await wrong.innerText(), /^3\s+phone/);

  await page.goto("/console/customers");
  await page.getByRole("link", { name: "导入甲" }).click({ timeout: WAIT_MS });
  await page.getByLabel("新标签").fill("农户");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "保存标签" }).click();
  await page.getByText("标签已保存").waitFor();
  await page.reload();
  await page.getByRole("button", { name: "删除标签 农户" }).waitFor();
});

browserTest("tags that two people change at once stand together", async ({ person }) => {
  const first = await person({ wide: true });
  const second = await person({ wide: true });
  for (const page of [first, second]) {
    await enter(page, { username: "bank", path: "/customers" });
    await page.getByRole("link", { name: "熊建国" }).click();
    await page.getByLabel("新标签").waitFor();
  }
  for (const [page, tag] of [[first, "退休"], [second, "种粮"]] as const) {
    await page.getByLabel("新标签").fill(tag);
    await page.getByRole("button", { name: "保存标签" }).click();
  }
  await second.getByText("两边的改动已放在一起").waitFor();
  await second.getByRole("button", { name: "保存标签" }).click();
  await second.getByText("标签已保存").waitFor();
  await first.reload();
  for (const tag of ["退休", "种粮", "社保卡"]) {
    await first.getByRole("button", { name: `删除标签 ${tag}` }).waitFor();
  }
});

browserTest("each figure leads to its recomputation, and levels go down", async ({ person }) => {
  const customer = await person({ userAgent: PHONE });
  await customer.goto("/s/staff-manager");
  await customer.locator("h1").waitFor();
  const page = await person({ wide: true });
  await enter(page, { username: "province", path: "/statistics?domain=winning" });
  await page.getByRole("row", { name: /未归属/ }).waitFor();
  const visitors = page.locator(".figures").getByRole("link", { name: /^核对 访客 [1-9]/ });
  await visitors.click({ timeout: WAIT_MS });
  await page.getByText("完全一致").waitFor();
  assertMatch(await page.locator("tr.asked").innerText(), /访客\s+([1-9]\d*)\s+\1$/);
  await page.goBack();
  await page.getByRole("link", { name: "南昌农商银行" }).click();
  await page.getByRole("columnheader", { name: "网点" }).waitFor();
  await page.getByRole("link", { name: "滕王阁支行" }).click();
  await page.getByRole("columnheader", { name: "客户经理" }).waitFor();
  await page.getByRole("link", { name: "刘经理" }).click();
  await page.getByRole("columnheader", { name: "日期" }).waitFor();
  await page.getByRole("navigation", { name: "统计范围" }).getByText("刘经理").waitFor();
});

browserTest(
  "an outlet's pages fit a dark phone and a light desk and have no barriers",
  async ({ person }) => {
    for (const wide of [true, false]) {
      const page = await person({ wide, dark: !wide });
      await enter(page, { username: "outlet", path: "/people" });
      for (const path of OUTLET_PAGES) {
        await page.goto(`/console${path}`);
        await page.locator(".console h1").waitFor();
        await page.locator(".skeleton").first().waitFor({ state: "detached" });
        assertEquals(await overflows(page), false, path);
        assertEquals(await barriers(page), [], path);
      }
    }
  },
);

browserTest("what is another's is not shown, whatever the address", async ({ person }) => {
  const page = await person({ wide: true });
  await enter(page, { username: "manager", path: "/customers/import" });
  await page.getByText("没有这个页面，或不在您的权限范围内").waitFor();
  await page.goto("/console/people/staff/staff-province");
  await page.locator(".failed").waitFor();
  await page.goto("/console/statistics?unit=jx");
  await page.locator(".failed").first().waitFor();
});

browserTest("the bank's pages speak English, too, and remember it", async ({ person }) => {
  const page = await person({ wide: true });
  await enter(page, { username: "bank", path: "/people" });
  await page.locator(".rail").getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Organisation and staff" }).waitFor();
  for (
    const [path, heading] of [
      ["/catalogue", "Catalogue"],
      ["/articles", "Articles"],
      ["/customers", "Customers"],
      ["/statistics", "Statistics"],
      ["/storefront-template", "Common blocks"],
      ["/account", "My account"],
    ] as const
  ) {
    await page.goto(`/console${path}`);
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
    const labels = await page.locator("main :is(label, button, th[scope=col])").allInnerTexts();
    assertEquals(labels.filter((label) => /^\p{Script=Han}/u.test(label)), [], path);
  }
});

browserTest("a session elsewhere is seen and ended", async ({ person }) => {
  const other = await person();
  await enter(other, { username: "approver", path: "/account" });
  const page = await person({ wide: true });
  await enter(page, { username: "approver", path: "/account" });
  await page.locator(".sessions li").nth(1).waitFor();
  await page.getByRole("button", { name: /^退出这个登录/ }).first().click();
  await page.getByText("该登录已退出").waitFor();
  await other.reload();
  await other.getByRole("heading", { name: "员工登录" }).waitFor();
});

browserTest(
  "editors and forms fit a dark phone and a light desk and have no barriers",
  async ({ person }) => {
    const pages = {
      manager: ["/storefront", "/mine"],
      bank: ["/storefront-template", "/articles/new", "/customers/import", "/people/staff/new"],
      province: ["/catalogue/new"],
    };
    for (const wide of [true, false]) {
      for (const [username, paths] of Object.entries(pages)) {
        const page = await person({ wide, dark: !wide });
        await enter(page, { username, path: "/" });
        for (const path of paths) {
          await page.goto(`/console${path}`);
          await page.locator(".console h1").waitFor();
          await page.locator(".skeleton").first().waitFor({ state: "detached" });
          assertEquals(await overflows(page), false, path);
          assertEquals(await barriers(page), [], path);
        }
      }
    }
  },
);
