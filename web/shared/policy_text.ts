/** What texts of a campaign promise: a reward for sharing, a third level; and which parts its rules lack. */

/** An act that costs nothing and only spreads the page. */
const SHARING =
  /分享|转发|转载|扩散|朋友圈|集赞|点赞|发群|@好友|\b(?:shar(?:e|es|ing)|repost\w*|forward\w*)\b/g;
/** What follows when the act is rewarded; at most a few words later in the same clause. */
const REWARD =
  /^(.{0,24}?)(即?可?得|有奖|有礼|好礼|就送|即送|领|赢|抽奖|奖励|奖品|红包|返现|立减|提现|礼品|\b(?:win|earn|rewards?|gifts?|bonus|get)\b)/;
/** Words between the two that make it a reward for something else. */
const EARNED = /开户|开卡|激活|购买|消费|存款|存入|办理|成交|完成|open|activat|buy|purchas|deposit/;
const NOT =
  /不(?!限|用|必|需|管|论)|无(?!限|需|须|门槛|论)|没有|禁|勿|\b(?:no|not|never|without)\b/;
const THIRD_LEVEL =
  /[三四五六七八九十]级(?![甲医])|第[三四五六七八九十]层|多级|多层级|无限级|层层(?:返|奖|提)|团队计酬|发展下线|下线(?:返|提成|奖)|\b(?:third|3rd|multi|unlimited)[- ]?level/g;

/** Whether a text rewards the mere act of sharing. Whoever says that it does not is not accused. */
export function rewardsSharing(text: string): boolean {
  return clauses(text).some((clause) =>
    [...clause.matchAll(SHARING)].some((act) => {
      const after = clause.slice(act.index + act[0].length);
      const reward = REWARD.exec(after);
      if (reward === null || EARNED.test(reward[1] ?? "")) return false;
      return !NOT.test(clause.slice(0, act.index) + (reward[1] ?? ""));
    })
  );
}

/** Whether a text promises something for a third level or more. */
export function namesThirdLevel(text: string): boolean {
  return clauses(text).some((clause) =>
    [...clause.matchAll(THIRD_LEVEL)].some((level) => !NOT.test(clause.slice(0, level.index)))
  );
}

/** Spaces between Chinese characters hide nothing. */
function clauses(text: string): readonly string[] {
  return text.normalize("NFKC").toLowerCase()
    .replaceAll(/(?<=[\u3400-\u9fff])[\s·.*_-]+(?=[\u3400-\u9fff])/g, "")
    .split(/[,，。;；!！?？\n]/);
}

/** Parts that customers must find in the rules, in the order in which they read them. */
export const RULE_PARTS = [
  "time",
  "who",
  "how",
  "prizes",
  "limits",
  "organiser",
  "contact",
] as const;
export type RulePart = (typeof RULE_PARTS)[number];

const MARKS: Readonly<Record<RulePart, RegExp>> = {
  time: /时间|期间|起止|有效期|\d\s*月\s*\d+\s*日|\b(?:dates?|period|from .+ (?:to|until))\b/i,
  who: /对象|资格|条件|谁可|均可参[加与]|\b(?:who|eligib\w+|open to)\b/i,
  how: /方式|流程|步骤|如何|怎样|玩法|\b(?:how|steps?)\b/i,
  prizes: /奖|礼|券|积分|\b(?:rewards?|prizes?|coupons?|points?)\b/i,
  limits: /上限|最多|至多|封顶|不超过|限额|每[人日天].{0,8}限|\b(?:limits?|at most|caps?)\b/i,
  organiser: /主办|举办|组织者|发起|\b(?:organi[sz]\w+|held by|run by)\b/i,
  contact: /电话|热线|客服|咨询|联系|\b(?:contact|hotline|phone|call)\b/i,
};

/** Parts that the rules do not speak of. */
export function missingParts(rules: string): readonly RulePart[] {
  return RULE_PARTS.filter((part) => !MARKS[part].test(rules));
}
