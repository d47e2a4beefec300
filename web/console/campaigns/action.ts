/** What staff may do with a sale at each phase. The server decides; this only spares them refusals. */
import type { PhaseJson, StaffCampaignJson, StaffJson } from "../../shared/api.ts";

/** Names of actions, as in the path of the request. */
export type ActionName =
  | "submit"
  | "approve"
  | "reject"
  | "schedule"
  | "pause"
  | "resume"
  | "extend"
  | "end"
  | "units"
  | "release"
  | "archive"
  | "unarchive";

const SELLING: readonly PhaseJson[] = ["scheduled", "warming", "open", "paused"];
const STOPPERS: readonly ActionName[] = ["pause", "resume", "end"];
const PREPARERS: readonly ActionName[] = ["submit"];

/** What they depend on: the same for both kinds of campaign. */
export type Actionable = Pick<
  StaffCampaignJson,
  "phase" | "approval" | "approvedBy" | "archived" | "author" | "units"
>;

/** The actions to offer, the most likely first. */
export function actionsFor(sale: Actionable, staff: StaffJson): readonly ActionName[] {
  return byPhase(sale).filter((action) =>
    mayDo(staff.role, action) && !(action === "approve" && sale.author === staff.id)
  );
}

function byPhase(sale: Actionable): readonly ActionName[] {
  const approved = !sale.approval || sale.approvedBy !== null;
  switch (sale.phase) {
    case "draft":
      return [...approved ? ["schedule"] as const : ["submit"] as const, ...shelf(sale)];
    case "in-review":
      return approved ? ["schedule"] : ["approve", "reject"];
    case "open":
      return ["pause", "extend", "units", ...release(sale), "end"];
    case "paused":
      return ["resume", "extend", "units", ...release(sale), "end"];
    case "scheduled":
    case "warming":
      return ["extend", "units", ...release(sale), "end"];
    case "ended":
    case "settled":
      return shelf(sale);
  }
}

/** Off the lists, or back on them. */
function shelf(sale: Actionable): readonly ActionName[] {
  return [sale.archived ? "unarchive" : "archive"];
}

function release(sale: Actionable): readonly ActionName[] {
  return sale.units.unreleased > 0 ? ["release"] : [];
}

function mayDo(role: StaffJson["role"], action: ActionName): boolean {
  switch (role) {
    case "province":
    case "bank":
      return true;
    case "outlet":
      return PREPARERS.includes(action);
    case "sre":
      return STOPPERS.includes(action);
    case "manager":
      return false;
  }
}

/** Whether this role writes sales. */
export function mayCreate(staff: StaffJson): boolean {
  return staff.role === "province" || staff.role === "bank" || staff.role === "outlet";
}

/** Whether this role may compare the books with the journal. */
export function mayAudit(staff: StaffJson): boolean {
  return staff.role === "province" || staff.role === "bank" || staff.role === "sre";
}

/** Whether the sale runs or is about to. */
export function isSelling(phase: PhaseJson): boolean {
  return SELLING.includes(phase);
}

/** Whether this role sends sales on their way. */
export function mayLaunch(staff: StaffJson): boolean {
  return mayDo(staff.role, "schedule");
}
