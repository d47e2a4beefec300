import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { barriers } from "../../testing/browser.ts";
import { browserTests } from "../../testing/browser_tests.ts";
import { EVENTS_SECRET, type LiveReferral, openReferral } from "../../testing/referral_people.ts";
import { enter, overflows } from "../../testing/staff.ts";

const WAIT_MS = 15_000;
const VIEWS = ["live", "tree", "reviews", "rewards", "results"];

const browserTest = browserTests({ atOnce: 2, env: { EVENTS_SECRET } });

/** Signs in, and opens a campaign in which nothing has happened yet. */
async function watch(
  page: Page,
  fields?: Parameters<typeof openReferral>[1],
): Promise<LiveReferral> {
  await enter(page, { username: "province", path: "" });
  const campaign = await openReferral(new URL(page.url()).origin, fields);
  await page.goto(`/console/campaigns/${campaign.id}`);
  await page.locator(".phase.open").waitFor({ timeout: WAIT_MS });
  return campaign;
}

function budget(page: Page, part: "confirmed" | "held" | "available") {
  return page.locator(".gauge").first().locator(`.tiles .${part} dd`);
}

async function view(page: Page, campaign: LiveReferral, tab: string): Promise<void> {
  await page.goto(`/console/campaigns/${campaign.id}?tab=${tab}`);
}

