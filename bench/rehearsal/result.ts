/** All that a rehearsal has to tell. */
import type { Findings } from "./course.ts";
import type { Rehearsal } from "./derive.ts";
import type { PlanRow } from "./plan_rows.ts";
import type { Played } from "./play.ts";
import type { Said } from "./said.ts";

export interface Result {
  readonly rehearsal: Rehearsal;
  readonly rows: readonly PlanRow[];
  readonly findings: Findings;
  readonly startedAtMs: number;
  readonly command: string;
}

/** What such a verdict is about, and what it is not. */
export const LIMITS: readonly Said[] = [
  {
    zh:
      "结论只对这台机器、这些设置成立：演练的是本安装的副本，件数、客户和统计都与真实数据分开，演练后全部删除。",
    en:
      "The verdict is about this machine with these settings: what was played is a copy of the installation, whose units, customers and statistics are apart from the real ones and are gone afterwards.",
  },
  {
    zh: "活动开始前先让副本小跑两秒：真实安装早已运行，代码已编译好。",
    en:
      "The copy is warmed for two seconds first, since an installation has been running long before a campaign starts.",
  },
  {
    zh: "余量 = 实测能承载的最高到达速率 ÷ 预计高峰，不作外推。",
    en:
      "Headroom is the highest rate of arrivals that was carried, as measured, divided by the expected peak; nothing is extrapolated.",
  },
  {
    zh: "压测端与产品共用这台机器的核：压测端另用机器时，余量只会更大。",
    en:
      "The generator shares the cores of this machine with the product: with a machine of its own the headroom could only be larger.",
  },
  {
    zh:
      "每个到达都是一次完整访问（页面、活动、提醒、抢购、付款或放弃），客户地址相同，所以按地址的限速放开了。",
    en:
      "Each arrival is a whole visit (page, campaign, reminder, grab, then pay or let go), and all come from one address, so limits per address are raised.",
  },
];

/** In order of their rates, the campaign itself among them. */
export function byRate({ findings: { played, before, probes } }: Result): readonly Played[] {
  const all = [before, played, ...probes].filter((one) => one !== null);
  return all.toSorted((one, other) => one.asked - other.asked);
}

/** Names of the thresholds of a rehearsal. */
export const THRESHOLDS: Readonly<Record<string, string>> = {
  "unexpected answers": "意外应答",
  "answers that ask to come again": "被请稍后再来",
  "grab p99": "抢购 p99",
  "join p99": "参加 p99",
  "dropped iterations": "未能按时到达",
  "truths of the audit that do not hold": "审计不符项",
  "sold out": "售罄用时",
};

export const OUTCOMES: Readonly<Record<Played["outcome"], Said>> = {
  "carried": { zh: "承载", en: "carried" },
  "gave-way": { zh: "吃不消", en: "gave way" },
  "generator": { zh: "压测端到顶", en: "generator's limit" },
};

export const WORDS: Readonly<Record<"passed" | "failed" | "interrupted", Said>> = {
  passed: { zh: "可承载", en: "Carried" },
  failed: { zh: "承载不了", en: "Not carried" },
  interrupted: { zh: "已中断", en: "Interrupted" },
};
