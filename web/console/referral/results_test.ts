import { assertEquals } from "@std/assert";
import type { ReferralLineJson, ReferralResultsJson } from "../../shared/api_referral_results.ts";
import { appended, levelsOf, lineName, linesWith } from "./results.ts";

function line(key: string | null, qualified: number): ReferralLineJson {
  return {
    key,
    name: key === null ? null : `名 ${key}`,
    unit: null,
    figures: {
      clicks: 0,
      visits: 0,
      participants: 0,
      invited: 0,
      qualified,
      rewarded: 0,
      rewards: 0,
      paidFen: 0,
      clawedFen: 0,
    },
    rates: { joined: null, invited: null, qualified: null, rewarded: null, costFen: null },
  };
}

const RESULTS: ReferralResultsJson = {
  asOf: "2026-11-22T11:30:00.000Z",
  campaign: { id: "r1", title: "邀好友", phase: "open", unit: "jx" },
  scope: "whole",
  by: "manager",
  total: line(null, 9),
  unattributed: line(null, 2),
  elsewhere: line(null, 0),
  items: [line("a", 4), line("b", 3)],
  next: null,
  csv: "/x.csv",
};
const WORDS = { unattributed: "未归属", elsewhere: "其他机构", channels: { wechat: "微信" } };

Deno.test("what nobody brought stands last, and only where it is something", () => {
  const names = linesWith(RESULTS).map((one) => lineName(one, RESULTS, WORDS));
  assertEquals(names, ["名 a", "名 b", "未归属"]);
  assertEquals(linesWith({ ...RESULTS, next: "c" }).length, 2, "not before the last page");
});

Deno.test("other units' line is not called unattributed, and a channel has its own name", () => {
  const elsewhere = line(null, 5);
  const results = { ...RESULTS, elsewhere, unattributed: null };
  assertEquals(lineName(elsewhere, results, WORDS), "其他机构");
  const channels = { ...RESULTS, by: "channel" as const };
  assertEquals(lineName(line("wechat", 1), channels, WORDS), "微信");
  assertEquals(lineName(line("kiosk", 1), channels, WORDS), "名 kiosk".slice(2));
});

Deno.test("a further page adds its lines once, and its totals are the newer", () => {
  const next = { ...RESULTS, items: [line("b", 4), line("c", 1)], total: line(null, 10) };
  const both = appended(RESULTS, next);
  assertEquals(both.items.map((one) => one.key), ["a", "b", "c"]);
  assertEquals(both.total.figures.qualified, 10);
});

Deno.test("nobody is offered a comparison of units that are not below the own", () => {
  const first = (role: "province" | "bank" | "outlet" | "manager") =>
    levelsOf({ role, unit: "jx" })[0];
  assertEquals(
    [first("province"), first("bank"), first("outlet"), first("manager")],
    ["bank", "outlet", "manager", "day"],
  );
  assertEquals(levelsOf(null), ["day", "channel"]);
});
