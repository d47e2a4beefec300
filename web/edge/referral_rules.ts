/** Rules between the fields of a referral. They name every wrong field, also where others are malformed. */
import type { Limits } from "../../engine/mod.ts";
import type { FieldError } from "../shared/api.ts";
import { instant, integer, member } from "./loose_fields.ts";
import type { Language } from "./words.ts";

/** Errors by field; `data` is a body that may be wrong in any way. */
export function checkReferral(
  data: unknown,
  options: { language: Language; limits: Limits; nowMs: number },
): FieldError[] {
  if (typeof data !== "object" || data === null) return [];
  const errors: FieldError[] = [];
  const wrong = (field: string, zh: string, en: string) => {
    errors.push({ field, message: options.language === "zh" ? zh : en });
  };
  const startsMs = instant(data, "startsAt");
  const endsMs = instant(data, "endsAt");
  if (endsMs !== null && endsMs <= options.nowMs) {
    wrong("endsAt", "应晚于现在", "Must be in the future");
  } else if (startsMs !== null && endsMs !== null && endsMs <= startsMs) {
    wrong("endsAt", "应晚于开始时间", "Must be after startsAt");
  }
  const budget = member(data, "budget");
  if (budget !== null) {
    const units = integer(budget, "units");
    const { campaignUnitsMax } = options.limits;
    if (!("fen" in budget) && !("units" in budget)) {
      wrong("budget", "请填写金额或份数，至少一项", "Must have fen or units");
    }
    if (units !== null && units > campaignUnitsMax) {
      wrong("budget.units", `最多为 ${campaignUnitsMax}`, `Must be at most ${campaignUnitsMax}`);
    }
  }
  const rewards = member(data, "rewards");
  if (rewards !== null) checkRewards(rewards, wrong);
  return errors;
}

function checkRewards(
  rewards: object,
  wrong: (field: string, zh: string, en: string) => void,
): void {
  const tiers: unknown = Reflect.get(rewards, "tiers");
  const hasTiers = Array.isArray(tiers) && tiers.length > 0;
  const hasOne = ["perInvitee", "perInvitedSelf", "perSecondLevel"].some((name) => name in rewards);
  if (!hasOne && !hasTiers) {
    wrong("rewards", "至少设置一项奖励", "Must have at least one reward");
  }
  if (!Array.isArray(tiers)) return;
  let before = 0;
  tiers.forEach((tier: unknown, n) => {
    if (typeof tier !== "object" || tier === null) return;
    const at = integer(tier, "at");
    if (at === null) return;
    if (at <= before) {
      wrong(
        `rewards.tiers.${n}.at`,
        `应大于上一档的 ${before}`,
        `Must be greater than ${before}, that of the tier before`,
      );
    }
    before = at;
  });
}
