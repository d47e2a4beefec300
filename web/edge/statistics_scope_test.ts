import { assertEquals } from "@std/assert";
import type { Actor } from "../../actors/campaign/protocol.ts";
import { dayText } from "../projection/statistics/day.ts";
import { type Asked, askedOf, hrefOf, levelOf } from "./statistics_scope.ts";

/** Half past midnight in Shanghai, the day before in UTC. */
const NOW = { nowMs: Date.UTC(2026, 10, 21, 16, 30), language: "zh" } as const;

const PROVINCE: Actor = { id: "p", role: "province", unit: "jx" };
const SRE: Actor = { id: "s", role: "sre", unit: "jx" };
const BANK: Actor = { id: "b", role: "bank", unit: "jx.3601" };
const OUTLET: Actor = { id: "o", role: "outlet", unit: "jx.3601.a" };
const MANAGER: Actor = { id: "m", role: "manager", unit: "jx.3601.a" };

function asked(staff: Actor, query: Record<string, string> = {}): Asked {
  const found = askedOf(staff, query, NOW);
  if (found.kind !== "asked") throw new Error(found.kind);
  return found;
}

Deno.test("the last thirty days end today in Shanghai", () => {
  const { filter } = asked(PROVINCE);
  assertEquals([dayText(filter.fromDay), dayText(filter.toDay)], ["2026-10-24", "2026-11-22"]);
});

Deno.test("without a unit everyone asks about the own one, and managers about themselves wherever they were", () => {
  const shown = [PROVINCE, SRE, BANK, OUTLET, MANAGER].map((staff) => {
    const { unit, filter } = asked(staff);
    return [unit, filter.unit, filter.manager, filter.credit].join(" ");
  });
  assertEquals(shown, [
    "jx jx  all",
    "jx jx  all",
    "jx.3601 jx.3601  all",
    "jx.3601.a jx.3601.a  all",
    "jx.3601.a  m credited",
  ]);
});

Deno.test("nobody asks about a unit beside or above the own one, nor a manager about a colleague", () => {
  const refused: readonly (readonly [Actor, Record<string, string>])[] = [
    [BANK, { unit: "jx" }],
    [BANK, { unit: "jx.3602" }],
    [BANK, { unit: "jx.36010" }],
    [OUTLET, { unit: "jx.3601" }],
    [OUTLET, { unit: "jx.3601.b" }],
    [MANAGER, { unit: "jx.3601" }],
    [MANAGER, { manager: "n" }],
  ];
  for (const [staff, query] of refused) {
    assertEquals(askedOf(staff, query, NOW).kind, "not-found", JSON.stringify(query));
  }
});

Deno.test("days that do not exist, run backwards or are too many are refused", () => {
  const wrong = [
    { from: "2026-02-30" },
    { from: "2026-11-22", to: "2026-11-21" },
    { from: "2020-01-01", to: "2026-01-01" },
    { to: "x" },
  ];
  for (const query of wrong) {
    assertEquals(askedOf(PROVINCE, query, NOW).kind, "wrong", JSON.stringify(query));
  }
});

Deno.test("lines are of the next level down, and of no level that the unit does not have", () => {
  const level = (staff: Actor, by: string, query: Record<string, string> = {}) =>
    levelOf(by, asked(staff, query));
  assertEquals(["unit", "bank", "outlet", "manager", "day"].map((by) => level(PROVINCE, by)), [
    "bank",
    "bank",
    "outlet",
    "manager",
    "day",
  ]);
  assertEquals(["unit", "bank", "outlet"].map((by) => level(BANK, by)), ["outlet", null, "outlet"]);
  assertEquals(["unit", "bank", "outlet"].map((by) => level(OUTLET, by)), ["manager", null, null]);
  assertEquals([level(MANAGER, "unit"), level(BANK, "unit", { manager: "m" })], ["day", "day"]);
});

Deno.test("the address of a figure says everything that it is a sum of", () => {
  const { filter } = asked(BANK, { manager: "m", campaign: "c", from: "2026-11-01" });
  assertEquals(
    hrefOf(filter),
    "/api/v1/statistics/query?unit=jx.3601&manager=m&campaign=c&from=2026-11-01&to=2026-11-22" +
      "&credit=credited",
  );
});
