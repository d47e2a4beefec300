/** From an invitation to the reward and the coupon, in browsers of the size of a phone. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { barriers, signIn } from "../testing/browser.ts";
import { browserTests } from "../testing/browser_tests.ts";
import {
  bringFriend,
  EVENTS_SECRET,
  newReferral,
  PHONE_AGENT,
  progressOf,
  staffHeader,
  tell,
} from "../testing/referral.ts";

const WAIT_MS = 30_000;
const PICTURE_ATTEMPTS_MAX = 5;
const browserTest = browserTests({ atOnce: 2, env: { EVENTS_SECRET } });

/** Waits until the one button says this. */
async function says(page: Page, text: string | RegExp): Promise<void> {
  await page.locator(".act-bar .the-button").filter({ hasText: text })
    .waitFor({ timeout: WAIT_MS });
}

/** Opens an address, signs in by the one button, and takes part. */
async function join(page: Page, path: string, phone: string): Promise<void> {
  await page.goto(path);
  await says(page, "登录并参加");
  await page.locator(".act-bar .the-button").click();
  await signIn(page, phone);
  await says(page, "邀请好友");
}

/** Path of the invitation of whoever takes part on the page. */
async function invitationOf(page: Page, id: string): Promise<string> {
  return new URL((await progressOf(page, id)).link.url).pathname;
}

browserTest(
  "one invites, another joins by the link and opens an account: reward and leaderboard move on the first",
  async ({ person }) => {
    const [first, second] = [await person(), await person({ userAgent: PHONE_AGENT })];
    const id = await newReferral(first);
    await join(first, `/c/${id}`, "13900000041");
    await first.getByText("还没有好友参加").waitFor();
    await first.getByText("还没有人上榜").waitFor();
    const link = await invitationOf(first, id);
    assertEquals(new URL(first.url()).pathname, link);

    await second.goto(link);
    await second.getByText("139****0041 邀请您参加").waitFor({ timeout: WAIT_MS });
    assertEquals(await barriers(second), []);
    // Whoever comes back by the bare address is still invited.
    await second.goto(`/c/${id}`);
    await second.getByText("139****0041 邀请您参加").waitFor({ timeout: WAIT_MS });
    await second.locator(".act-bar .the-button").click();
    await signIn(second, "13900000042");
    await says(second, "邀请好友");
    await second.getByText("139****0041 邀请了您").waitFor({ timeout: WAIT_MS });

    // Nobody reloads the first page from here on.
    const invitee = first.locator(".invitee", { hasText: "139****0042" });
    await invitee.filter({ hasText: "待完成" }).waitFor({ timeout: WAIT_MS });
    const at = new Date().toISOString();
    const event = { id: `opened-${id}`, type: "account-opened", phone: "13900000042", at } as const;
    assertEquals(await tell(second, event), 201);
    await first.locator(".figures .main", { hasText: "1" }).waitFor({ timeout: WAIT_MS });
    await invitee.filter({ hasText: "已得奖励" }).waitFor({ timeout: WAIT_MS });
    await first.locator(".reward.paid", { hasText: "¥10.00 优惠券" }).waitFor({ timeout: WAIT_MS });
    await first.locator(".board .mine", { hasText: "139****0041" }).waitFor({ timeout: WAIT_MS });
    await first.locator(".ladder .reached", { hasText: "1 位" }).waitFor({ timeout: WAIT_MS });
    await second.locator(".reward.paid", { hasText: "200 积分" }).waitFor({ timeout: WAIT_MS });
    assertEquals(await barriers(first), []);

    // The bank tells it again: nothing changes.
    assertEquals(await tell(second, event), 200);
    assertEquals((await progressOf(first, id)).progress.earnedFen, 1_000);
    // The first one's browser says that it is a robot: its visit is none.
    const seen = await first.request.get(`/api/v1/campaigns/${id}`, { headers: staffHeader() });
    const { flagged: _, ...funnel } = (await seen.json()).funnel;
    assertEquals(funnel, {
      clicks: 1,
      visits: 1,
      participants: 2,
      invited: 1,
      qualified: 1,
      rewarded: 1,
    });
  },
);

browserTest(
  "the invitation is passed on by link, code and poster; the page speaks English",
  async ({ person }) => {
    const page = await person();
    const id = await newReferral(page);
    await join(page, `/c/${id}`, "13900000043");
    await page.locator(".act-bar .the-button").click();
    assertEquals(
      await page.locator("#my-link").inputValue(),
      (await progressOf(page, id)).link.url,
    );
    await shown(page, ".ways .qr img");
    await page.getByRole("button", { name: "生成邀请海报" }).click();
    await shown(page, ".ways .poster img");
    assertEquals(await barriers(page), []);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "English" }).click();
    await says(page, "Invite friends");
    await page.reload();
    await page.getByText("Friends I invited").waitFor({ timeout: WAIT_MS });
  },
);

