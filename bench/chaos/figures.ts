/** Whether the figures of the province, its banks and outlets and its managers are what the journal says. */
import type { StatisticsLineJson } from "../../web/shared/api_statistics.ts";
import type { Findings, Scene } from "./fault.ts";
import { number } from "../report/figures.ts";
import { atMost } from "./judge.ts";
import { both, inLanguage } from "./words.ts";
import { auditOf, type Place, statistics } from "./staff.ts";
import { pause } from "./pause.ts";

/** Without the demo there is a province only for somebody to lead it. */
export const WITH_PROVINCE = { STAFF_ADMIN_PASSWORD: "chaos-bench-admin" } as const;
/** What faults of PostgreSQL promise. */
export const PROMISE = {
  zh: "抢购照常，各级统计在 60 秒内追平",
  en: "Sales go on as if nothing were, and the figures of all levels catch up within 60 s",
} as const;
/** So long may they take to catch up. */
export const LEVEL_MS_MAX = 60_000;
const POLL_MS = 250;
const LEVELS = ["bank", "outlet", "manager"] as const;
const BY = {
  bank: { zh: "按成员行", en: "by bank" },
  outlet: { zh: "按网点", en: "by outlet" },
  manager: { zh: "按客户经理", en: "by manager" },
} as const;
const AGREE = {
  zh: "三级统计与审计一致，用时",
  en: "figures of three levels agree with the audit after",
} as const;

interface Sums {
  readonly grabs: number;
  readonly orders: number;
}

/** Waits for the figures; asked once the load is over, so that the audit stands still. */
export async function figuresAgree({ place, sale }: Scene): Promise<Findings> {
  const startMs = performance.now();
  const { reservations, confirmed } = await auditOf(place, sale);
  const wanted = { grabs: reservations, orders: confirmed };
  let levels: readonly Sums[] = [];
  for (;;) {
    levels = await Promise.all(LEVELS.map((by) => sumsOf(place, { sale, by })));
    const tookMs = performance.now() - startMs;
    const agree = levels.every((sums) => same(sums, wanted));
    if (!agree && tookMs < LEVEL_MS_MAX) {
      await pause(POLL_MS, place.signal);
      continue;
    }
    const told = both((language) =>
      LEVELS.map((by, n) => `${BY[by][language]} ${inWords(levels[n] ?? wanted, language)}`)
        .join(", ")
    );
    return {
      expectations: [
        atMost(AGREE, { unit: "ms", most: LEVEL_MS_MAX, measured: agree ? tookMs : null }),
      ],
      notes: [{
        zh: `审计：${inWords(wanted, "zh")}；统计：${inLanguage(told, "zh")}。`,
        en: `Audit: ${inWords(wanted, "en")}; statistics: ${inLanguage(told, "en")}.`,
      }],
    };
  }
}

/** Over all lines of a level, what nobody brought included. */
async function sumsOf(
  place: Place,
  { sale, by }: { readonly sale: string; readonly by: (typeof LEVELS)[number] },
): Promise<Sums> {
  const lines: StatisticsLineJson[] = [];
  for (let after = "";;) {
    const page = await statistics(place, `campaign=${sale}&by=${by}&limit=100${after}`);
    lines.push(...page.items);
    if (page.next === null) break;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
  return {
    grabs: lines.reduce((sum, { figures }) => sum + figures.grabs, 0),
    orders: lines.reduce((sum, { figures }) => sum + figures.orders, 0),
  };
}

function same(one: Sums, other: Sums): boolean {
  return one.grabs === other.grabs && one.orders === other.orders;
}

function inWords({ grabs, orders }: Sums, language: "zh" | "en"): string {
  return language === "zh"
    ? `${number(grabs)} 笔预订，${number(orders)} 笔确认`
    : `${number(grabs)} reservations, ${number(orders)} confirmed`;
}
