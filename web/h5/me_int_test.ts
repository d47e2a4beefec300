/** What a customer has: a coupon that was earned pays for a sale, and another is redeemed at an outlet. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import type { CouponJson, WalletJson } from "../shared/api_wallet.ts";
import { barriers, signIn } from "../testing/browser.ts";
import { browserTests } from "../testing/browser_tests.ts";
import {
  bringFriend,
  EVENTS_SECRET,
  newReferral,
  progressOf,
  staffHeader,
} from "../testing/referral.ts";

const WAIT_MS = 30_000;
const OUTLET = { role: "outlet", unit: "jx.3601.360102001" } as const;
const COUPON = { kind: "coupon", ref: "十元满减券", amount: 1_000 } as const;
const browserTest = browserTests({ atOnce: 2, env: { EVENTS_SECRET } });

/** Somebody who has earned two coupons; gives the referral's id. */
async function earn(page: Page, phone: string): Promise<string> {
  const id = await newReferral(page, {
    rewards: { perInvitee: COUPON, tiers: [{ at: 1, reward: COUPON }] },
  });
  await page.goto(`/c/${id}`);
  await page.locator(".act-bar .the-button").click();
  await signIn(page, phone);
  await page.locator(".the-button").first().filter({ hasText: "邀请好友" })
    .waitFor({ timeout: WAIT_MS });
  const { link } = await progressOf(page, id);
  await bringFriend(page, { id, code: link.code, customer: `friend-of-${phone}` });
  await page.locator(".reward.paid").nth(1).waitFor({ timeout: WAIT_MS });
  return id;
}

async function couponsOf(page: Page): Promise<readonly CouponJson[]> {
  const answer = await page.request.get("/api/v1/wallet");
  const wallet: WalletJson = await answer.json();
  return wallet.coupons;
}

browserTest(
  "a coupon that was earned is held out, redeemed at an outlet, and says so by itself",
  async ({ person }) => {
    const page = await person();
    const id = await earn(page, "13900000051");
    await page.getByRole("link", { name: "我的", exact: true }).click();
    await page.locator(".coupon").first().waitFor({ timeout: WAIT_MS });
    assertEquals(await page.locator(".coupon").count(), 2);
    assertEquals(await barriers(page), []);
    await page.getByRole("button", { name: /出示/ }).first().click();
    await page.locator(".held-out img").waitFor();
    await page.waitForFunction(() =>
      (document.querySelector<HTMLImageElement>(".held-out img")?.naturalWidth ?? 0) > 0
    );
    assertEquals(await barriers(page), []);
    const code = (await page.locator(".digits-of-code").textContent() ?? "").replace(/\D/g, "");
    assert((await couponsOf(page)).some((one) => one.code === code), code);

    const redeemed = await page.request.post(`/api/v1/coupons/${code}/redeem`, {
      headers: { ...staffHeader(OUTLET), Cookie: "" },
    });
    assertEquals(redeemed.status(), 200, await redeemed.text());
    await page.getByText("这张券已核销").waitFor({ timeout: WAIT_MS });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /已使用/ }).click();
    await page.locator(".coupon.used").waitFor();

    await page.getByRole("tab", { name: "邀请" }).click();
    await page.getByText("成功邀请 1 位，已参加 1 位").waitFor({ timeout: WAIT_MS });
    assertEquals(await barriers(page), []);
    await page.getByRole("link", { name: "查看进度和奖励" }).click();
    await page.waitForURL(`**/r/*`, { timeout: WAIT_MS });
    assertEquals((await progressOf(page, id)).progress.qualified, 1);
  },
);

browserTest(
  "a sale is paid with a coupon; the order stands on one's own page with what it took off",
  async ({ sale, person }) => {
    const page = await person();
    await earn(page, "13900000052");
    const id = await sale({ priceFen: 1_500, units: 3 }, 300);
    await page.goto(`/c/${id}`);
    const button = page.locator(".act-bar .the-button");
    await button.filter({ hasText: "立即抢" }).click({ timeout: WAIT_MS });
    await button.filter({ hasText: "去付款 ¥15.00" }).click({ timeout: WAIT_MS });
    await page.getByLabel(/十元满减券/).first().check();
    assertEquals(await barriers(page), []);
    await page.getByRole("button", { name: "付款 ¥5.00", exact: true }).click();
    await button.filter({ hasText: "已抢到" }).waitFor({ timeout: WAIT_MS });
    await page.getByText("用券抵扣 ¥10.00").waitFor();

    await page.goto("/me#orders");
    await page.locator(".order.confirmed", { hasText: "用券抵扣 ¥10.00" })
      .waitFor({ timeout: WAIT_MS });
    await page.getByText("赣南脐橙 5 斤装").waitFor({ timeout: WAIT_MS });
    assertEquals(
      (await couponsOf(page)).map((one) => one.state).toSorted(),
      ["unused", "used"],
    );
  },
);

browserTest(
  "signed out one is asked to sign in; tabs are moved through by arrows; dark has no barrier",
  async ({ person }) => {
    const page = await person({ dark: true });
    await page.goto("/me");
    assertEquals(await barriers(page), []);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await signIn(page, "13900000053");
    await page.getByText("还没有可用的券").waitFor({ timeout: WAIT_MS });
    await page.getByRole("tab", { name: "优惠券" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("积分余额").waitFor({ timeout: WAIT_MS });
    assertEquals(await page.evaluate(() => document.activeElement?.id), "tab-points");
    assertEquals(await barriers(page), []);
    await page.reload();
    await page.getByText("积分余额").waitFor({ timeout: WAIT_MS });
  },
);
