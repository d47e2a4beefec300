/** How often a request was answered how, out of what a generator found. */
import type { Outcome } from "../report/run_report.ts";
import type { Finding } from "./generator.ts";

/** So often was the request answered so; without `reason`, with any of the status. */
export function countOf(
  { outcomes }: Pick<Finding, "outcomes">,
  { request, status, reason }: Pick<Outcome, "request" | "status"> & { readonly reason?: string },
): number {
  return sum(
    outcomes.filter((one) =>
      one.request === request && one.status === status &&
      (reason === undefined || one.reason === reason)
    ),
  );
}

/** Requests that broke, timed out or met a fault: whether they took effect nobody knows. */
export function unansweredOf(
  { outcomes }: Pick<Finding, "outcomes">,
  ...requests: readonly string[]
): number {
  return sum(
    outcomes.filter(({ request, status }) =>
      requests.includes(request) && (status === 0 || status >= 500)
    ),
  );
}

function sum(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((total, { count }) => total + count, 0);
}
