/**
 * The policy check of a referral before review: WeChat's rule 2.1.2 (no reward for the act of sharing), two levels at
 * most, the largest prize of a promotion, complete rules, caps and a budget that can keep what is promised.
 */
import type {
  PolicyFindingJson,
  PolicyJson,
  QualifyingEventTypeJson,
  ReferralRequest,
} from "./api_referral.ts";
import type { Locale } from "./format.ts";
import { costOfInviter, fenOf, rewardsOf, worstCaseOf } from "./liability.ts";
import { missingParts, namesThirdLevel, rewardsSharing } from "./policy_text.ts";
import { POLICY_EN, POLICY_ZH, type PolicyWords } from "./policy_words.ts";

/** 50,000 yuan: 规范促销行为暂行规定, article 17. */
export const PRIZE_FEN_MAX = 5_000_000;
/** Events that cost the customer nothing. */
const FREE: readonly QualifyingEventTypeJson[] = ["application-opened"];

type Rule = PolicyFindingJson["rule"];
type Add = (rule: Rule, at: { readonly field: string; readonly message: string }) => void;

/** `error`: against a rule from outside. */
const LEVELS: Readonly<Record<Rule, PolicyFindingJson["level"]>> = {
  "reward-for-sharing": "error",
  "more-than-two-levels": "error",
  "prize-limit": "error",
  "rules-missing": "error",
  "rules-incomplete": "warning",
  "free-event": "warning",
  "no-cap": "warning",
  "budget-too-small": "warning",
  "tier-out-of-reach": "warning",
  "self-reward-only": "warning",
};

/** What the check finds, errors first, and the worst case. Pure: server and builder say the same. */
export function policyOf(
  request: ReferralRequest,
  options: { readonly language: Locale; readonly prizeFenMax?: number },
): PolicyJson {
  const words = options.language === "en" ? POLICY_EN : POLICY_ZH;
  const findings: PolicyFindingJson[] = [];
  const add: Add = (rule, at) => void findings.push({ rule, level: LEVELS[rule], ...at });
  checkTexts(request, { add, words });
  checkPrizes(request, { add, words, prizeFenMax: options.prizeFenMax ?? PRIZE_FEN_MAX });
  checkRules(request, { add, words });
  checkRewards(request, { add, words });
  checkBudget(request, { add, words });
  const errorsFirst = findings.toSorted((one, other) => weight(one) - weight(other));
  return { findings: errorsFirst, worstCase: worstCaseOf(request) };
}

/** What keeps a draft from review: findings for which no reason was given. Who approves reads the reason. */
export function policyBlocks(request: ReferralRequest, policy: PolicyJson): boolean {
  return policy.findings.length > 0 && (request.override?.reason.trim() ?? "") === "";
}

function weight({ level }: PolicyFindingJson): number {
  return level === "error" ? 0 : 1;
}

interface Report {
  readonly add: Add;
  readonly words: PolicyWords;
}

function checkTexts(request: ReferralRequest, { add, words }: Report): void {
  const texts = [
    ["title", request.title],
    ["rules", request.rules],
    ["look.note", request.look?.note ?? ""],
    ...rewardsOf(request.rewards).map(({ field, reward }) => [`${field}.ref`, reward.ref] as const),
  ] as const;
  for (const [field, text] of texts) {
    if (rewardsSharing(text)) add("reward-for-sharing", { field, message: words.sharing });
    if (namesThirdLevel(text)) add("more-than-two-levels", { field, message: words.levels });
  }
}

function checkPrizes(
  request: ReferralRequest,
  { add, words, prizeFenMax }: Report & { readonly prizeFenMax: number },
): void {
  for (const { field, reward } of rewardsOf(request.rewards)) {
    const fen = fenOf(reward, request.pointFen);
    if (fen <= prizeFenMax) continue;
    add("prize-limit", { field: `${field}.amount`, message: words.prize(fen, prizeFenMax) });
  }
}

function checkRules({ rules }: ReferralRequest, { add, words }: Report): void {
  if (rules.trim() === "") {
    add("rules-missing", { field: "rules", message: words.noRules });
    return;
  }
  for (const part of missingParts(rules)) {
    add("rules-incomplete", { field: "rules", message: words.part[part] });
  }
}

function checkRewards(request: ReferralRequest, { add, words }: Report): void {
  const { rewards, caps = {} } = request;
  for (const event of request.qualifying) {
    if (!FREE.includes(event)) continue;
    add("free-event", { field: "qualifying", message: words.freeEvent });
  }
  const { perInvitee, perInvitedSelf, perSecondLevel, tiers = [] } = rewards;
  if (perInvitee !== undefined && caps.perInviter === undefined && caps.perDay === undefined) {
    add("no-cap", { field: "caps.perInviter", message: words.noCap });
  }
  const forInviters = perInvitee ?? perSecondLevel ?? tiers[0];
  if (perInvitedSelf !== undefined && forInviters === undefined) {
    add("self-reward-only", { field: "rewards.perInvitedSelf", message: words.selfOnly });
  }
}

function checkBudget(request: ReferralRequest, { add, words }: Report): void {
  const { budget, caps = {}, expectedParticipants } = request;
  const tooDear = rewardsOf(request.rewards).find(({ reward }) =>
    fenOf(reward, request.pointFen) > (budget.fen ?? Infinity)
  );
  if (tooDear !== undefined) {
    const fen = fenOf(tooDear.reward, request.pointFen);
    add("budget-too-small", { field: "budget.fen", message: words.budgetOne(fen) });
  } else if (caps.perInviter !== undefined && !affords(request, caps.perInviter)) {
    const cost = costOfInviter(request, caps.perInviter);
    const message = words.budgetInviter({ ...cost, invitees: caps.perInviter });
    add("budget-too-small", { field: fieldOfBudget(request, cost), message });
  }
  if (caps.perOutlet !== undefined && caps.perOutlet > (budget.units ?? Infinity)) {
    add("budget-too-small", {
      field: "budget.units",
      message: words.budgetOutlet(caps.perOutlet),
    });
  }
  (request.rewards.tiers ?? []).forEach(({ at }, index) => {
    const field = `rewards.tiers.${index}.at`;
    if (at >= (expectedParticipants ?? Infinity)) {
      add("tier-out-of-reach", { field, message: words.tierPeople(at, expectedParticipants ?? 0) });
    } else if (tooDear === undefined && !affords(request, at)) {
      add("tier-out-of-reach", {
        field,
        message: words.tierBudget(at, costOfInviter(request, at)),
      });
    }
  });
}

/** Whether the budget lasts for one inviter with so many qualified invitees. */
function affords(request: ReferralRequest, qualified: number): boolean {
  const { fen, rewards } = costOfInviter(request, qualified);
  const { budget } = request;
  return fen <= (budget.fen ?? Infinity) && rewards <= (budget.units ?? Infinity);
}

function fieldOfBudget({ budget }: ReferralRequest, cost: { readonly fen: number }): string {
  return cost.fen > (budget.fen ?? Infinity) ? "budget.fen" : "budget.units";
}
