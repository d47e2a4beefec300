/** What browser tests of the staff's pages share. */
import type { Page } from "playwright-core";

const PASSWORD = "yundian-demo";

/** Signs in and goes to a page of the console. */
export async function enter(page: Page, who: { username: string; path: string }): Promise<void> {
  await page.goto("/console");
  await page.getByLabel("用户名").fill(who.username);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.locator(".console h1").waitFor();
  await page.goto(`/console${who.path}`);
  await page.locator(".console h1").waitFor();
}

/** Whether the page is wider than its window. */
export async function overflows(page: Page): Promise<boolean> {
  return await page.evaluate(() =>
    document.documentElement.scrollWidth > document.documentElement.clientWidth
  );
}

/** Ids of the demo's people. */
export const MANAGER = "staff-manager";
