import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { missingParts, namesThirdLevel, rewardsSharing } from "../../../shared/policy_text.ts";
import { isFromTerms, refreshed, RULES_BLANK, rulesOf, staleHeadings } from "./rules_text.ts";
import { REFERRAL_TEMPLATES, startingTexts } from "./templates.ts";

const NOW_MS = Date.parse("2026-11-22T11:20:00Z");
const FACTS = { organiser: "南昌农商银行", titleOf: (ref: string) => ref };

Deno.test("rules that are filled from the terms lack no part and promise nothing that is forbidden", () => {
  for (const { id } of REFERRAL_TEMPLATES) {
    const rules = rulesOf(startingTexts(NOW_MS, id), FACTS);
    assertEquals(missingParts(rules), [], id);
    assert(!rewardsSharing(rules), id);
    assert(!namesThirdLevel(rules), id);
    assertStringIncludes(rules, RULES_BLANK);
  }
});

Deno.test("rules say what the terms say", () => {
  const rules = rulesOf(startingTexts(NOW_MS, "account"), FACTS);
  assertStringIncludes(rules, "2026年11月22日 20:00 至 2026年12月22日 20:00");
  assertStringIncludes(rules, "您得话费券 10 元（¥10.00）");
  assertStringIncludes(rules, "累计邀请成功 10 位，另得超市购物券（¥100.00）一次");
  assertStringIncludes(rules, "每人最多计奖 20 位好友");
});

Deno.test("terms that change make their headings stale; bringing them up keeps the bank's own lines", () => {
  const before = startingTexts(NOW_MS, "account");
  const own = "【特别提示】请勿向他人透露验证码。";
  const written = `${rulesOf(before, FACTS).replace(RULES_BLANK, "96268")}\n${own}`;
  const texts = { ...before, rules: written };
  assertEquals(staleHeadings(texts, FACTS), []);
  const changed = { ...texts, perInviter: "5", holdDays: "0" };
  assertEquals(staleHeadings(changed, FACTS), ["奖励上限", "发放时间"]);
  const rules = refreshed(changed, FACTS);
  assertEquals(staleHeadings({ ...changed, rules }, FACTS), []);
  assertStringIncludes(rules, "【咨询电话】96268");
  assertStringIncludes(rules, own);
  const ownWords = { ...texts, rules: "全是自己写的规则" };
  assertEquals([staleHeadings(ownWords, FACTS), isFromTerms(ownWords, FACTS)], [[], false]);
  assertEquals(isFromTerms(texts, FACTS), true);
});
