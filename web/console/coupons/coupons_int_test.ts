import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { barriers } from "../../testing/browser.ts";
import { browserTests } from "../../testing/browser_tests.ts";
import { enter, overflows } from "../../testing/staff.ts";

const browserTest = browserTests({ atOnce: 2 });

function row(page: Page, title: string) {
  return page.locator("tr").filter({ hasText: title });
}

browserTest(
  "a coupon is written, changed by two at once, and switched off; a manager only reads",
  async ({ person }) => {
    const page = await person({ wide: true });
    await enter(page, { username: "bank", path: "/coupons" });
    await row(page, "助农秒杀立减 5 元").waitFor();
    await page.getByRole("button", { name: "新建优惠券" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByRole("button", { name: "保存" }).click();
    await dialog.getByText("还有内容需要修改").waitFor();
    await dialog.getByLabel("名称").fill("开户礼券");
    await dialog.getByLabel("面额（元）").fill("9.90");
    await dialog.getByLabel("使用门槛（元）").fill("50");
    await dialog.locator("#field-units").fill("滕王阁");
    await dialog.getByRole("button", { name: "选择 滕王阁支行" }).click();
    await dialog.getByRole("button", { name: "去掉 滕王阁支行" }).waitFor();
    assertEquals(await barriers(page), []);
    await dialog.getByRole("button", { name: "保存" }).click();
    await row(page, "开户礼券").getByText("减 ¥9.90").waitFor();
    await row(page, "开户礼券").getByText("滕王阁支行").waitFor();

    const other = await person({ wide: true });
    await enter(other, { username: "bank", path: "/coupons" });
    for (const each of [page, other]) {
      await each.getByRole("button", { name: "修改 开户礼券" }).click();
    }
    await dialog.getByLabel("面额（元）").fill("12");
    await dialog.getByRole("button", { name: "保存" }).click();
    await row(page, "开户礼券").getByText("减 ¥12.00").waitFor();
    const late = other.locator("dialog[open]");
    await late.getByLabel("使用说明").fill("凭身份证领取");
    await late.getByRole("button", { name: "保存" }).click();
    await late.getByText("别人刚刚也修改了这里").waitFor();
    await late.getByRole("cell", { name: "12", exact: true }).waitFor();
    await late.getByRole("button", { name: "采用现在的" }).click();
    await late.getByLabel("使用说明").fill("凭身份证领取");
    await late.getByRole("button", { name: "保存" }).click();
    await row(other, "开户礼券").getByText("凭身份证领取").waitFor();

    await other.getByRole("switch", { name: "可发放 开户礼券" }).click();
    await other.getByText("开户礼券 已停用").waitFor();
    const manager = await person({ dark: true });
    await enter(manager, { username: "manager", path: "/coupons" });
    await row(manager, "开户礼券").getByText("已停用").waitFor();
    assertEquals(await manager.getByRole("switch").count(), 0);
    assertEquals(await barriers(manager), []);
    assert(!await overflows(manager));
  },
);
