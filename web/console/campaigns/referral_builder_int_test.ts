import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { barriers } from "../../testing/browser.ts";
import { browserTests } from "../../testing/browser_tests.ts";
import { enter, overflows } from "../../testing/staff.ts";

const browserTest = browserTests({ atOnce: 2, env: { APPROVAL: "on" } });
const STEPS = ["谁参加", "算谁的", "奖什么", "预算", "样式", "规则", "检查"];

/** From where one is to a step, by its button. */
async function step(page: Page, name: string): Promise<void> {
  await page.locator(".steps").getByRole("button", { name }).click();
  await page.getByRole("heading", { name, level: 2 }).waitFor();
}

/** Rules from the terms, with the one blank that only the bank can fill. */
async function writeRules(page: Page): Promise<void> {
  await step(page, "规则");
  await page.getByRole("button", { name: "按条款填写" }).click();
  const rules = page.getByLabel("活动规则");
  await rules.fill((await rules.inputValue()).replace(/＿+/, "96268"));
}

/** A template of a coupon that rewards may name. */
async function writeCoupon(page: Page): Promise<void> {
  const answer = await page.evaluate(async () => {
    const response = await fetch("/api/v1/coupon-templates", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        title: "话费直减券",
        amountFen: 1_200,
        minimumFen: 0,
        validity: { kind: "days", days: 60 },
        units: [],
        note: "",
      }),
    });
    return `${response.status} ${await response.text()}`;
  });
  assertEquals(answer.slice(0, 3), "201", answer);
}

browserTest(
  "from nothing to its schedule: a referral is written step by step, and a finding stays for a reason",
  async ({ person }) => {
    const staff = await person({ wide: true });
    await enter(staff, { username: "bank", path: "/campaigns/new" });
    const kind = staff.getByRole("region", { name: "邀请有礼" });
    await kind.getByRole("button", { name: "从空白开始" }).click();
    await staff.getByLabel("活动标题").fill("邀亲友开户");
    const phone = staff.frameLocator(".phone iframe");
    await phone.getByRole("heading", { name: "邀亲友开户" }).waitFor();

    await step(staff, "算谁的");
    await staff.getByLabel("最后一次打开谁的链接").check();
    await staff.getByRole("img", { name: "示意：有效期 30 天，算 丙 的" }).waitFor();
    await staff.getByLabel("打开业务申请页").check();

    await step(staff, "奖什么");
    const reward = staff.getByRole("group", { name: "每邀请成功一位，邀请人得" });
    await reward.getByLabel("奖励种类").selectOption({ label: "积分" });
    await reward.getByLabel("积分数").fill("500");
    await staff.getByRole("button", { name: "加一档" }).click();
    const tier = staff.getByRole("group", { name: "阶梯奖励 1" });
    await tier.getByLabel("奖励种类").selectOption({ label: "积分" });
    await tier.getByLabel("积分数").fill("2000");
    await staff.getByRole("list", { name: "阶梯示意" }).getByText("2,000 积分").waitFor();

    await step(staff, "预算");
    await staff.getByLabel("总金额（元）").fill("3000");
    await staff.getByLabel("预计参加人数").fill("600");
    // 600 × 5.00, and 200 inviters with three friends each: 200 × 20.00.
    await staff.getByText("预计 600 人全部被邀请且办成：¥7,000.00，800 份奖励").first().waitFor();
    await staff.getByText("预算封顶后最多支出 ¥3,000.00").first().waitFor();
    await staff.getByText("草稿已自动保存").waitFor();
    await staff.waitForURL(/\/console\/campaigns\/[^/]+\/edit$/);

    await writeRules(staff);
    await step(staff, "检查");
    await staff.getByText("“打开申请页”不需要客户付出什么").waitFor();
    await staff.getByRole("button", { name: "提交审批" }).click();
    await staff.getByText("请写明为什么可以接受").waitFor();
    await staff.getByLabel("不修改的理由").fill("首批试点，每笔人工复核");
    await staff.getByRole("button", { name: "提交审批" }).click();
    await staff.locator(".phase.in-review").waitFor();
    await staff.getByRole("heading", { name: "邀亲友开户", level: 1 }).waitFor();
    await staff.getByText("首批试点，每笔人工复核").first().waitFor();

    // Whoever approves has read the reason.
    await staff.locator(".rail .who summary").click();
    await staff.locator(".rail").getByRole("button", { name: "成员行审批", exact: true }).click();
    for (const name of ["审批通过", "排期上线"]) {
      await staff.locator(".actions").getByRole("button", { name, exact: true }).click();
      await staff.locator("dialog[open] button[type=submit]").click();
      await staff.locator("dialog[open]").waitFor({ state: "detached" });
    }
    await staff.locator(".phase.scheduled").waitFor();
    await staff.locator(".history").getByText("排期").waitFor();
  },
);

browserTest(
  "a template is one press from its check; terms that change make its rules say so",
  async ({ person }) => {
    const staff = await person({ wide: true });
    await enter(staff, { username: "bank", path: "/coupons" });
    await writeCoupon(staff);
    await staff.goto("/console/campaigns/new");
    await staff.getByRole("button", { name: /^老带新开户/ }).click();
    await staff.getByText("草稿已自动保存").waitFor();
    await step(staff, "奖什么");
    const reward = staff.getByRole("group", { name: "每邀请成功一位，邀请人得" });
    await reward.getByLabel("优惠券", { exact: true }).selectOption({ label: "话费直减券 ¥12.00" });
    await reward.getByText("券面 ¥12.00").waitFor();
    await writeRules(staff);
    assertStringIncludes(
      await staff.getByLabel("活动规则").inputValue(),
      "您得话费直减券（¥12.00）",
    );
    await step(staff, "奖什么");
    await staff.getByLabel("每人最多奖几位").fill("10");
    await step(staff, "规则");
    await staff.getByText("这几段和现在的条款不一致：奖励上限").waitFor();
    await staff.getByRole("button", { name: "按现在的条款更新" }).click();
    await staff.getByText("这几段和现在的条款不一致").waitFor({ state: "detached" });
    await step(staff, "检查");
    await staff.getByText("没有发现问题").waitFor();

    // A copy begins with the same terms, and the list tells the kinds apart.
    const id = /campaigns\/([^/]+)\/edit/.exec(staff.url())?.[1] ?? "";
    await staff.goto(`/console/campaigns/${id}`);
    await staff.getByRole("link", { name: "复制为新活动" }).click();
    await staff.getByLabel("活动标题").waitFor();
    assertEquals(await staff.getByLabel("活动标题").inputValue(), "老带新开户有礼");
    await staff.goto("/console/campaigns?kind=referral");
    await staff.locator(".list").getByText("老带新开户有礼").first().waitFor();
    assertEquals(await staff.locator(".list").getByText("限时抢购").count(), 0);
  },
);

for (const dark of [false, true]) {
  browserTest(
    `every step of a referral fits a phone${
      dark ? " in the dark" : ""
    }, and nothing bars anyone from it`,
    async ({ person }) => {
      const page = await person({ dark });
      await enter(page, {
        username: "bank",
        path: "/campaigns/new?kind=referral&template=account",
      });
      await page.getByText("草稿已自动保存").waitFor();
      for (const name of STEPS) {
        await step(page, name);
        assertEquals(await overflows(page), false, name);
        assertEquals(await barriers(page), [], name);
      }
    },
  );
}
