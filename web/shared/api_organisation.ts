/** JSON of organisation and staff: units, people, sessions. Instants are ISO 8601 in UTC. */
import type { Page, StaffJson } from "./api.ts";

/** A province has banks, a bank has outlets. */
export type UnitKindJson = "province" | "bank" | "outlet";
export type StaffRoleJson = StaffJson["role"];

/** Open units and people who work there, in the unit and all below it. */
export interface UnitCountsJson {
  readonly banks: number;
  readonly outlets: number;
  readonly staff: number;
  readonly managers: number;
}

/** A unit; its id is a path: `jx`, `jx.3601`, `jx.3601.360102002`. */
export interface UnitJson {
  readonly id: string;
  readonly parent: string | null;
  readonly kind: UnitKindJson;
  readonly name: string;
  /** A short name for narrow places: 滕王阁. */
  readonly short: string;
  readonly city: string;
  readonly address: string;
  readonly phone: string;
  /** Office hours as people read them. */
  readonly hours: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly version: number;
  readonly counts: UnitCountsJson;
}

/** `GET /api/v1/units?parent&q&kind&after&limit`: open units in scope, by id. */
export type UnitListJson = Page<UnitJson>;

/** `GET /api/v1/units/:id`. */
export interface UnitDetailJson extends UnitJson {
  /** From the province down to the parent. */
  readonly ancestors: readonly {
    readonly id: string;
    readonly kind: UnitKindJson;
    readonly name: string;
  }[];
}

/** `POST /api/v1/units` → 201 `UnitDetailJson`. Below a province a bank, below a bank an outlet. */
export interface UnitRequest {
  readonly parent: string;
  /** Last part of the id: lower case letters and digits. */
  readonly code: string;
  readonly name: string;
  readonly short?: string;
  readonly city?: string;
  readonly address?: string;
  readonly phone?: string;
  readonly hours?: string;
  readonly lon?: number | null;
  readonly lat?: number | null;
}

/** `PATCH /api/v1/units/:id`: what changes; 409 `stale` when `version` is not the present one. */
export interface UnitPatch extends Partial<Omit<UnitRequest, "parent" | "code">> {
  readonly version: number;
  /** True closes it, which is refused with `not-empty` while units or people are in it; false opens it again. */
  readonly closed?: boolean;
}

/** A member of staff in lists. */
export interface StaffMemberJson {
  readonly id: string;
  /** Null: cannot sign in. */
  readonly username: string | null;
  readonly name: string;
  readonly role: StaffRoleJson;
  readonly unit: string;
  readonly unitName: string;
  readonly title: string;
  /** Masked (`138****8000`) but for leaders of the unit and for oneself. */
  readonly phone: string | null;
  readonly employeeNo: string | null;
  readonly wechat: string | null;
  /** Id of a picture (`/api/v1/media/:id`). */
  readonly photo: string | null;
  readonly joinedAt: string;
  readonly leftAt: string | null;
  /** Who follows one who left. */
  readonly successor: string | null;
  /** Whether signing in is locked right now. */
  readonly locked: boolean;
  readonly signedInAt: string | null;
  readonly version: number;
}

/** `GET /api/v1/staff?unit&role&q&status&after&limit`; `status` is `active` (the default), `left` or `all`. */
export type StaffListJson = Page<StaffMemberJson>;

/** Where one worked: what was done in that time stays with that unit. */
export interface AssignmentJson {
  readonly unit: string;
  readonly unitName: string;
  readonly from: string;
  readonly to: string | null;
}

/** `GET /api/v1/staff/:id`. */
export interface StaffDetailJson extends StaffMemberJson {
  /** Newest first. */
  readonly assignments: readonly AssignmentJson[];
  readonly successorName: string | null;
}

/** `POST /api/v1/staff` → 201 `StaffDetailJson`. */
export interface StaffRequest {
  readonly name: string;
  readonly role: StaffRoleJson;
  readonly unit: string;
  /** With a password: may sign in. */
  readonly username?: string;
  /** At least 12 characters, without the name in it. */
  readonly password?: string;
  readonly title?: string;
  readonly phone?: string;
  readonly employeeNo?: string;
  readonly wechat?: string;
  readonly photo?: string;
}

/** `PATCH /api/v1/staff/:id`; a unit changes by moving, a password by its own routes. */
export interface StaffPatch {
  readonly version: number;
  readonly name?: string;
  readonly role?: StaffRoleJson;
  readonly username?: string | null;
  readonly title?: string;
  readonly phone?: string | null;
  readonly employeeNo?: string | null;
  readonly wechat?: string | null;
  readonly photo?: string | null;
}

/** `POST /api/v1/staff/:id/move` → 200 `StaffDetailJson`. Signs the person out. */
export interface MoveRequest {
  readonly version: number;
  readonly unit: string;
  /** Where the new unit asks for another role. */
  readonly role?: StaffRoleJson;
}

/** `POST /api/v1/staff/:id/leave` → 200 `StaffDetailJson`. A manager needs a successor, another active manager. */
export interface LeaveRequest {
  readonly version: number;
  readonly successor?: string;
}

/** `POST /api/v1/staff/password` → 204: the own one; ends all other own sessions. */
export interface PasswordRequest {
  readonly current: string;
  readonly password: string;
}

/** `POST /api/v1/staff/:id/password` → 204: by whoever leads the person; ends all sessions and a lock. */
export interface PasswordResetRequest {
  readonly password: string;
}

/** One signing-in. */
export interface SessionJson {
  readonly id: string;
  readonly createdAt: string;
  /** When a page was last loaded with it. */
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  /** Whether this request came with it. */
  readonly current: boolean;
  readonly agent: string;
  readonly address: string;
}

/** `GET /api/v1/staff/sessions?staff`: the own ones that are valid, newest first. `DELETE …/sessions/:id` → 204. */
export type SessionListJson = Page<SessionJson>;
