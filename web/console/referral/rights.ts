/** What a role may do with participants. The server decides; this only spares refusals. */
import type { StaffJson } from "../../shared/api.ts";

const REVIEWERS: readonly StaffJson["role"][] = ["outlet", "bank", "province"];
const HEADS: readonly StaffJson["role"][] = ["bank", "province"];

/** Whether this role decides about what is flagged, and takes participants out. */
export function mayReview(staff: StaffJson): boolean {
  return REVIEWERS.includes(staff.role);
}

/** Whether this role takes back what was paid. */
export function mayClawBack(staff: StaffJson): boolean {
  return HEADS.includes(staff.role);
}

/** Whether this role changes the budget. */
export function mayChangeBudget(staff: StaffJson): boolean {
  return HEADS.includes(staff.role);
}
