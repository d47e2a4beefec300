/** Why a reward, or somebody invited, stands where it stands: one sentence, that blames nobody. */
import type {
  InviteeView,
  QualifyingEventType,
  RewardReason,
  RewardView,
} from "../../../actors/referral/protocol.ts";
import type { Language } from "../words.ts";

type Said = readonly [zh: string, en: string];

/** Who reads it: whom the reward is for, or staff, who read of that customer as of another. */
export type Audience = "customer" | "staff";

const EVENTS: Readonly<Record<QualifyingEventType, Said>> = {
  "account-opened": ["开立账户", "opened an account"],
  "card-activated": ["激活银行卡", "activated a card"],
  "deposit-made": ["存入存款", "made a deposit"],
  "purchase-confirmed": ["完成购买", "made a purchase"],
  "application-opened": ["申请产品", "applied for a product"],
};

const REASONS: Readonly<Record<RewardReason, Said>> = {
  "cap-per-inviter": ["您的奖励次数已到本活动上限", "you have had all rewards that one may have"],
  "cap-per-day": ["当天的奖励次数已到上限", "you had all rewards of that day"],
  "cap-per-outlet": ["所属网点的奖励名额已用完", "the rewards of your outlet are used up"],
  "budget-exhausted": ["活动奖励已全部发完", "all rewards of the campaign are given out"],
  "window-closed": ["已超过活动规定的天数", "it was after the days that the rules allow"],
  "reversed": ["对应的业务已撤销", "what it was for did not last"],
  "inviter-removed": ["邀请人已不在活动中", "the inviter no longer takes part"],
  "invitee-removed": ["这位好友已不在活动中", "this friend no longer takes part"],
  "review": ["经核实不符合活动规则", "a review found that the rules do not allow it"],
  "by-staff": ["工作人员已按规则收回", "staff took it back by the rules"],
  "campaign-ended": ["活动已经结束", "the campaign is over"],
};

/** Where staff read it otherwise. */
const STAFF_REASONS: Partial<Readonly<Record<RewardReason, Said>>> = {
  "cap-per-inviter": [
    "该客户的奖励次数已到本活动上限",
    "the customer has had all rewards that one may have",
  ],
  "cap-per-day": ["该客户当天的奖励次数已到上限", "the customer had all rewards of that day"],
  "cap-per-outlet": [
    "该客户所属网点的奖励名额已用完",
    "the rewards of the customer's outlet are used up",
  ],
  "invitee-removed": ["被邀请的客户已不在活动中", "whoever was invited no longer takes part"],
};

const STAFF_REVIEW: Said = ["待人工核实", "it waits for a review"];

const REVIEW: Said = ["正在核实，您无需操作", "it is being looked at, you need do nothing"];

/** With the events that made it and the rules that decided. */
export function whyReward(
  reward: RewardView,
  language: Language,
  options: { readonly nameless: string; readonly audience: Audience },
): string {
  const { nameless, audience } = options;
  const pick = picker(language);
  const name = reward.inviteeMask ?? nameless;
  const cause = audience === "staff"
    ? staffCauseOf(reward, pick, name)
    : causeOf(reward, pick, name);
  const course = courseOf(reward, { language, audience });
  const rules = pick([`规则第 ${reward.rules} 版`, `rules no. ${reward.rules}`]);
  return pick([
    `${cause}：${course}（${rules}）。`,
    `${cause}: ${course} (${rules}).`,
  ]);
}

/** Null where there is nothing to say. */
export function whyInvitee(
  invitee: InviteeView,
  { language, audience }: Reader,
): string | null {
  const pick = picker(language);
  if (invitee.reason !== null) return sentence(pick(reasonOf(invitee.reason, audience)), language);
  return invitee.state === "in-review" ? sentence(pick(reviewOf(audience)), language) : null;
}

/** A wallet's reason for taking something back; what is no reason of ours is said as it is. */
export function whyTaken(reason: string, language: Language): string {
  const known = Object.entries(REASONS).find(([code]) => code === reason);
  return known === undefined ? reason : sentence(picker(language)(known[1]), language);
}

