import { assertEquals } from "@std/assert";
import { missingParts, namesThirdLevel, rewardsSharing } from "./policy_text.ts";

Deno.test("texts that reward sharing are told from those that do not", () => {
  const rewarded = [
    "分享即得 5 元红包",
    "分享有礼",
    "转发有奖",
    "转发给三位好友，分享到朋友圈领取优惠券",
    "集赞满 20 个领礼品",
    "无需开户，分享即得积分",
    "分享无门槛得红包",
    "Share to win a prize",
    "Forward this page and get ¥5",
  ];
  for (const text of rewarded) assertEquals(rewardsSharing(text), true, text);
  const fine = [
    "邀请好友开户，双方各得话费券",
    "点击右上角分享给好友",
    "分享给好友后好友完成开户得奖励",
    "分享行为本身不产生奖励",
    "仅转发、分享，不获得奖励",
    "Sharing alone earns no reward",
    "Share the link. A friend who opens an account earns you ¥10.",
    "",
  ];
  for (const text of fine) assertEquals(rewardsSharing(text), false, text);
});

Deno.test("texts that promise a third level are told from those that rule it out", () => {
  const third = ["三级分销", "一至三级均有提成", "无限级返佣", "多级奖励", "third level too"];
  for (const text of third) assertEquals(namesThirdLevel(text), true, text);
  const fine = ["奖励最多两级", "不设第三层奖励", "三级甲等医院体检券", "活动下线后奖励照发"];
  for (const text of fine) assertEquals(namesThirdLevel(text), false, text);
});

Deno.test("rules in English lack nothing when every part is there", () => {
  const rules =
    "Dates: 1 to 31 December. Who may take part: customers. How: invite a friend. Rewards: ¥10. " +
    "Limits: 10 each. Organiser: the bank. Contact: 96268.";
  assertEquals(missingParts(rules), []);
  assertEquals(missingParts("Invite a friend."), [
    "time",
    "who",
    "how",
    "prizes",
    "limits",
    "organiser",
    "contact",
  ]);
});
