/** What each role may do, and where: enforced here, whatever a page shows. */
import type { Actor } from "../../actors/campaign/protocol.ts";

export type StaffRole = Actor["role"];

export type Action =
  | "read"
  | "create"
  | "amend"
  | "submit"
  | "approve"
  | "schedule"
  | "pause"
  | "resume"
  | "extend"
  | "end"
  | "units"
  | "release"
  | "archive"
  | "audit"
  | "return"
  | "customers";

const EVERYTHING: readonly Action[] = [
  "read",
  "create",
  "amend",
  "submit",
  "approve",
  "schedule",
  "pause",
  "resume",
  "extend",
  "end",
  "units",
  "release",
  "archive",
  "audit",
  "return",
  "customers",
];

const TABLE: Readonly<Record<StaffRole, readonly Action[]>> = {
  province: EVERYTHING,
  bank: EVERYTHING,
  // An outlet prepares; its bank approves and runs.
  outlet: ["read", "create", "amend", "submit", "return"],
  manager: ["read"],
  // Stops what harms, proves what happened.
  sre: ["read", "pause", "resume", "end", "audit"],
};

/** Whether the role may do this at all. */
export function mayDo(role: StaffRole, action: Action): boolean {
  return TABLE[role].includes(action);
}

/** Whether a campaign of `unit` is within reach: the own unit and all below, everything for the province. */
export function inScope(staff: Actor, unit: string): boolean {
  if (staff.role === "province" || staff.role === "sre") return true;
  return unit === staff.unit || (staff.unit !== "" && unit.startsWith(`${staff.unit}.`));
}
