/** The derived plan as a small table: shown before it is played, and in the report. */
import type { CampaignRequest, Rehearsal } from "./derive.ts";
import { LEAD_S, RISE_S, secondsOf } from "./curve.ts";
import type { Options } from "./options.ts";
import type { Said } from "./said.ts";

export interface PlanRow {
  readonly what: Said;
  readonly is: readonly Said[];
}

/** What there is beside the rehearsal. */
export interface PlanFacts {
  readonly rehearsal: Rehearsal;
  readonly options: Pick<Options, "what" | "probeS" | "searchS" | "leastHeadroom">;
  readonly durability: string;
  readonly stores: readonly Said[];
  /** Of the installation, that differ from the defaults. */
  readonly settings: Readonly<Record<string, string>>;
}

/** One row for each thing that was derived. */
export function planRows(facts: PlanFacts): PlanRow[] {
  const { rehearsal, options, stores, durability } = facts;
  const { spec, peak, notes } = rehearsal;
  const settings = Object.entries(facts.settings).map(([name, value]) => same(`${name}=${value}`));
  return [
    row("活动", "campaign", [same(`${spec.title} (${spec.kind}, ${options.what})`)]),
    row("场景", "scenario", [same(rehearsal.scenario)]),
    row("预计高峰", "expected peak", [{
      zh: `每秒 ${peak.perSecond} 人；${peak.from.zh}`,
      en: `${peak.perSecond}/s; ${peak.from.en}`,
    }]),
    row("到达", "arrivals", [arrivals(rehearsal)]),
    row(...amount(spec, rehearsal)),
    row("门槛", "thresholds", [thresholds(rehearsal)]),
    row("余量", "headroom", [{
      zh:
        `从每秒 ${peak.perSecond} 起找极限，每档 ${options.probeS} 秒，最多 ${options.searchS} 秒；至少要 ${options.leastHeadroom} 倍`,
      en:
        `searched from ${peak.perSecond}/s on, each rate held ${options.probeS} s, for at most ${options.searchS} s; at least ${options.leastHeadroom}×`,
    }]),
    row("演练环境", "stores", [...stores, same(durability)]),
    ...settings.length === 0 ? [] : [row("设置", "settings", settings)],
    ...notes.length === 0 ? [] : [row("与活动不同", "unlike the campaign", notes)],
  ];
}

/** For a terminal, in English. */
export function planText(rows: readonly PlanRow[]): string {
  const width = Math.max(...rows.map(({ what }) => what.en.length));
  return rows.flatMap(({ what, is }) =>
    is.map(({ en }, n) => `  ${(n === 0 ? what.en : "").padEnd(width)}  ${en}`)
  ).join("\n");
}

function arrivals({ arrivals, peak, customers }: Rehearsal): Said {
  const held = arrivals.stages[2]?.seconds ?? 0;
  const seconds = Math.round(secondsOf(arrivals) - LEAD_S);
  const [people, heldS] = [customers.toLocaleString("en-US"), held.toFixed(1)];
  return {
    zh:
      `开始后 ${RISE_S} 秒内升到每秒 ${peak.perSecond} 人，保持 ${heldS} 秒后逐级减半；共 ${seconds} 秒、${people} 人，每人一次`,
    en:
      `${peak.perSecond}/s within ${RISE_S} s of the start, held ${heldS} s, then halved step by step; ${seconds} s and ${people} customers in all, each once`,
  };
}

function amount(
  spec: CampaignRequest,
  { soldOutS }: Rehearsal,
): [zh: string, en: string, is: Said[]] {
  if (spec.kind === "referral") {
    const { fen, units } = spec.budget;
    const parts = [
      ...units === undefined ? [] : [{ zh: `${units} 份`, en: `${units} rewards` }],
      ...fen === undefined
        ? []
        : [{ zh: `${(fen / 100).toFixed(2)} 元`, en: `¥${(fen / 100).toFixed(2)}` }],
    ];
    return ["预算", "budget", parts];
  }
  const releases = spec.releases ?? [];
  const staged = releases.reduce((sum, { units }) => sum + units, 0);
  const gone = soldOutS === null
    ? { zh: "演练时间内卖不完", en: "more than is asked for in the time played" }
    : {
      zh: `人人买一件不退则约 ${soldOutS.toFixed(1)} 秒售罄`,
      en: `gone after about ${soldOutS.toFixed(1)} s if everyone keeps one`,
    };
  const stages = releases.length === 0 ? { zh: "", en: "" } : {
    zh: `，其中 ${staged} 件分 ${releases.length} 批投放`,
    en: `, ${staged} of them in ${
      releases.length === 1 ? "one release" : `${releases.length} releases`
    }`,
  };
  return ["件数", "units", [{
    zh:
      `${spec.units} 件${stages.zh}，每人限购 ${spec.perCustomerMax} 件，占用 ${spec.holdSeconds} 秒；${gone.zh}`,
    en:
      `${spec.units}${stages.en}, at most ${spec.perCustomerMax} per customer, held for ${spec.holdSeconds} s; ${gone.en}`,
  }]];
}

function thresholds({ thresholds: { request, p99Ms, soldOut } }: Rehearsal): Said {
  return {
    zh: `无意外应答；被请稍后再来的不超过 1%；${request} p99 不超过 ${p99Ms} 毫秒；审计相符${
      soldOut ? "；售罄" : ""
    }`,
    en:
      `no unexpected answers; at most 1 % asked to come again; ${request} p99 at most ${p99Ms} ms; the audit adds up${
        soldOut ? "; sold out" : ""
      }`,
  };
}

function row(zh: string, en: string, is: readonly Said[]): PlanRow {
  return { what: { zh, en }, is };
}

function same(text: string): Said {
  return { zh: text, en: text };
}
