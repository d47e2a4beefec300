/** Holds what the product promised during the load against its journal, through the audit route. */
import type { AuditJson } from "../../web/shared/api.ts";
import type { TruthCheck } from "../report/run_report.ts";
import { readAsStaff } from "./as_staff.ts";
import { unansweredOf } from "./counts.ts";
import type { Finding, SetupCampaign } from "./generator.ts";
import { promiseChecks, statesOf } from "./promises.ts";
import type { Target } from "./target.ts";

/** What the sales of a run say of themselves, beside what the generator was told. */
export async function saleTruth(
  target: Pick<Target, "origin" | "secret">,
  finding: Finding,
): Promise<readonly TruthCheck[]> {
  const sales = finding.setup?.campaigns.filter(({ kind }) => kind === "flash-sale") ?? [];
  if (sales.length === 0) return [];
  const audits: AuditJson[] = [];
  for (const sale of sales) audits.push(await auditOf(target, sale.id));
  return [
    ...audits.flatMap((audit, at) => ownChecks(audit, sales.length > 1 ? sales[at] : undefined)),
    countCheck(audits, finding),
    ...promiseChecks(finding, await statesOf(target, finding.acknowledged.reservations)),
  ];
}

/** What the audit of one sale says without any generator. */
export function ownChecks(audit: AuditJson, named?: SetupCampaign): TruthCheck[] {
  const of = named === undefined ? "" : ` (${named.id})`;
  const { total, held, confirmed, available, withdrawn, unreleased } = audit;
  const given = held + confirmed;
  // The only sentence of the audit about a customer.
  const limits = audit.violations.filter(isOfLimit);
  const others = audit.violations.filter((one) => !isOfLimit(one));
  const sums = `${n(total)} units: ${n(confirmed)} confirmed, ${n(held)} held, ${
    n(available)
  } available, ${n(withdrawn)} withdrawn, ${n(unreleased)} unreleased`;
  return [
    {
      name: `conserved${of}`,
      ok: others.length === 0 && (audit.conserved || limits.length > 0),
      text: [sums, ...others].join("; "),
    },
    {
      name: `no oversell${of}`,
      ok: given <= total && available >= 0,
      text: `${n(total)} units, ${n(given)} given`,
    },
    {
      name: `no limit broken${of}`,
      ok: limits.length === 0,
      text: limits.length === 0 ? "no customer has more than the limit" : limits.join("; "),
    },
  ];
}

/** As many reservations as were acknowledged; more only as far as answers were lost on their way. */
export function countCheck(
  audits: readonly Pick<AuditJson, "reservations">[],
  finding: Pick<Finding, "acknowledged" | "outcomes" | "offered">,
): TruthCheck {
  const told = finding.acknowledged.reservations.size;
  const made = audits.reduce((sum, { reservations }) => sum + reservations, 0);
  const lost = unansweredOf(finding, "grab") + finding.offered.interrupted;
  const doubt = lost === 0 ? "" : `, ${n(lost)} more unanswered or cut off`;
  return {
    name: "as many reservations as acknowledged",
    ok: made >= told && made <= told + lost,
    text: `${n(told)} answered 201${doubt}, ${n(made)} in the journal`,
  };
}

/** The audit of a campaign of either kind. */
export function auditOf(
  target: Pick<Target, "origin" | "secret">,
  campaignId: string,
): Promise<AuditJson> {
  return readAsStaff(target, `/api/v1/campaigns/${encodeURIComponent(campaignId)}/audit`);
}

function isOfLimit(violation: string): boolean {
  return violation.includes("the limit is");
}

function n(value: number): string {
  return value.toLocaleString("en");
}