browserTest(
  "the link is copied, also by a browser without a clipboard of its own",
  async ({ person }) => {
    const page = await person();
    const id = await newReferral(page);
    await page.addInitScript("delete Navigator.prototype.clipboard");
    await join(page, `/c/${id}`, "13900000048");
    await page.locator(".act-bar .the-button").click();
    await page.getByRole("button", { name: "复制链接" }).click();
    await page.getByText("链接已复制").first().waitFor();
    const { url } = (await progressOf(page, id)).link;
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "退出登录" }).click();
    await says(page, "登录并参加");
    await page.locator(".act-bar .the-button").click();
    // Whatever is pasted was copied: the field takes its digits alone.
    const field = page.locator("#phone");
    await field.evaluate((input: HTMLInputElement) => void (input.maxLength = 200));
    await field.focus();
    await page.keyboard.press("Control+V");
    assertEquals(await field.inputValue(), url.replace(/\D/g, ""));
  },
);

browserTest(
  "a lost connection is said, and one's own progress catches up when it is back",
  async ({ person }) => {
    const [page, other] = [await person(), await person()];
    const id = await newReferral(page);
    await join(page, `/c/${id}`, "13900000049");
    const { link } = await progressOf(page, id);
    await page.context().setOffline(true);
    await page.getByText("网络已断开").waitFor({ timeout: WAIT_MS });
    await bringFriend(other, { id, code: link.code, customer: "friend-meanwhile" });
    await page.context().setOffline(false);
    await page.locator(".reward.paid").first().waitFor({ timeout: 2 * WAIT_MS });
    await page.getByText("网络已断开").waitFor({ state: "detached" });
  },
);

browserTest("inside WeChat the way to share points at its menu", async ({ person }) => {
  const page = await person({ userAgent: "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50" });
  await page.goto(`/c/${await newReferral(page)}`);
  await page.locator(".act-bar .the-button").click();
  await says(page, "邀请好友");
  await page.locator(".act-bar .the-button").click();
  await page.getByRole("button", { name: "发给微信好友或朋友圈" }).click();
  await page.getByText("点右上角").waitFor();
  assertEquals(await barriers(page), []);
  await page.getByRole("button", { name: "知道了" }).click();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
});

browserTest(
  "one's own invitation is refused with a next step, and nobody is invited by it",
  async ({ person }) => {
    const page = await person({ userAgent: PHONE_AGENT });
    const id = await newReferral(page);
    await join(page, `/c/${id}`, "13900000044");
    const link = await invitationOf(page, id);
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.goto(link);
    await says(page, "登录并参加");
    await page.locator(".act-bar .the-button").click();
    await signIn(page, "13900000045");
    await page.getByText("不能邀请自己").first().waitFor({ timeout: WAIT_MS });
    await says(page, "不记邀请人，直接参加");
    assertEquals(await barriers(page), []);
  },
);

browserTest(
  "the page has no barrier that a machine can find: dark, English, larger, wide",
  async ({ person }) => {
    for (const device of [{ dark: true }, { wide: true }]) {
      const page = await person(device);
      const id = await newReferral(page);
      await page.goto(`/c/${id}`);
      await page.getByRole("button", { name: "大字" }).click();
      assertEquals(await barriers(page), []);
      await page.locator(".act-bar .the-button").click();
      assertEquals(await barriers(page), []);
      await signIn(page, "wide" in device ? "13900000046" : "13900000047");
      await says(page, "邀请好友");
      await page.getByRole("button", { name: "English" }).click();
      await says(page, "Invite friends");
      assertEquals(await barriers(page), []);
      await page.locator(".act-bar .the-button").click();
      assertEquals(await barriers(page), []);
    }
  },
);

browserTest("a paused campaign says so on every page at once", async ({ person }) => {
  const page = await person();
  const id = await newReferral(page);
  await page.goto(`/c/${id}`);
  await says(page, "登录并参加");
  const paused = await page.request.post(`/api/v1/campaigns/${id}/pause`, {
    headers: staffHeader(),
  });
  assert(paused.ok(), await paused.text());
  await says(page, "活动已暂停");
});

browserTest(
  "without script the page still says what there is to win, for whom and how",
  async ({ person }) => {
    const page = await person();
    const html = await (await page.request.get(`/c/${await newReferral(page)}`)).text();
    for (const text of ["老友带新友", "¥10.00 优惠券", "200 积分", "开户", "先到先得"]) {
      assert(html.includes(text), text);
    }
  },
);

/** Waits until a picture is there; where a busy machine has not drawn it in time, asks again as one would. */
async function shown(page: Page, selector: string): Promise<void> {
  const again = page.getByRole("button", { name: "再试一次" });
  for (let attempt = 0; attempt < PICTURE_ATTEMPTS_MAX; attempt++) {
    const state = await page.waitForFunction(
      (found) => {
        const image = document.querySelector<HTMLImageElement>(found);
        if ((image?.naturalWidth ?? 0) > 0) return "shown";
        return document.querySelector(".ways .failed") === null ? null : "failed";
      },
      selector,
      { timeout: WAIT_MS },
    );
    if (await state.jsonValue() === "shown") return;
    await again.click();
  }
  throw new Error(`No picture at ${selector}`);
}
