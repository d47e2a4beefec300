import { assert, assertEquals, assertMatch } from "@std/assert";
import { enter, MANAGER, overflows } from "../../testing/staff.ts";
import { barriers } from "../../testing/browser.ts";
import { browserTests } from "../../testing/browser_tests.ts";

const WAIT_MS = 15_000;

const browserTest = browserTests({ atOnce: 2 });

browserTest(
  "a manager writes, orders and publishes the storefront, and a customer sees it",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, { username: "manager", path: "/storefront" });
    await page.getByRole("checkbox", { name: "显示自我介绍" }).check();
    await page.locator("summary").filter({ hasText: "自我介绍" }).click();
    await page.locator("#field-pitch-text").fill("十年老客户经理，随叫随到。");
    const up = page.getByRole("button", { name: "上移 自我介绍" });
    await up.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    assertEquals(
      await page.locator(".blocks").first().locator("li").nth(1).innerText(),
      "自我介绍",
    );

    await page.getByRole("radio", { name: "自己挑选和排序" }).first().check();
    await page.getByText(/已选 \d+ 个/).waitFor();
    await page.getByRole("button", { name: "去掉 下载手机银行" }).first().click();
    await page.getByText("草稿已自动保存").waitFor();
    const frame = page.frameLocator("iframe");
    await frame.getByText("十年老客户经理").waitFor({ timeout: WAIT_MS });

    const customer = await person();
    await customer.goto(`/s/${MANAGER}`);
    await customer.locator("h1").waitFor();
    assertEquals(await customer.getByText("十年老客户经理").count(), 0);

    await page.getByRole("button", { name: "发布", exact: true }).click();
    await page.getByText("已发布，客户现在看到的就是这一版").waitFor();
    await customer.reload();
    await customer.getByText("十年老客户经理").waitFor();
    assertEquals(await customer.getByText("下载手机银行", { exact: true }).count(), 0);

    await page.locator("#field-pitch-text").fill("第二版");
    await page.getByText("草稿已自动保存").waitFor();
    await page.getByRole("button", { name: "发布", exact: true }).click();
    await page.getByRole("button", { name: "恢复这一版 第 1 版" }).click();
    await page.locator("dialog[open]").getByRole("button", { name: "恢复这一版" }).click();
    await page.getByText("已恢复并发布").waitFor();
    assertEquals(
      await page.locator("#field-pitch-text").inputValue(),
      "十年老客户经理，随叫随到。",
    );
  },
);

browserTest("who edits second is told, sees both, and loses nothing", async ({ person }) => {
  const first = await person({ wide: true });
  const second = await person({ wide: true });
  for (const page of [first, second]) {
    await enter(page, { username: "manager2", path: "/storefront" });
    await page.locator("summary").filter({ hasText: "自我介绍" }).click();
  }
  await first.locator("#field-pitch-text").fill("第一个人写的");
  await first.getByText("草稿已自动保存").waitFor();
  await second.locator("#field-pitch-text").fill("第二个人写的");
  const dialog = second.locator("dialog[open]");
  await dialog.getByText("第一个人写的").waitFor({ timeout: WAIT_MS });
  await dialog.getByText("第二个人写的").waitFor();
  await dialog.getByRole("button", { name: "继续编辑" }).click();
  assertEquals(await second.locator("#field-pitch-text").inputValue(), "第二个人写的");
  await second.locator("#field-pitch-text").fill("第二个人又写");
  await dialog.getByRole("button", { name: "以我的为准并保存" }).click();
  await second.getByText("草稿已自动保存").waitFor();
  await first.reload();
  await first.locator("summary").filter({ hasText: "自我介绍" }).click();
  assertEquals(await first.locator("#field-pitch-text").inputValue(), "第二个人又写");
});

browserTest("what a bank locks stands still on its managers' storefronts", async ({ person }) => {
  const bank = await person({ wide: true });
  await enter(bank, { username: "bank", path: "/storefront-template" });
  await bank.getByRole("checkbox", { name: "锁定横幅" }).check();
  await bank.locator("summary").filter({ hasText: "横幅" }).click();
  await bank.locator("#field-banner-title").fill("社保卡激活月");
  await bank.getByRole("button", { name: "保存" }).click();
  await bank.getByText("已保存，下级云店几秒内更新").waitFor();
  const page = await person({ wide: true });
  await enter(page, { username: "manager3", path: "/storefront" });
  const line = page.locator(".blocks .locked");
  // Edges keep templates for a few seconds.
  for (let tries = 0; await line.count() === 0 && tries < 20; tries++) await page.reload();
  await line.getByText(/由南昌农商银行统一设定/).waitFor();
  await page.frameLocator("iframe").getByRole("heading", { name: "社保卡激活月" }).waitFor({
    timeout: WAIT_MS,
  });
  await bank.getByRole("checkbox", { name: "锁定横幅" }).uncheck();
  await bank.getByRole("checkbox", { name: "显示横幅" }).uncheck();
  await bank.getByRole("button", { name: "保存" }).click();
  await bank.getByText("已保存").waitFor();
});

browserTest("a rule shows a product first to some customers only", async ({ person }) => {
  const page = await person({ wide: true });
  await enter(page, { username: "manager3", path: "/storefront" });
  await page.getByRole("button", { name: "添加规则" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByRole("button", { name: "确定" }).click();
  await dialog.getByText("请选择对象").waitFor();
  await dialog.getByLabel("对象").selectOption("category");
  await dialog.getByLabel("哪一个").selectOption("health");
  await dialog.getByLabel("有这些标签之一").fill("社保卡");
  await dialog.getByRole("button", { name: "确定" }).click();
  await page.getByText("社保卡 · 产品分类 健康服务 · 给他们排在最前").waitFor();
  await page.getByText("草稿已自动保存").waitFor();
  const first = page.frameLocator("iframe").locator("h3").first();
  await first.waitFor({ timeout: WAIT_MS });
  assert(!(await first.innerText()).includes("健康"));
  await page.getByLabel("客户标签").fill("社保卡");
  await first.filter({ hasText: "健康" }).waitFor({ timeout: WAIT_MS });
});

browserTest(
  "on the road a manager has the code, links and today's figures in one hand",
  async ({ person }) => {
    const page = await person();
    await enter(page, { username: "manager", path: "/mine" });
    const code = page.getByRole("img", { name: "我的云店二维码" });
    await code.waitFor();
    assert(await code.evaluate((image: HTMLImageElement) => image.naturalWidth > 0));
    await page.locator(".today dd").nth(4).waitFor();
    await page.getByRole("button", { name: "生成链接 微信", exact: true }).click();
    await page.getByText("微信链接已生成").waitFor();
    const row = page.locator(".link-rows li").filter({ hasText: /^微信/ });
    assertMatch(await row.innerText(), /\/r\/\w+/);
    await row.getByRole("button", { name: "复制 微信" }).click();
    await page.getByText("已复制").waitFor();
    await row.getByRole("button", { name: "去向 微信" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByLabel("去向").selectOption({ index: 1 });
    await dialog.getByRole("button", { name: "保存" }).click();
    await row.getByText(/通向 赣南脐橙/).waitFor();
    const poster = page.getByRole("img", { name: "海报，含二维码" });
    await poster.scrollIntoViewIfNeeded();
    await page.locator(".poster img.shown").waitFor({ timeout: WAIT_MS });
    assertEquals(await overflows(page), false);
    assertEquals(await barriers(page), []);
  },
);
