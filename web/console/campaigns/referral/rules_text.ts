/**
 * The rules of a referral as its terms say them, one heading a line, in Chinese as customers read them. What only the
 * bank knows stands as a blank that must be filled before review.
 */
import type { QualifyingEventTypeJson, RewardJson } from "../../../shared/api_referral.ts";
import { count, money } from "../../../shared/format.ts";
import { rewardOf } from "../reward_texts.ts";
import type { ReferralTexts } from "./referral_form.ts";

/** Stands where something is still missing. */
export const RULES_BLANK = "＿＿＿＿";

/** What the form does not know. */
export interface RulesFacts {
  readonly organiser: string;
  /** Name of a coupon by its `ref`. */
  titleOf(ref: string): string;
}

interface Line {
  readonly heading: string;
  readonly text: string;
  /** The bank's own words: they stay when the terms change. */
  readonly kept?: true;
}

const EVENTS: Readonly<Record<QualifyingEventTypeJson, string>> = {
  "account-opened": "开立账户",
  "card-activated": "激活银行卡或社保卡",
  "deposit-made": "办理存款",
  "purchase-confirmed": "完成购买",
  "application-opened": "打开业务申请页",
};

const ATTRIBUTION: Readonly<Record<ReferralTexts["attribution"], string>> = {
  first: "好友在有效期内第一次打开谁的邀请链接，就计入谁名下",
  last: "好友参加前最后一次打开谁的邀请链接，就计入谁名下",
  registration: "好友参加时填写谁的邀请码，就计入谁名下",
};

/** The whole text, new. */
export function rulesOf(texts: ReferralTexts, facts: RulesFacts): string {
  return linesOf(texts, facts).map(({ heading, text }) => `【${heading}】${text}`).join("\n");
}

/** The text with every heading brought up to the terms; the bank's own lines stay. */
export function refreshed(texts: ReferralTexts, facts: RulesFacts): string {
  const old = texts.rules.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const lines = linesOf(texts, facts);
  const marks = lines.map(({ heading }) => `【${heading}】`);
  const news = lines.map(({ text, kept }, index) => {
    const mark = marks[index] ?? "";
    const before = old.find((line) => line.startsWith(mark));
    return kept && before !== undefined ? before : `${mark}${text}`;
  });
  const own = old.filter((line) => !marks.some((mark) => line.startsWith(mark)));
  return [...news, ...own].join("\n");
}

/** Whether a text was filled from terms, if only in part; another is left as it is. */
export function isFromTerms(texts: ReferralTexts, facts: RulesFacts): boolean {
  return linesOf(texts, facts).some(({ heading }) => texts.rules.includes(`【${heading}】`));
}

/** Headings that no longer say what the terms say; none for a text that is wholly one's own. */
export function staleHeadings(texts: ReferralTexts, facts: RulesFacts): readonly string[] {
  const lines = linesOf(texts, facts);
  const written = lines.filter(({ heading }) => texts.rules.includes(`【${heading}】`));
  return written.filter(({ heading, text, kept }) =>
    !kept && !texts.rules.includes(`【${heading}】${text}`)
  ).map(({ heading }) => heading);
}

function linesOf(texts: ReferralTexts, facts: RulesFacts): readonly Line[] {
  return [
    { heading: "活动时间", text: `${day(texts.startsAt)} 至 ${day(texts.endsAt)}` },
    { heading: "参加对象", text: whoText(texts) },
    { heading: "参加方式", text: howText(texts) },
    { heading: "奖励内容", text: prizesText(texts, facts) },
    { heading: "奖励上限", text: limitsText(texts) },
    { heading: "发放时间", text: payText(texts) },
    {
      heading: "重要说明",
      text:
        "仅转发、分享页面不获得奖励；老客户可以参加和邀请，不能被邀请；自己邀请自己、虚假开户等行为核实后取消奖励。",
    },
    { heading: "主办单位", text: facts.organiser || RULES_BLANK, kept: true },
    { heading: "咨询电话", text: RULES_BLANK, kept: true },
  ];
}

function whoText({ newCustomersOnly, tags, orgUnitIds }: ReferralTexts): string {
  const whose = orgUnitIds.trim() === "" ? "本行" : "指定网点的";
  const kind = newCustomersOnly ? "新客户" : "客户";
  const limited = tags.trim() === "" ? "" : "（限活动指定的客户群）";
  return `${whose}${kind}均可参加${limited}，被邀请的好友须为本行新客户。`;
}

function howText(texts: ReferralTexts): string {
  const events = texts.qualifying.map((one) => EVENTS[one]).join("或");
  return `参加后把您的专属链接发给好友，好友通过链接参加并${events}后计为邀请成功。${
    ATTRIBUTION[texts.attribution]
  }，${texts.windowDays} 天内有效。`;
}

function prizesText(texts: ReferralTexts, facts: RulesFacts): string {
  const say = (reward: RewardJson) =>
    reward.kind === "points"
      ? `${count(reward.amount)} 积分`
      : `${facts.titleOf(reward.ref)}（${money(reward.amount)}）`;
  const single = (name: "perInvitee" | "perInvitedSelf" | "perSecondLevel", before: string) => {
    const reward = rewardOf(texts[name]);
    return reward === null ? [] : [`${before}${say(reward)}`];
  };
  const tiers = texts.tiers.toSorted((low, high) => Number(low.at) - Number(high.at))
    .flatMap((tier) => {
      const reward = rewardOf(tier);
      return reward === null ? [] : [`累计邀请成功 ${tier.at} 位，另得${say(reward)}一次`];
    });
  const parts = [
    ...single("perInvitee", "每成功邀请一位好友，您得"),
    ...single("perInvitedSelf", "好友得"),
    ...tiers,
    ...single("perSecondLevel", "您的好友每再成功邀请一位，您得"),
  ];
  return `${parts.join("；") || RULES_BLANK}。`;
}

function limitsText({ perInviter, perDay, perOutlet }: ReferralTexts): string {
  const parts = [
    ...perInviter.trim() === "" ? [] : [`每人最多计奖 ${perInviter.trim()} 位好友`],
    ...perDay.trim() === "" ? [] : [`每人每日最多计奖 ${perDay.trim()} 位`],
    ...perOutlet.trim() === "" ? [] : [`每个网点最多 ${perOutlet.trim()} 份奖励`],
    "奖励总量有限，发完为止",
  ];
  return `${parts.join("；")}。`;
}

function payText({ holdDays }: ReferralTexts): string {
  return holdDays.trim() === "0"
    ? "好友邀请成功后即时发放到“我的”。业务撤销的，已发奖励收回。"
    : `好友邀请成功满 ${holdDays.trim()} 天后发放到“我的”，期间业务撤销的不发放。`;
}

/** `2026-11-22T20:00` → `2026年11月22日 20:00`. */
function day(local: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(local);
  if (match === null) return RULES_BLANK;
  const [, year, month, date, time] = match;
  return `${year}年${Number(month)}月${Number(date)}日 ${time}`;
}
