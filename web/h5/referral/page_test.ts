import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { iso, manager } from "../fixtures.ts";
import { invitee, leader, participant, referral, reward } from "./fixtures.ts";
import type { Boot } from "./model.ts";
import { renderReferralPage } from "./page.tsx";

function html(boot: Partial<Boot> = {}, locale: "zh" | "en" = "zh"): string {
  return renderReferralPage({
    boot: { campaign: referral(), me: null, signedIn: false, demo: false, ...boot },
    locale,
    elder: false,
    assets: { script: "/assets/referral.1.js", style: "/assets/referral.1.css" },
  });
}

Deno.test("first paint says what there is to win, who invited, how much is left and what to do", () => {
  const page = html({ invitation: { code: "abc", name: "王*" } });
  for (
    const text of [
      "老友带新友",
      "每成功邀请 1 位好友，得 ¥10.00 优惠券",
      "王* 邀请您参加",
      "还剩 83%",
      "满 ¥50.00 可用",
      "登录并参加",
      "二、奖励领完即止。",
      "规则第 4 版",
    ]
  ) assertStringIncludes(page, text);
});

Deno.test("a participant's first paint shows progress, steps, rewards with why, and friends", () => {
  const page = html({
    signedIn: true,
    campaign: referral({ leaders: [leader(1), leader(2, { id: "0.7", name: "张*" })] }),
    me: participant({
      progress: { ...participant().progress, qualified: 3, earnedFen: 1_000, comingPoints: 100 },
      inviter: { name: "王*" },
      rank: 2,
      rewards: [reward()],
      invitees: [invitee({ state: "rejected", why: "超过有效期，不计奖励。" })],
    }),
  });
  for (
    const text of [
      "当前第 2 名",
      "王* 邀请了您",
      "共 3 档，已达成 2 档",
      "还差 7 位",
      "李* 已开户，退改期过后到账。",
      "按第 4 版规则判定",
      "超过有效期，不计奖励。",
      "邀请好友",
    ]
  ) assertStringIncludes(page, text);
  assert(/<li[^>]*data-id="0.7"[^>]*class="mine"/.test(page));
  assert(!page.includes("邀请您参加"));
});

Deno.test("empty lists say what to do", () => {
  const page = html({ me: participant(), signedIn: true });
  for (const text of ["还没有好友参加", "好友完成后，奖励会出现在这里", "还没有人上榜"]) {
    assertStringIncludes(page, text);
  }
});

Deno.test("before it starts the page counts down and does not offer to join", () => {
  const campaign = referral({ phase: "scheduled", startsAt: iso(3_661_000) });
  assertStringIncludes(html({ campaign, signedIn: true }), "1:01:01 后开始");
  assertStringIncludes(html({ campaign }), "先登录，开始后一点即参加");
});

Deno.test("the manager who brought the visitor stands on the page", () => {
  assertStringIncludes(html({ manager: manager() }), "打电话");
});

Deno.test("first paint in English where the cookie says so", () => {
  const page = html({ invitation: { code: "abc", name: "王*" } }, "en");
  assertStringIncludes(page, '<html lang="en">');
  assertStringIncludes(page, "You get 200 points once you open an account or activate a card");
});

Deno.test("rules and names cannot break out of the page", () => {
  const evil = `</script><script>alert(1)</script><u>`;
  const page = html({
    campaign: referral({ rules: evil, title: evil }),
    invitation: { code: "abc", name: evil },
  });
  assert(!page.includes("<script>alert"));
  assert(!page.includes("<u>"));
});

Deno.test("a link's preview says what there is to win", () => {
  assertStringIncludes(
    html(),
    '<meta property="og:description" content="每成功邀请 1 位好友，得 ¥10.00 优惠券">',
  );
});

Deno.test("a campaign with steps alone names its highest", () => {
  const { tiers = [] } = referral().rewards;
  assertStringIncludes(html({ campaign: referral({ rewards: { tiers } }) }), "最高得 ¥200.00");
});

Deno.test("the page keeps to the content security policy and names every button", () => {
  const page = html({ me: participant({ rewards: [reward()] }), signedIn: true });
  assert(!/<[^>]+ on[a-z]+=/.test(page));
  assert(!/ style=/.test(page));
  assertEquals(page.match(/<h1/g)?.length, 1);
  for (const [, attributes = "", text = ""] of page.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)) {
    assert(attributes.includes("aria-label=") || text.trim() !== "", attributes);
  }
});
