/**
 * Whether the journal has every join and every qualifying event that was acknowledged to the generator, and whether the
 * budget was never overspent.
 */
import type { AuditJson } from "../../web/shared/api.ts";
import type { ReferralAuditJson } from "../../web/shared/api_referral.ts";
import type { TruthCheck } from "../report/run_report.ts";
import { readAsStaff } from "./as_staff.ts";
import { compared } from "./compared.ts";
import { countOf, unansweredOf } from "./counts.ts";
import type { Acknowledged, Finding } from "./generator.ts";
import { auditOf } from "./sale_truth.ts";
import type { Target } from "./target.ts";

/** What the suite's `setup` says of a referral, in its line `SETUP`. */
interface ReferralSetup {
  readonly id: string;
  /** Participants whom `setup` itself has made join, without an inviter. */
  readonly seeds: number;
}

/** Rewards go through several actors until they are paid. */
const QUIET_MS = 20_000;
const AGAIN_MS = 500;
/** Looked up one by one; that there are as many as were acknowledged is said by the audit. */
const LOOKED_UP_MAX = 1_000;
const AT_ONCE = 16;

/** Waits until no reward is on its way, then compares. */
export async function referralTruth(
  target: Target,
  finding: Finding,
): Promise<readonly TruthCheck[]> {
  const setup = setupOf(finding);
  if (setup === null) return [];
  const event = (reason: string) => countOf(finding, { request: "event", status: 201, reason });
  const qualified = event("in-time") + event("early");
  const audit = await quiet(qualified, () => auditOf(target, setup.id));
  const { referral } = audit;
  if (referral === undefined) {
    return [{ name: "the audit", ok: false, text: `${setup.id} is no referral` }];
  }
  const invited = countOf(finding, { request: "join", status: 201 });
  const { interrupted } = finding.offered;
  const unjoined = unansweredOf(finding, "join") + interrupted;
  const where = "in the journal";
  return [
    {
      name: "referral conserved",
      ok: audit.conserved && audit.violations.length === 0,
      text: audit.violations.join("; ") || "budget, rewards, caps and tree add up in the journal",
    },
    compared("participants", {
      ...{ told: invited + setup.seeds, found: referral.participants },
      ...{ unknown: unjoined, where },
    }),
    compared("those who were invited", {
      ...{ told: invited, found: referral.invited, unknown: unjoined, where },
    }),
    compared("those who qualified", {
      ...{ told: qualified, found: referral.qualified },
      unknown: unansweredOf(finding, "event") + unjoined,
      // Of those who did business first, some could not join.
      missing: unjoined,
      where,
    }),
    budget(referral),
    await lookedUp(target, { id: setup.id, joins: finding.acknowledged.joins }),
  ];
}

/** Null where the run has no referral. */
function setupOf({ setup }: Finding): ReferralSetup | null {
  const said = setup?.["referral"];
  // What our own suite says.
  return typeof said === "object" && said !== null ? said as ReferralSetup : null;
}

/** Reads until those who qualified are there and nothing is on its way to a wallet. */
async function quiet(qualified: number, ask: () => Promise<AuditJson>): Promise<AuditJson> {
  const untilMs = Date.now() + QUIET_MS;
  for (;;) {
    const audit = await ask();
    const { referral } = audit;
    const moving = rewardsIn(referral, "pending") + rewardsIn(referral, "approved");
    const isThere = (referral?.qualified ?? 0) >= qualified;
    if (Date.now() > untilMs || (isThere && moving === 0)) return audit;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

function rewardsIn(referral: ReferralAuditJson | undefined, state: "pending" | "approved"): number {
  return referral?.rewards[state].rewards ?? 0;
}

/** What is paid is what rewards say, and never more than there was. */
export function budget({ fen, rewards }: Pick<ReferralAuditJson, "fen" | "rewards">): TruthCheck {
  const name = "referral budget";
  if (fen === null) return { name, ok: true, text: "none in fen" };
  const { total, available, held, paid, withdrawn } = fen;
  const ofRewards = rewards.paid.fen;
  const ok = available >= 0 && paid <= total && paid === ofRewards &&
    available + held + paid + withdrawn === total;
  return {
    name,
    ok,
    text: `${said(paid)} fen paid, rewards say ${said(ofRewards)}; ${said(available)} of ${
      said(total)
    } left, ${said(held)} held`,
  };
}

/** Acknowledged joins, or a part of them spread over the run, each by its place and customer. */
async function lookedUp(
  target: Target,
  { id, joins }: { readonly id: string; readonly joins: Acknowledged["joins"] },
): Promise<TruthCheck> {
  const step = Math.max(1, Math.ceil(joins.size / LOOKED_UP_MAX));
  const looked = [...joins].filter((_, index) => index % step === 0);
  const missing: string[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let one = looked[next++]; one !== undefined; one = looked[next++]) {
      const [place, customer] = one;
      const known = await readAsStaff<{ customerId: string }>(
        target,
        `/api/v1/campaigns/${id}/participants/${encodeURIComponent(place)}`,
      ).catch(() => null);
      if (known?.customerId !== customer) missing.push(`${place} ${customer}`);
    }
  }));
  const name = "acknowledged joins";
  const count = said(looked.length);
  const whole = looked.length === joins.size ? count : `${count} of ${said(joins.size)}`;
  return missing.length === 0
    ? { name, ok: true, text: `${whole} looked up, all there` }
    : { name, ok: false, text: `${whole} looked up, ${missing.length} not there: ${missing[0]}` };
}

function said(value: number): string {
  return value.toLocaleString("en");
}