interface Reader {
  readonly language: Language;
  readonly audience: Audience;
}

function reasonOf(reason: RewardReason, audience: Audience): Said {
  return (audience === "staff" ? STAFF_REASONS[reason] : undefined) ?? REASONS[reason];
}

function reviewOf(audience: Audience): Said {
  return audience === "staff" ? STAFF_REVIEW : REVIEW;
}

type Pick = (said: Said) => string;

function picker(language: Language): Pick {
  return ([zh, en]) => language === "zh" ? zh : en;
}

function causeOf({ for: what, tier, events }: RewardView, pick: Pick, name: string): string {
  const [event] = events;
  const did = event === undefined ? pick(["达标", "qualified"]) : pick(EVENTS[event.type]);
  switch (what) {
    case "invitee":
      return pick([`您邀请的「${name}」${did}`, `${name}, whom you invited, ${did}`]);
    case "second-level":
      return pick([
        `您的好友邀请的「${name}」${did}`,
        `${name}, whom a friend of yours invited, ${did}`,
      ]);
    case "self":
      return pick([`您受邀参加并${did}`, `You joined by an invitation and ${did}`]);
    case "tier":
      return pick([`您邀请的好友达标 ${tier ?? 0} 位`, `${tier ?? 0} of your friends count`]);
  }
}

function staffCauseOf({ for: what, tier, events }: RewardView, pick: Pick, name: string): string {
  const [event] = events;
  const did = event === undefined ? pick(["达标", "qualified"]) : pick(EVENTS[event.type]);
  switch (what) {
    case "invitee":
      return pick([
        `该客户邀请的「${name}」${did}`,
        `${name}, whom the customer invited, ${did}`,
      ]);
    case "second-level":
      return pick([
        `该客户的好友邀请的「${name}」${did}`,
        `${name}, whom a friend of the customer invited, ${did}`,
      ]);
    case "self":
      return pick([
        `该客户受邀参加并${did}`,
        `The customer joined by an invitation and ${did}`,
      ]);
    case "tier":
      return pick([
        `该客户邀请的好友达标 ${tier ?? 0} 位`,
        `${tier ?? 0} of the customer's friends count`,
      ]);
  }
}

function courseOf(reward: RewardView, { language, audience }: Reader): string {
  const pick = picker(language);
  const { state, reason, dueMs, paidAtMs } = reward;
  const why = reason === null ? null : pick(reasonOf(reason, audience));
  switch (state) {
    case "pending":
      return pick(["正在预留奖励", "the reward is being reserved"]);
    case "held": {
      const due = dueMs === null ? "" : dayOf(dueMs, language);
      return pick([`奖励已预留，${due}后发放`, `the reward is reserved and paid after ${due}`]);
    }
    case "approved":
      return pick([
        "正在发放到卡包",
        audience === "staff" ? "on its way to the wallet" : "on its way to your wallet",
      ]);
    case "paid": {
      const day = paidAtMs === null ? "" : dayOf(paidAtMs, language);
      return pick([
        `已于${day}发放到卡包`,
        `paid to ${audience === "staff" ? "the" : "your"} wallet on ${day}`,
      ]);
    }
    case "flagged":
      return pick(reviewOf(audience));
    case "rejected":
      return why === null
        ? pick(["没有计入奖励", "it does not count"])
        : pick([`没有计入奖励，${why}`, `it does not count, since ${why}`]);
    case "clawed-back":
      return why === null
        ? pick(["奖励已收回", "the reward was taken back"])
        : pick([`奖励已收回，${why}`, `the reward was taken back, since ${why}`]);
  }
}

function sentence(text: string, language: Language): string {
  return language === "zh" ? `${text}。` : `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}.`;
}

const DAY = { month: "long", day: "numeric", timeZone: "Asia/Shanghai" } as const;
const DAYS = {
  zh: new Intl.DateTimeFormat("zh-CN", DAY),
  en: new Intl.DateTimeFormat("en-GB", DAY),
};

function dayOf(atMs: number, language: Language): string {
  return DAYS[language].format(atMs);
}
