import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { DEMO_ACCOUNTS } from "../../edge/ports/demo_accounts.ts";
import { inScope } from "../../edge/permissions.ts";
import { generateOrganisation, MANAGERS, type Organisation } from "./generate.ts";
import type { Scale } from "../../shared/scale.ts";
import { OUTLETS, planBanks } from "./outlets.ts";
import { bankNames, townStem } from "./place_names.ts";
import { bankPlaces, readProvince } from "./places.ts";

const province = await readProvince();
const generate = (scale: Scale, seed?: number): Organisation =>
  generateOrganisation(province, {
    scale,
    seated: DEMO_ACCOUNTS,
    ...(seed === undefined ? {} : { seed }),
  });
const jiangxi = generate("jiangxi");
const demo = generate("demo");

Deno.test("Jiangxi has 86 member banks: the districts of a city share one, two keep their own", () => {
  const places = bankPlaces(province);
  assertEquals(places.length, 86);
  const codes = new Set(places.map(({ code }) => code));
  assert(codes.has("360112") && codes.has("360703"), "新建区, 南康区");
  assert(!codes.has("360102") && codes.has("3601"), "东湖区 belongs to 南昌");
  const nanchang = places.find(({ code }) => code === "3601");
  assertEquals(nanchang?.counties.map(({ name }) => name), [
    "东湖区",
    "西湖区",
    "青云谱区",
    "青山湖区",
    "红谷滩区",
  ]);
});

Deno.test("Jiangxi has 2,000 outlets: one in each of 1,767 townships, 86 departments, second ones", () => {
  const outlets = planBanks(province).flatMap((bank) => bank.outlets);
  assertEquals(outlets.length, OUTLETS);
  assertEquals(outlets.filter(({ name }) => name === "营业部").length, 86);
  const first = outlets.filter(({ code }) => /^\d{9}$/.test(code) && !code.endsWith("000"));
  assertEquals(first.length, 1_767);
  assertEquals(outlets.filter(({ code }) => code.endsWith("b")).length, 147);
  assertEquals(new Set(outlets.map(({ index }) => index)).size, OUTLETS);
});

Deno.test("Jiangxi has 18,000 managers, and every outlet a head and at least five of them", () => {
  const managers = jiangxi.staff.filter(({ role }) => role === "manager");
  assertEquals(managers.length, MANAGERS);
  const byOutlet = Map.groupBy(managers, ({ unit }) => unit);
  assertEquals(byOutlet.size, OUTLETS);
  for (const [unit, some] of byOutlet) assert(some.length >= 5 && some.length < 100, unit);
  assertEquals(jiangxi.staff.filter(({ role }) => role === "outlet").length, OUTLETS);
});

Deno.test("ids, employee numbers, phones and names among siblings are unique", () => {
  for (const { units, staff } of [jiangxi, demo]) {
    const unique = (values: readonly string[]) => assertEquals(new Set(values).size, values.length);
    unique(units.map(({ id }) => id));
    unique(units.map(({ parent, name }) => `${parent}/${name}`));
    unique(staff.map(({ id }) => id));
    unique(staff.map((one) => one.employee_no));
    unique(staff.map(({ phone }) => phone));
    for (const { phone } of staff) assert(/^1[3-9]\d{9}$/.test(phone), phone);
    for (const { name } of staff) assert([...name].length >= 2 && [...name].length <= 4, name);
  }
});

Deno.test("a unit's id is its parent's and one part more, and its kind is one step down", () => {
  const kinds = new Map(jiangxi.units.map(({ id, kind }) => [id, kind]));
  for (const { id, parent, kind } of jiangxi.units) {
    assert(/^[a-z0-9]{1,16}(\.[a-z0-9]{1,16}){0,2}$/.test(id), id);
    if (parent === null) continue;
    assertEquals(id.slice(0, id.lastIndexOf(".")), parent);
    assertEquals(kinds.get(parent), kind === "bank" ? "province" : "bank");
  }
});

Deno.test("the same seed gives the same people, another seed others", () => {
  assertEquals(generate("jiangxi"), jiangxi);
  const other = generate("demo", 7);
  assertEquals(other.units, demo.units);
  assertNotEquals(other.staff, demo.staff);
});

Deno.test("the demo is a part of Jiangxi, so scaling up only adds", () => {
  const units = new Map(jiangxi.units.map((unit) => [unit.id, unit]));
  for (const unit of demo.units) assertEquals(units.get(unit.id), unit);
  const staff = new Map(jiangxi.staff.map((one) => [one.id, one]));
  for (const one of demo.staff) assertEquals(staff.get(one.id), one);
  assertEquals(
    [demo.units.length, demo.staff.filter(({ role }) => role === "manager").length],
    [1 + 3 + 12, 60],
  );
});

Deno.test("every demo account has its seat, inside the scope of its own unit", () => {
  const staff = new Map(demo.staff.map((one) => [one.id, one]));
  for (const { id, username, role, unit, name } of DEMO_ACCOUNTS) {
    const seat = staff.get(id);
    assertEquals([seat?.username, seat?.role, seat?.unit, seat?.name], [
      username,
      role,
      unit,
      name,
    ]);
    assert(demo.units.some((one) => one.id === unit), unit);
    assert(inScope({ id, role, unit }, unit));
  }
});

Deno.test("banks and outlets are named as people would", () => {
  assertEquals(bankNames(["南昌市", "南昌县", "安义县", "瑞金市", "新建区"]), [
    "南昌农商银行",
    "南昌县农商银行",
    "安义农商银行",
    "瑞金农商银行",
    "新建农商银行",
  ]);
  const stems = { "滕王阁街道": "滕王阁", "罗家镇": "罗家", "范镇": "范镇", "太源畲族乡": "太源" };
  for (const [name, stem] of Object.entries(stems)) assertEquals(townStem(name), stem);
  assertEquals(townStem("江西进贤经济开发区管理委员会"), "进贤经济开发区");
  assertEquals(townStem("贤士湖管理处"), "贤士湖");
});
