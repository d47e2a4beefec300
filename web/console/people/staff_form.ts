/** A member of staff as typed. */
import type {
  StaffDetailJson,
  StaffPatch,
  StaffRequest,
  StaffRoleJson,
} from "../../shared/api_organisation.ts";
import { changed } from "../bank/form.ts";

export interface StaffTexts {
  readonly name: string;
  readonly role: StaffRoleJson;
  readonly title: string;
  readonly phone: string;
  readonly employeeNo: string;
  readonly wechat: string;
  readonly username: string;
  readonly password: string;
}

export type StaffFault = "required" | "weak" | "needsUsername";

const PASSWORD_LENGTH_MIN = 12;

/** A blank form. */
export function newStaff(role: StaffRoleJson): StaffTexts {
  return {
    name: "",
    role,
    title: "",
    phone: "",
    employeeNo: "",
    wechat: "",
    username: "",
    password: "",
  };
}

/** The form of somebody who is there. */
export function staffTexts(one: StaffDetailJson): StaffTexts {
  return {
    name: one.name,
    role: one.role,
    title: one.title,
    phone: one.phone ?? "",
    employeeNo: one.employeeNo ?? "",
    wechat: one.wechat ?? "",
    username: one.username ?? "",
    password: "",
  };
}

/** What is wrong with it. */
export function checkStaff(texts: StaffTexts): ReadonlyMap<string, StaffFault> {
  const faults = new Map<string, StaffFault>();
  if (texts.name.trim() === "") faults.set("name", "required");
  if (texts.password !== "") {
    if (texts.username.trim() === "") faults.set("username", "needsUsername");
    if (isWeak(texts.password, [texts.name, texts.username])) faults.set("password", "weak");
  }
  return faults;
}

/** Too short, or with a name in it. */
export function isWeak(password: string, names: readonly string[]): boolean {
  const low = password.toLowerCase();
  return password.length < PASSWORD_LENGTH_MIN ||
    names.some((name) => name.trim() !== "" && low.includes(name.trim().toLowerCase()));
}

/** What is sent for somebody new. */
export function staffRequest(texts: StaffTexts, unit: string): StaffRequest {
  const optional = {
    username: texts.username.trim(),
    password: texts.password,
    title: texts.title.trim(),
    phone: texts.phone.trim(),
    employeeNo: texts.employeeNo.trim(),
    wechat: texts.wechat.trim(),
  };
  return {
    name: texts.name.trim(),
    role: texts.role,
    unit,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== "")),
  };
}

/** What is sent for a change. A phone that was shown masked is only sent when it was typed anew. */
export function staffPatch(texts: StaffTexts, before: StaffDetailJson): StaffPatch {
  const fields = (of: StaffTexts) => ({
    name: of.name.trim(),
    role: of.role,
    title: of.title.trim(),
    phone: emptyIsNull(of.phone),
    employeeNo: emptyIsNull(of.employeeNo),
    wechat: emptyIsNull(of.wechat),
    username: emptyIsNull(of.username),
  });
  return { version: before.version, ...changed(fields(texts), fields(staffTexts(before))) };
}

function emptyIsNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}
