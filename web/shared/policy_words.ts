/** Sentences of the policy check: what is wrong, and the next step. */
import { count, money } from "./format.ts";
import type { RulePart } from "./policy_text.ts";

interface Cost {
  readonly fen: number;
  readonly rewards: number;
}

export interface PolicyWords {
  readonly sharing: string;
  readonly levels: string;
  readonly prize: (fen: number, fenMax: number) => string;
  readonly noRules: string;
  readonly part: Readonly<Record<RulePart, string>>;
  readonly freeEvent: string;
  readonly noCap: string;
  readonly selfOnly: string;
  readonly budgetOne: (fen: number) => string;
  readonly budgetInviter: (cost: Cost & { readonly invitees: number }) => string;
  readonly budgetOutlet: (perOutlet: number) => string;
  readonly tierPeople: (at: number, people: number) => string;
  readonly tierBudget: (at: number, cost: Cost) => string;
}

export const POLICY_ZH: PolicyWords = {
  sharing:
    "这里写了“分享、转发就有奖励”。微信外部链接规范 2.1.2 禁止奖励分享行为，会被封禁；请改为好友办成业务后才奖励。",
  levels: "奖励最多两级：邀请人，和邀请人的邀请人。第三级及以上涉嫌传销，请删去。",
  prize: (fen, fenMax) =>
    `单个奖励 ${money(fen)}，超过有奖销售最高奖 ${money(fenMax)} 的限额，请调低。`,
  noRules: "还没有活动规则。客户必须先看到规则，开始后不能再改；可以用“按条款填写”生成。",
  part: {
    time: "活动规则没有写明活动时间。",
    who: "活动规则没有写明参加对象和条件。",
    how: "活动规则没有写明参加方式和步骤。",
    prizes: "活动规则没有写明奖励内容。",
    limits: "活动规则没有写明每人上限和总量限制。",
    organiser: "活动规则没有写明主办单位。",
    contact: "活动规则没有写明咨询电话或联系方式。",
  },
  freeEvent:
    "“打开申请页”不需要客户付出什么，容易被刷。建议改为开户、激活、存款或购买；确有需要请写明理由。",
  noCap: "没有设每人上限，一个人可以刷走全部预算。请设每人总上限或每日上限。",
  selfOnly: "只奖励被邀请的客户，邀请人什么也得不到，不会有人邀请。请给邀请人设奖励。",
  budgetOne: (fen) => `总预算连一份 ${money(fen)} 的奖励都不够，请提高预算或调低奖励。`,
  budgetInviter: ({ invitees, fen, rewards }) =>
    `每人上限写的是 ${count(invitees)} 位好友，一位邀请人达到上限就要 ${money(fen)}、${
      count(rewards)
    } 份奖励，总预算不够。请提高预算或调低上限。`,
  budgetOutlet: (perOutlet) =>
    `一个网点的上限 ${count(perOutlet)} 份已超过总预算的份数，请调低网点上限或提高预算。`,
  tierPeople: (at, people) =>
    `预计 ${count(people)} 人参加，没有人能邀请到 ${
      count(at)
    } 位，这一档达不到。请调低这一档或预计人数。`,
  tierBudget: (at, { fen, rewards }) =>
    `邀请满 ${count(at)} 位共需 ${money(fen)}、${
      count(rewards)
    } 份奖励，预算会先用完，这一档达不到。请提高预算或调低这一档。`,
};

export const POLICY_EN: PolicyWords = {
  sharing:
    "This promises a reward for sharing. WeChat's rule 2.1.2 forbids it and blocks the page; reward what a friend completes instead.",
  levels:
    "Rewards have two levels at most: the inviter, and the inviter's inviter. A third is taken for pyramid selling: remove it.",
  prize: (fen, fenMax) =>
    `One reward is ${money(fen)}, above the largest lawful prize of ${money(fenMax)}: lower it.`,
  noRules:
    "There are no rules. Customers must see them first, and they are frozen at the opening; “Fill from the terms” writes them.",
  part: {
    time: "The rules do not say when it runs.",
    who: "The rules do not say who may take part.",
    how: "The rules do not say how to take part.",
    prizes: "The rules do not name the rewards.",
    limits: "The rules do not name the limits.",
    organiser: "The rules do not name the organiser.",
    contact: "The rules do not say whom to contact.",
  },
  freeEvent:
    "Opening the application costs nothing and can be farmed. Prefer an account, a card, a deposit or a purchase, or give a reason.",
  noCap: "One inviter may take the whole budget: set a cap per inviter or per day.",
  selfOnly: "Only the invited get something, so nobody invites: add a reward for the inviter.",
  budgetOne: (fen) =>
    `The budget does not pay a single reward of ${money(fen)}: raise it or lower the reward.`,
  budgetInviter: ({ invitees, fen, rewards }) =>
    `The cap allows ${count(invitees)} invitees; one inviter who reaches it costs ${
      money(fen)
    } in ${count(rewards)} rewards, more than the budget. Raise the budget or lower the cap.`,
  budgetOutlet: (perOutlet) =>
    `The cap per outlet, ${
      count(perOutlet)
    } rewards, exceeds the whole budget: lower it or raise the budget.`,
  tierPeople: (at, people) =>
    `With ${count(people)} participants expected nobody can invite ${
      count(at)
    }: lower this tier or correct the expectation.`,
  tierBudget: (at, { fen, rewards }) =>
    `${count(at)} invitees cost ${money(fen)} in ${
      count(rewards)
    } rewards; the budget ends before this tier. Raise the budget or lower the tier.`,
};
