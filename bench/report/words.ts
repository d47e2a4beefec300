/** Words of the reports, and what the runner's own names mean in Chinese. */
import type { Words } from "./chart_data.ts";
import type { Profile, RunReport, Scenario } from "./run_report.ts";

export const WORDS = {
  report: { zh: "压测报告", en: "Load test report" },
  verdict: {
    passed: { zh: "通过", en: "Passed" },
    failed: { zh: "未通过", en: "Failed" },
    interrupted: { zh: "已中断", en: "Interrupted" },
  },
  problems: { zh: "问题", en: "Problems" },
  thresholds: { zh: "阈值", en: "Thresholds" },
  noThresholds: { zh: "本次没有设阈值。", en: "This run had no thresholds." },
  truth: { zh: "核对", en: "Truth" },
  truthLead: {
    zh: "压测端看到的与审计、页面所说的是否一致。",
    en: "Whether what the generator saw is what the audit and the pages say.",
  },
  noTruth: {
    zh: "没有核对：不能当作通过。",
    en: "Nothing was checked: this cannot count as passed.",
  },
  overTime: { zh: "随时间变化", en: "Over time" },
  overTimeLead: {
    zh: "所有图共用一条时间轴。拖动可放大，双击还原。",
    en: "All charts share one time axis. Drag to zoom in, double-click to zoom out.",
  },
  noSeries: { zh: "没有按秒的读数。", en: "There are no readings by the second." },
  outcomes: { zh: "应答", en: "Outcomes" },
  outcomesLead: {
    zh: "预期的拒绝（如售罄的 409）不算失败。",
    en: "Refusals that are expected, such as 409 for sold out, are no failures.",
  },
  noOutcomes: { zh: "没有收到任何应答。", en: "No request was answered." },
  latencies: { zh: "延迟", en: "Latency" },
  otherLatencies: { zh: "每种请求的延迟", en: "Latency of each other request" },
  latenciesLead: { zh: "整个运行期间，毫秒。", en: "Of the whole run, in ms." },
  generator: { zh: "压测端", en: "The generator" },
  environment: { zh: "环境", en: "Environment" },
  repeat: { zh: "重复本次运行", en: "Repeat this run" },
  repeatLead: {
    zh: "$AUTH_SECRET 是目标的密钥，报告里不会出现它的值。",
    en: "$AUTH_SECRET is the target's secret; its value is never in a report.",
  },
  reading: { zh: "怎么读这份报告", en: "How to read this" },
  what: { zh: "项目", en: "What" },
  measured: { zh: "实测", en: "Measured" },
  bound: { zh: "界限", en: "Bound" },
  ratio: { zh: "实测 ÷ 界限", en: "Measured ÷ bound" },
  result: { zh: "结果", en: "Verdict" },
  ok: { zh: "符合", en: "ok" },
  missed: { zh: "超出", en: "missed" },
  notMeasured: { zh: "未测到", en: "not measured" },
  holds: { zh: "一致", en: "holds" },
  broken: { zh: "不符", en: "broken" },
  check: { zh: "核对项", en: "Check" },
  finding: { zh: "双方数字", en: "Both figures" },
  request: { zh: "请求", en: "Request" },
  status: { zh: "状态码", en: "Status" },
  reason: { zh: "原因", en: "Reason" },
  count: { zh: "次数", en: "Count" },
  shareOf: { zh: "占该请求", en: "Of its request" },
  expected: { zh: "预期", en: "expected" },
  unexpected: { zh: "意外", en: "unexpected" },
  noAnswer: { zh: "无应答", en: "no answer" },
  maximum: { zh: "最大", en: "max" },
  planned: { zh: "计划", en: "Planned" },
  started: { zh: "已开始", en: "Started" },
  dropped: { zh: "未能按时开始", en: "Not started in time" },
  completed: { zh: "已完成", en: "Completed" },
  cutOff: { zh: "被中断", en: "Cut off" },
  requests: { zh: "请求总数", en: "Requests" },
  vus: { zh: "最多虚拟用户", en: "Virtual users at most" },
  generatorCores: { zh: "压测端占用", en: "Generator used" },
  productCores: { zh: "产品占用", en: "Product used" },
  cpuPerRequest: { zh: "产品每千次请求", en: "Product per 1,000 requests" },
  machine: { zh: "机器", en: "Machine" },
  system: { zh: "系统", en: "System" },
  versions: { zh: "版本", en: "Versions" },
  commit: { zh: "提交", en: "Commit" },
  elsewhere: { zh: "不是在这里启动的", en: "not started here" },
  origin: { zh: "目标", en: "Target" },
  cores: { zh: "共用核", en: "Shared cores" },
  sharesCores: {
    zh: "压测端与产品共用这些核：数字说的是两者合计",
    en: "generator and product share these cores: figures are of the pair",
  },
  apart: { zh: "压测端与产品各用各的核", en: "generator and product have cores of their own" },
  durability: { zh: "持久性", en: "Durability" },
  settings: { zh: "与默认不同的设置", en: "Settings that differ" },
  defaults: { zh: "全部默认", en: "all defaults" },
  started_at: { zh: "开始", en: "Started" },
  served: { zh: "每秒应答", en: "Served per second" },
} as const;

