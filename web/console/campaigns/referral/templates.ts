/** Referrals that only need a look: what a county bank runs most. */
import { toLocalInput } from "../../../shared/format.ts";
import type { Both } from "../../page_table.ts";
import { NO_REWARD, type RewardTexts } from "../reward_texts.ts";
import type { ReferralTexts } from "./referral_form.ts";

/** A filled form. */
export interface ReferralTemplate {
  readonly id: string;
  readonly name: Both<string>;
  readonly about: Both<string>;
  /** Laid over the defaults of this moment. */
  readonly texts: Partial<ReferralTexts>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LENGTH_DAYS = 30;

const coupon = (ref: string, amount: string): RewardTexts => ({ kind: "coupon", ref, amount });
const points = (amount: string): RewardTexts => ({ kind: "points", ref: "积分", amount });

/** In the order of the builder. */
export const REFERRAL_TEMPLATES: readonly ReferralTemplate[] = [
  {
    id: "account",
    name: { zh: "老带新开户", en: "Friends open an account" },
    about: {
      zh: "好友开户，双方得话费券，邀满有阶梯礼",
      en: "Coupons for both, gifts at 3 and 10 friends",
    },
    texts: {
      title: "老带新开户有礼",
      qualifying: ["account-opened"],
      perInvitee: coupon("话费券 10 元", "10"),
      perInvitedSelf: coupon("新客话费券 10 元", "10"),
      tiers: [
        { at: "3", ...coupon("粮油礼包券", "30") },
        { at: "10", ...coupon("超市购物券", "100") },
      ],
      perInviter: "20",
      perDay: "5",
      budgetFen: "50000",
      expectedParticipants: "2000",
    },
  },
  {
    id: "card",
    name: { zh: "社保卡激活邀请", en: "Friends activate a social security card" },
    about: { zh: "好友激活社保卡，按人数得积分", en: "Points for every friend who activates one" },
    texts: {
      title: "邀请亲友激活社保卡",
      qualifying: ["card-activated"],
      perInvitee: points("500"),
      perInvitedSelf: points("300"),
      tiers: [{ at: "5", ...coupon("米油礼包券", "50") }],
      perInviter: "30",
      perDay: "5",
      budgetFen: "80000",
      expectedParticipants: "5000",
      theme: "harvest",
    },
  },
  {
    id: "deposit",
    name: { zh: "存款好友同享", en: "Friends make a deposit" },
    about: { zh: "好友办理存款，双方得积分", en: "Points for both" },
    texts: {
      title: "好友存款，积分同享",
      qualifying: ["deposit-made"],
      perInvitee: points("800"),
      perInvitedSelf: points("800"),
      perInviter: "10",
      budgetFen: "30000",
      holdDays: "15",
      expectedParticipants: "1000",
      theme: "seal",
    },
  },
];

/** A new form, filled by a template where one is named: from the next full hour for thirty days. */
export function startingTexts(nowMs: number, id: string | null): ReferralTexts {
  const startsAtMs = Math.ceil((nowMs + 1) / HOUR_MS) * HOUR_MS;
  const fresh: ReferralTexts = {
    title: "",
    startsAt: toLocalInput(startsAtMs),
    endsAt: toLocalInput(startsAtMs + LENGTH_DAYS * DAY_MS),
    attribution: "first",
    windowDays: "30",
    qualifying: ["account-opened"],
    perInvitee: coupon("", ""),
    perInvitedSelf: NO_REWARD,
    perSecondLevel: NO_REWARD,
    tiers: [],
    perInviter: "20",
    perDay: "",
    perOutlet: "",
    holdDays: "7",
    budgetFen: "",
    budgetUnits: "",
    pointFen: "1",
    expectedParticipants: "1000",
    expectedPeak: "",
    newCustomersOnly: false,
    tags: "",
    orgUnitIds: "",
    rules: "",
    theme: "field",
    note: "",
    override: "",
  };
  const template = REFERRAL_TEMPLATES.find((one) => one.id === id);
  return template === undefined ? fresh : { ...fresh, ...template.texts };
}
