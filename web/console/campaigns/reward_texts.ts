/** A reward as typed, what is wrong with it, and the reward that it makes. */
import type { RewardJson } from "../../shared/api_referral.ts";
import { checkText, type Fault, fen, type FieldName, whole } from "./form.ts";

/** `amount` in yuan for a coupon, whole points for points. */
export interface RewardTexts {
  readonly kind: "none" | "coupon" | "points";
  /** Id of a coupon template, else a name. */
  readonly ref: string;
  readonly amount: string;
}

export const NO_REWARD: RewardTexts = { kind: "none", ref: "", amount: "" };

const REF_LENGTH_MAX = 200;
/** Points are points, whatever they are for. */
const POINTS_REF = "积分";

/** The texts of a reward that is there. */
export function rewardTexts(reward: RewardJson | undefined): RewardTexts {
  if (reward === undefined) return NO_REWARD;
  const { kind, ref, amount } = reward;
  return { kind, ref, amount: String(kind === "coupon" ? amount / 100 : amount) };
}

/** The reward that is typed; null while it is not right. */
export function rewardOf(texts: RewardTexts): RewardJson | null {
  const amount = amountOf(texts);
  if (amount === null || texts.kind === "none") return null;
  const ref = texts.ref.trim();
  if (texts.kind === "points") return { kind: "points", ref: ref || POINTS_REF, amount };
  return ref === "" ? null : { kind: "coupon", ref, amount };
}

/** The reward, or null and faults under `name.amount` and `name.ref`; no reward is no fault. */
export function checkReward(
  texts: RewardTexts,
  { faults, name }: { readonly faults: Map<FieldName, Fault>; readonly name: string },
): RewardJson | null {
  if (texts.kind === "none") return null;
  if (amountOf(texts) === null) faults.set(`${name}.amount`, "amount");
  if (texts.kind === "coupon") {
    checkText(faults, `${name}.ref`, { value: texts.ref, lengthMax: REF_LENGTH_MAX });
  }
  return rewardOf(texts);
}

/** What is typed in two ways and means the same. */
export function rewardAsMeant(texts: RewardTexts): RewardTexts {
  const reward = rewardOf(texts);
  if (reward === null) return { kind: texts.kind, ref: texts.ref, amount: texts.amount };
  return { kind: reward.kind, ref: reward.ref, amount: String(reward.amount) };
}

function amountOf({ kind, amount }: RewardTexts): number | null {
  return (kind === "points" ? whole(amount) : fen(amount)) || null;
}
