/** Schemas of organisation, staff, sessions and the change log. */
import { z } from "@hono/zod-openapi";
import type * as api from "../shared/api_organisation.ts";
import type { ChangeListJson } from "../shared/api_changes.ts";

const instant = z.iso.datetime({ offset: true });
const count = z.int().min(0);
const version = z.int().min(1).openapi({ description: "The one that you have seen" });

const unitId = z.string().regex(
  /^[a-z0-9]{1,16}(\.[a-z0-9]{1,16}){0,2}$/,
  "应为机构编号，如 jx.3601|Must be the id of a unit such as jx.3601",
).openapi({ example: "jx.3601" });
const staffId = z.string().regex(
  /^[A-Za-z0-9_-]{1,64}$/,
  "应为人员编号|Must be the id of a member of staff",
).openapi({ example: "staff-manager" });
const unitKind = z.enum(["province", "bank", "outlet"]).openapi("UnitKind");
const role = z.enum(["manager", "outlet", "bank", "province", "sre"]).openapi("StaffRole");

const page = {
  after: z.string().max(200).optional(),
  limit: z.string().regex(/^([1-9]\d?|100)$/, "应为 1 到 100|Must be from 1 to 100").optional(),
};
const q = z.string().trim().min(1).max(40).optional();

export const unitQuery = z.object({
  ...page,
  parent: unitId.optional(),
  q,
  kind: unitKind.optional(),
  status: z.enum(["open", "closed", "all"]).optional(),
});

export const staffQuery = z.object({
  ...page,
  unit: unitId.optional(),
  role: role.optional(),
  q,
  status: z.enum(["active", "left", "all"]).optional(),
});

export const sessionQuery = z.object({ staff: staffId.optional() });

export const changeQuery = z.object({
  ...page,
  subject: z.string().min(1).max(200).optional(),
  by: z.string().min(1).max(64).optional(),
});

const line = (max: number) => z.string().trim().max(max);
const name = z.string().trim().min(1).max(60);

const unitFields = {
  name: name.exactOptional(),
  short: line(20).exactOptional(),
  city: line(40).exactOptional(),
  address: line(200).exactOptional(),
  phone: line(40).exactOptional(),
  hours: line(120).exactOptional(),
  lon: z.number().min(-180).max(180).nullable().exactOptional(),
  lat: z.number().min(-90).max(90).nullable().exactOptional(),
};
const PLACE = {
  error: "经纬度应同时填写|Give both longitude and latitude",
  path: ["lat"],
};
const bothOrNone = (value: { lon?: number | null; lat?: number | null }) =>
  (value.lon === undefined) === (value.lat === undefined) &&
  (value.lon === null) === (value.lat === null);

export const unitRequest: z.ZodType<api.UnitRequest> = z.strictObject({
  ...unitFields,
  parent: unitId,
  code: z.string().regex(
    /^[a-z0-9]{1,16}$/,
    "应为 1 到 16 个小写字母或数字|Must have 1 to 16 lower case letters or digits",
  ),
  name,
}).refine(bothOrNone, PLACE).openapi("UnitRequest");

export const unitPatch: z.ZodType<api.UnitPatch> = z.strictObject({
  ...unitFields,
  version,
  closed: z.boolean().exactOptional(),
}).refine(bothOrNone, PLACE).openapi("UnitPatch");

const counts = z.object({ banks: count, outlets: count, staff: count, managers: count })
  .openapi("UnitCounts");

const unitShown = {
  id: z.string(),
  parent: z.string().nullable(),
  kind: unitKind,
  name: z.string(),
  short: z.string(),
  city: z.string(),
  address: z.string(),
  phone: z.string(),
  hours: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  openedAt: instant,
  closedAt: instant.nullable(),
  version: count,
  counts,
};

export const unitListAnswer: z.ZodType<api.UnitListJson> = z.object({
  items: z.array(z.object(unitShown).openapi("Unit")),
  next: z.string().nullable(),
}).openapi("UnitList");

export const unitAnswer: z.ZodType<api.UnitDetailJson> = z.object({
  ...unitShown,
  ancestors: z.array(z.object({ id: z.string(), kind: unitKind, name: z.string() })),
}).openapi("UnitDetail");

