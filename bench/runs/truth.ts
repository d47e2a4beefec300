/** Which checks a scenario's promises are held against. */
import type { TruthCheck } from "../report/run_report.ts";
import type { Finding } from "./generator.ts";
import type { RunPlan } from "./plan.ts";
import { referralTruth } from "./referral_truth.ts";
import { saleTruth } from "./sale_truth.ts";
import { storefrontTruth } from "./storefront_truth.ts";
import type { Target } from "./target.ts";

/** Asks the target; rejects where it does not answer. */
export async function truthOf(
  target: Target,
  { plan, finding }: { readonly plan: RunPlan; readonly finding: Finding },
): Promise<readonly TruthCheck[]> {
  return [
    ...finding.truth ?? [],
    ...await saleTruth(target, finding),
    ...await referralTruth(target, finding),
    ...await storefrontTruth(target, finding),
    ...plan.scenario === "sold_out" ? [nothingGiven(finding)] : [],
  ];
}

/** What is sold out stays so. */
function nothingGiven({ outcomes }: Finding): TruthCheck {
  const given = outcomes.filter(({ request, status }) =>
    request === "grab" && status >= 200 && status < 300
  ).reduce((sum, { count }) => sum + count, 0);
  return {
    name: "nothing was given after the last unit",
    ok: given === 0,
    text: `${given} grabs acknowledged during the load`,
  };
}
