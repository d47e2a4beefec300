/** Rows of `bank.staff` as JSON. */
import type { Row } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import type {
  StaffMemberJson,
  StaffRoleJson,
  UnitKindJson,
} from "../../shared/api_organisation.ts";
import { instant } from "../organisation/unit_rows.ts";

export function staffRole(value: unknown): StaffRoleJson {
  switch (value) {
    case "manager":
    case "outlet":
    case "bank":
    case "province":
    case "sre":
      return value;
    default:
      throw new Error(`Cannot read staff: role "${value}" is unknown`);
  }
}

/** Where each role works. */
export const UNIT_KIND_OF: Readonly<Record<StaffRoleJson, UnitKindJson>> = {
  manager: "outlet",
  outlet: "outlet",
  bank: "bank",
  province: "province",
  sre: "province",
};

/** Nobody appoints or changes anyone above. */
export const RANK: Readonly<Record<StaffRoleJson, number>> = {
  manager: 0,
  outlet: 1,
  bank: 2,
  sre: 2,
  province: 3,
};

/** A row joined with its unit's name and `locked`; the phone as this viewer may see it. */
export function staffJson(row: Row, viewer: Actor): StaffMemberJson {
  const id = String(row["id"]);
  const phone = textOf(row["phone"]);
  return {
    id,
    username: textOf(row["username"]),
    name: String(row["name"]),
    role: staffRole(row["role"]),
    unit: String(row["unit"]),
    unitName: String(row["unit_name"]),
    title: String(row["title"]),
    phone: phone === null || maySeePhone(viewer, id) ? phone : maskPhone(phone),
    employeeNo: textOf(row["employee_no"]),
    wechat: textOf(row["wechat"]),
    photo: textOf(row["photo"]),
    joinedAt: instant(row["joined_ms"]),
    leftAt: row["left_ms"] === null ? null : instant(row["left_ms"]),
    successor: textOf(row["successor"]),
    locked: row["locked"] === true,
    signedInAt: row["signed_in_ms"] === null ? null : instant(row["signed_in_ms"]),
    version: Number(row["version"]),
  };
}

/** `138****8000`. */
export function maskPhone(phone: string): string {
  return phone.replace(/^(\d{3})\d{4}(\d{4})$/, "$1****$2");
}

/** Leaders see the numbers of those in their scope; operations need none. */
function maySeePhone(viewer: Actor, id: string): boolean {
  return viewer.id === id || (viewer.role !== "manager" && viewer.role !== "sre");
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