const SCENARIOS: Readonly<Record<Scenario, string>> = {
  flash_sale: "秒杀",
  sold_out: "售罄",
  one_person: "一人并发",
  referral_storm: "裂变风暴",
  storefront: "店铺浏览",
  mixed_day: "混合的一天",
  sse: "实时订阅",
};

const PROFILES: Readonly<Record<Profile, string>> = {
  smoke: "冒烟",
  load: "常载",
  spike: "尖峰",
  herd: "齐发",
  soak: "长跑",
  breakpoint: "极限",
};

/** Flash sale, spike. */
export function nameOf({ scenario, profile }: Pick<RunReport, "scenario" | "profile">): Words {
  const name = `${scenario} · ${profile}`;
  return { zh: `${SCENARIOS[scenario]} · ${PROFILES[profile]}（${name}）`, en: name };
}

const KNOWN: Readonly<Record<string, string>> = {
  "offered": "到达",
  "served": "应答",
  "dropped": "未能开始",
  "median": "中位",
  "mean": "平均",
  "max": "最大",
  "generator": "压测端",
  "product": "产品",
  "available": "可售",
  "held": "保留中",
  "confirmed": "已确认",
  "withdrawn": "已撤回",
  "unreleased": "未放出",
  "expired": "已过期",
  "cancelled": "已取消",
  "heap": "堆",
  "resident": "常驻内存",
  "subscribers": "订阅者",
  "expected": "预期",
  "unexpected": "意外",
  "no answer": "无应答",
  "unexpected answers": "意外应答",
  "dropped iterations": "未能按时开始",
  "offered and served rate": "到达与应答速率",
  "offered and served": "到达与应答速率",
  "latency": "延迟",
  "latency percentiles": "延迟分位数",
  "outcomes": "应答分类",
  "outcomes by reason": "按原因的应答",
  "units by state": "各状态的件数",
  "units": "件数",
  "commit latency": "提交延迟",
  "batch size": "批量大小",
  "loop lag": "事件循环滞后",
  "event loop lag": "事件循环滞后",
  "memory": "内存",
  "cpu": "CPU",
  "cores used": "占用核数",
  "sale opens": "开抢",
  "start of sale": "开抢",
  "sold out": "售罄",
  "completed": "完成",
  "others": "其他",
  "commands not answered yet": "尚未应答的命令",
  "parked": "尚未应答",
  "journal not archived yet": "尚未归档的日志",
  "backlog": "待归档",
  "shed and limited requests": "被要求稍后再来的请求",
  "shed": "过载保护",
  "limited": "限速",
  "actors": "活动对象",
  "answers that ask to come again": "要求稍后再来的应答",
  "checks": "检查通过率",
  "completed iterations": "完成的迭代",
  "acknowledged units": "答应的件数",
  "rejections": "拒绝",
  "joins": "参与",
  "counted visits": "计入的访问",
  "conserved": "总数守恒",
  "no oversell": "没有超卖",
  "no limit broken": "没有突破限购",
  "acknowledged units are in the journal": "答应的件数都在日志里",
  "nothing was given after the last unit": "售罄后没有再发放",
  "p99 by request": "各请求的 p99",
  "everyone who came follows the sale": "来的人都在收看",
  "subscribers saw the final state": "订阅者看到了最终状态",
  "no stream is lost or goes back": "没有流中断或倒退",
  "the last state is what the journal says": "最终状态与日志一致",
  "breaking point": "极限",
  "subscribers that saw the sale": "看到开抢的订阅者",
  "manager, outlet and bank agree": "经理、网点、银行三级一致",
  "referral conserved": "裂变总数守恒",
};

/** The runner's name for something, with its Chinese where that is known; `conserved (sale-1)` too. */
export function known(text: string): Words {
  const [, name = text, whose] = /^(.+) \((.+)\)$/.exec(text) ?? [];
  const zh = KNOWN[name.toLowerCase()];
  if (zh === undefined) return text;
  return { zh: whose === undefined ? zh : `${zh}（${KNOWN[whose] ?? whose}）`, en: text };
}

/** How to read a report, for whoever opens one for the first time. */
export const READING: readonly Words[] = [
  {
    zh: "到达速率由计划决定，不等应答：产品慢下来，到达不会变慢。",
    en: "Arrivals follow the plan and wait for no answer: a slow product does not slow them down.",
  },
  {
    zh: "有未能按时开始的到达，说明压测端不够：这时延迟偏低，不可信。",
    en:
      "Arrivals that were not started in time mean that the generator was too small: latencies are then too low to believe.",
  },
  {
    zh: "核对失败比任何延迟都严重：它说明产品答应了它没有记下的事，或者多卖了。",
    en:
      "A broken check outweighs any latency: the product promised what it did not keep, or sold too much.",
  },
  {
    zh: "压测端与产品在同一台机器上时，每千次请求的 CPU 秒数是能带到别的机器上的数字。",
    en:
      "With generator and product on one machine, CPU seconds per 1,000 requests is the figure that travels to another machine.",
  },
];
