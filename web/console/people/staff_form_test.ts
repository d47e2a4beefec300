import { assertEquals } from "@std/assert";
import type { StaffDetailJson } from "../../shared/api_organisation.ts";
import {
  checkStaff,
  isWeak,
  newStaff,
  staffPatch,
  staffRequest,
  staffTexts,
} from "./staff_form.ts";

const LIU: StaffDetailJson = {
  id: "staff-manager",
  username: "manager",
  name: "刘经理",
  role: "manager",
  unit: "jx.3601.a",
  unitName: "八一支行",
  title: "客户经理",
  phone: "138****8000",
  employeeNo: null,
  wechat: null,
  photo: null,
  joinedAt: "2020-01-01T00:00:00.000Z",
  leftAt: null,
  successor: null,
  locked: false,
  signedInAt: null,
  version: 4,
  assignments: [],
  successorName: null,
};

Deno.test("a masked phone that nobody typed is not sent back", () => {
  const texts = { ...staffTexts(LIU), title: "高级客户经理" };
  assertEquals(staffPatch(texts, LIU), { version: 4, title: "高级客户经理" });
  assertEquals(staffPatch({ ...texts, title: "客户经理", phone: "" }, LIU), {
    version: 4,
    phone: null,
  });
});

Deno.test("somebody new is sent with what was typed only", () => {
  const texts = { ...newStaff("manager"), name: " 吴 ", phone: "13800138000" };
  assertEquals(staffRequest(texts, "jx.3601.a"), {
    name: "吴",
    role: "manager",
    unit: "jx.3601.a",
    phone: "13800138000",
  });
});

Deno.test("a password is long, has no name in it, and belongs to a user name", () => {
  assertEquals(isWeak("short", []), true);
  assertEquals(isWeak("xx-Manager-xx", ["manager"]), true);
  assertEquals(isWeak("good enough here", ["manager"]), false);
  const faults = checkStaff({ ...newStaff("manager"), password: "short" });
  assertEquals(Object.fromEntries(faults), {
    name: "required",
    username: "needsUsername",
    password: "weak",
  });
});