browserTest(
  "the budget moves live, and is changed by so much that no promised reward is without",
  async ({ person }) => {
    const page = await person({ wide: true });
    const campaign = await watch(page);
    const ann = await campaign.join("budget-ann");
    await campaign.join("budget-bob", ann.link.code);
    await campaign.qualify("budget-bob");
    await budget(page, "confirmed").filter({ hasText: "¥5.00" }).waitFor({ timeout: WAIT_MS });
    await page.locator(".leaders td").filter({ hasText: /^1$/ }).first().waitFor();

    await page.getByRole("button", { name: "调整预算" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByText("现在最多可收回 ¥95.00").waitFor();
    await dialog.locator("#field-delta").fill("-95.01");
    await dialog.locator("button[type=submit]").click();
    await dialog.getByText("会有 ¥0.01 的奖励没有预算可发").waitFor();
    await dialog.locator("#field-delta").fill("一百");
    await dialog.locator("button[type=submit]").click();
    await dialog.getByText("最多两位小数").waitFor();
    await dialog.locator("#field-delta").fill("-90");
    await dialog.getByText("调整后预算 ¥10.00").waitFor();
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    await budget(page, "available").filter({ hasText: "¥5.00" }).waitFor();

    await campaign.join("budget-cas", ann.link.code);
    await campaign.qualify("budget-cas");
    await page.getByText("预算已用完，新的奖励不再发放").waitFor({ timeout: WAIT_MS });
    await page.getByRole("button", { name: "立即核对" }).click();
    await page.getByText("账实相符").waitFor({ timeout: WAIT_MS });
  },
);

browserTest("a referral is stopped, goes on and ends from its page", async ({ person }) => {
  const page = await person({ wide: true });
  const campaign = await watch(page);
  const ann = await campaign.join("stop-ann");
  const act = async (name: string, consequence: string) => {
    await page.locator(".actions").getByRole("button", { name, exact: true }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByText(consequence).waitFor();
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
  };
  await act("紧急暂停", "立即停止接受参加");
  await page.locator(".phase.paused").waitFor();
  assertEquals(await campaign.tries("stop-bob", ann.link.code), 409);
  await act("恢复", "还有 ¥100.00 预算可用");
  await page.locator(".phase.open").waitFor();
  assertEquals(await campaign.tries("stop-bob", ann.link.code), 201);
  await act("结束", "¥100.00 未用的预算不再发放");
  await page.locator(".phase.ended, .phase.settled").waitFor();
  await page.locator(".history strong").filter({ hasText: /^恢复$/ }).waitFor();
});

browserTest(
  "who is suspicious is reviewed by keyboard, one after the other, until nobody waits",
  async ({ person }) => {
    const page = await person({ wide: true });
    const campaign = await watch(page);
    const ann = await campaign.join("ring-ann");
    const bob = await campaign.join("ring-bob", ann.link.code);
    // Once is a tap on a friend's link; the third time is looked at.
    for (let tries = 0; tries < 3; tries++) {
      assertEquals(await campaign.tries("ring-ann", bob.link.code), 409);
    }
    await campaign.qualify("ring-bob");
    await view(page, campaign, "reviews");
    await page.getByText("2 位待审核").waitFor({ timeout: WAIT_MS });
    const desk = page.locator(".desk");
    await desk.getByText("邀请关系绕成了圈").waitFor();
    const first = await desk.locator("h2 small").innerText();
    await page.keyboard.press("r");
    await desk.getByText("请写明原因").waitFor();
    await page.keyboard.type("先问一下");
    await desk.getByRole("button", { name: "先询问" }).click();
    await desk.locator("h2 small").filter({ hasNotText: first }).waitFor();
    await page.keyboard.press("k");
    await desk.locator("h2 small").filter({ hasText: first }).waitFor();
    await desk.getByText("先问一下").waitFor({ timeout: WAIT_MS });
    await page.keyboard.press("a");
    await page.getByText("1 位待审核").waitFor();
    await page.keyboard.press("a");
    await page.getByText("没有待审核的参与者").waitFor();
    await view(page, campaign, "rewards");
    await page.locator(".reward-rows .phase").filter({ hasText: "已发放" }).waitFor({
      timeout: WAIT_MS,
    });
  },
);

browserTest(
  "the tree is walked by keyboard down to why a reward counted, which is then taken back",
  async ({ person }) => {
    const page = await person({ wide: true });
    const campaign = await watch(page);
    const ann = await campaign.join("tree-ann");
    const bob = await campaign.join("tree-bob", ann.link.code);
    const cas = await campaign.join("tree-cas", bob.link.code);
    await campaign.qualify("tree-bob");
    await view(page, campaign, "tree");
    const tree = page.getByRole("tree");
    // Another cell may hear a moment later whom its participant invited: the page looks again.
    const branch = (level: number) =>
      tree.locator(`[aria-level='${level}'][aria-expanded]`).waitFor({ timeout: WAIT_MS });
    await branch(2);
    await tree.getByRole("treeitem").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await branch(3);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await tree.locator("[aria-level='4']").filter({ hasText: cas.participant.id }).waitFor();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const panel = page.locator(".participant");
    await panel.locator("summary").filter({ hasText: "已发放" }).click({ timeout: WAIT_MS });
    await panel.locator(".cases").getByText("开户", { exact: false }).first().waitFor();
    await panel.getByText("按规则第").waitFor();

    await panel.getByRole("button", { name: "追回" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByText("从客户账户扣回 500 积分").waitFor();
    await dialog.locator("button[type=submit]").click();
    await dialog.getByText("请写明原因").waitFor();
    await dialog.getByLabel("原因").fill("账户已注销");
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    await panel.locator("summary").filter({ hasText: "已追回" }).waitFor({ timeout: WAIT_MS });

    await page.getByLabel("参与者编号").fill(bob.participant.id);
    await page.getByRole("button", { name: "查找" }).click();
    await tree.getByRole("treeitem").first().filter({ hasText: bob.participant.id }).waitFor();
    await panel.getByRole("button", { name: "移出活动" }).click();
    await dialog.getByText("其邀请的 1 人留在活动中").waitFor();
    await dialog.getByLabel("原因").fill("本行员工");
    await dialog.locator("button[type=submit]").click();
    await panel.getByText("已移出活动").waitFor({ timeout: WAIT_MS });
    await page.getByLabel("参与者编号").fill("99.99");
    await page.getByRole("button", { name: "查找" }).click();
    await page.getByText("没有编号为 99.99 的参与者").waitFor();
  },
);

browserTest(
  "results add up by channel and day, go out as CSV, and every view fits a phone and has no barrier",
  async ({ person }) => {
    const desk = await person({ wide: true });
    const campaign = await watch(desk);
    const ann = await campaign.join("sum-ann");
    const bob = await campaign.join("sum-bob", ann.link.code);
    await campaign.tries("sum-ann", bob.link.code);
    await campaign.qualify("sum-bob");
    await view(desk, campaign, "results");
    const total = desk.locator(".figures dd").first();
    await total.filter({ hasText: /^2$/ }).waitFor({ timeout: WAIT_MS });
    await desk.getByRole("button", { name: "按渠道" }).click();
    await desk.locator("tfoot td").nth(2).filter({ hasText: /^2$/ }).waitFor();
    await desk.getByRole("button", { name: "按天" }).click();
    await desk.locator(".grid-table tbody th").filter({ hasText: /^20\d\d-/ }).waitFor();
    const csv = await desk.getByRole("link", { name: "导出明细 CSV" }).getAttribute("href");
    const exported = await desk.context().request.get(csv ?? "");
    assertMatch(exported.headers()["content-type"] ?? "", /^text\/csv/);
    assertEquals((await exported.text()).trim().split("\n").length, 3, "a head and two people");

    const manager = await person();
    await enter(manager, { username: "manager", path: `/campaigns/${campaign.id}` });
    await manager.getByText("这里只显示您带来的部分").waitFor({ timeout: WAIT_MS });
    await manager.locator(".figures dd").first().filter({ hasText: /^0$/ }).waitFor();
    assertEquals(await barriers(manager), []);

    const phone = await person({ dark: true });
    await enter(phone, { username: "province", path: "" });
    for (const tab of VIEWS) {
      for (const page of [desk, phone]) {
        await view(page, campaign, tab);
        await page.locator(".tabs [aria-current]").waitFor();
        await page.locator(".skeleton").waitFor({ state: "detached" });
        assertEquals(await barriers(page), [], tab);
        assert(!await overflows(page), tab);
      }
    }
  },
);
