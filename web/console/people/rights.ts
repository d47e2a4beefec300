/** What a role may do with people and units. The server decides; this only spares refusals. */
import type { StaffJson } from "../../shared/api.ts";
import type { StaffRoleJson, UnitKindJson } from "../../shared/api_organisation.ts";

type Role = StaffJson["role"];

/** Creates and changes units below its own. */
export function mayEditUnits(role: Role): boolean {
  return role === "province" || role === "bank";
}

/** Changes particulars. */
export function mayEditStaff(role: Role): boolean {
  return role === "province" || role === "bank" || role === "outlet";
}

/** Hires, moves, lets go, resets passwords. */
export function mayManageStaff(role: Role): boolean {
  return role === "province" || role === "bank";
}

/** Roles that work in a kind of unit. */
export function rolesIn(kind: UnitKindJson): readonly StaffRoleJson[] {
  switch (kind) {
    case "province":
      return ["province", "sre"];
    case "bank":
      return ["bank"];
    case "outlet":
      return ["manager", "outlet"];
  }
}

/** What kind of unit an id names: `jx`, `jx.3601`, `jx.3601.a`. */
export function kindOf(unit: string): UnitKindJson {
  const parts = unit.split(".").length;
  return parts === 1 ? "province" : parts === 2 ? "bank" : "outlet";
}
