/** A unit as typed. */
import type { UnitDetailJson, UnitPatch, UnitRequest } from "../../shared/api_organisation.ts";
import { changed } from "../bank/form.ts";

export interface UnitTexts {
  readonly code: string;
  readonly name: string;
  readonly short: string;
  readonly city: string;
  readonly address: string;
  readonly phone: string;
  readonly hours: string;
}

export type UnitFault = "required" | "code";

/** A blank form. */
export const NEW_UNIT: UnitTexts = {
  code: "",
  name: "",
  short: "",
  city: "",
  address: "",
  phone: "",
  hours: "",
};

/** The form of a unit that is there. */
export function unitTexts(unit: UnitDetailJson): UnitTexts {
  return {
    code: unit.id.split(".").at(-1) ?? "",
    name: unit.name,
    short: unit.short,
    city: unit.city,
    address: unit.address,
    phone: unit.phone,
    hours: unit.hours,
  };
}

/** What is wrong with it. */
export function checkUnit(texts: UnitTexts): ReadonlyMap<string, UnitFault> {
  const faults = new Map<string, UnitFault>();
  if (texts.name.trim() === "") faults.set("name", "required");
  if (!/^[a-z0-9]{1,16}$/.test(texts.code)) faults.set("code", "code");
  return faults;
}

/** What is sent for a new one. */
export function unitRequest(texts: UnitTexts, parent: string): UnitRequest {
  return { ...trimmed(texts), parent };
}

/** What is sent for a change. */
export function unitPatch(texts: UnitTexts, before: UnitDetailJson): UnitPatch {
  const { code: _, ...next } = trimmed(texts);
  return { version: before.version, ...changed(next, unitTexts(before)) };
}

function trimmed(texts: UnitTexts): UnitTexts {
  return {
    code: texts.code.trim(),
    name: texts.name.trim(),
    short: texts.short.trim(),
    city: texts.city.trim(),
    address: texts.address.trim(),
    phone: texts.phone.trim(),
    hours: texts.hours.trim(),
  };
}