const username = z.string().regex(
  /^[a-z][a-z0-9._-]{2,31}$/,
  "应为 3 到 32 个小写字母、数字、点、横线，以字母开头|Must have 3 to 32 lower case letters, digits, dots or dashes, a letter first",
);
const phone = z.string().regex(
  /^1[3-9]\d{9}$/,
  "应为 11 位手机号|Must be a mobile number of 11 digits",
);
const employeeNo = z.string().regex(
  /^[A-Za-z0-9-]{1,20}$/,
  "应为 1 到 20 个字母、数字或横线|Must have 1 to 20 letters, digits or dashes",
);
/** How long and how strong is checked beside the name. */
const password = z.string().min(1).max(200);
const picture = z.string().regex(
  /^[A-Za-z0-9_-]{1,64}$/,
  "应为图片编号|Must be the id of a picture",
);

export const staffRequest: z.ZodType<api.StaffRequest> = z.strictObject({
  name: name.max(40),
  role,
  unit: unitId,
  username: username.exactOptional(),
  password: password.exactOptional(),
  title: line(40).exactOptional(),
  phone: phone.exactOptional(),
  employeeNo: employeeNo.exactOptional(),
  wechat: line(64).exactOptional(),
  photo: picture.exactOptional(),
}).openapi("StaffRequest");

export const staffPatch: z.ZodType<api.StaffPatch> = z.strictObject({
  version,
  name: name.max(40).exactOptional(),
  role: role.exactOptional(),
  username: username.nullable().exactOptional(),
  title: line(40).exactOptional(),
  phone: phone.nullable().exactOptional(),
  employeeNo: employeeNo.nullable().exactOptional(),
  wechat: line(64).nullable().exactOptional(),
  photo: picture.nullable().exactOptional(),
}).openapi("StaffPatch");

export const moveRequest: z.ZodType<api.MoveRequest> = z.strictObject({
  version,
  unit: unitId,
  role: role.exactOptional(),
}).openapi("MoveRequest");

export const leaveRequest: z.ZodType<api.LeaveRequest> = z.strictObject({
  version,
  successor: staffId.exactOptional(),
}).openapi("LeaveRequest");

export const passwordRequest: z.ZodType<api.PasswordRequest> = z.strictObject({
  current: password,
  password,
}).openapi("PasswordRequest");

export const passwordResetRequest: z.ZodType<api.PasswordResetRequest> = z.strictObject({
  password,
}).openapi("PasswordResetRequest");

const staffShown = {
  id: z.string(),
  username: z.string().nullable(),
  name: z.string(),
  role,
  unit: z.string(),
  unitName: z.string(),
  title: z.string(),
  phone: z.string().nullable().openapi({ description: "Masked by role" }),
  employeeNo: z.string().nullable(),
  wechat: z.string().nullable(),
  photo: z.string().nullable(),
  joinedAt: instant,
  leftAt: instant.nullable(),
  successor: z.string().nullable(),
  locked: z.boolean(),
  signedInAt: instant.nullable(),
  version: count,
};

export const staffListAnswer: z.ZodType<api.StaffListJson> = z.object({
  items: z.array(z.object(staffShown).openapi("StaffMember")),
  next: z.string().nullable(),
}).openapi("StaffList");

export const staffAnswer: z.ZodType<api.StaffDetailJson> = z.object({
  ...staffShown,
  assignments: z.array(
    z.object({
      unit: z.string(),
      unitName: z.string(),
      from: instant,
      to: instant.nullable(),
    }).openapi("Assignment"),
  ),
  successorName: z.string().nullable(),
}).openapi("StaffDetail");

export const sessionListAnswer: z.ZodType<api.SessionListJson> = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      createdAt: instant,
      lastSeenAt: instant,
      expiresAt: instant,
      current: z.boolean(),
      agent: z.string(),
      address: z.string(),
    }).openapi("Session"),
  ),
  next: z.string().nullable(),
}).openapi("SessionList");

const fields = z.record(z.string(), z.unknown()).nullable();

export const changeListAnswer: z.ZodType<ChangeListJson> = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      at: instant,
      by: z.string(),
      byName: z.string().nullable(),
      action: z.string(),
      subject: z.string(),
      unit: z.string(),
      before: fields,
      after: fields,
    }).openapi("Change"),
  ),
  next: z.string().nullable(),
  asOf: instant.nullable(),
}).openapi("ChangeList");
