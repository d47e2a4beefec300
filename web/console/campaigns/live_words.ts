/** Sentences of a sale's live view and of its results. */
import type { Locale } from "../../shared/format.ts";

export interface LiveWords {
  readonly pace: string;
  readonly perSecond: string;
  readonly now: string;
  readonly peak: string;
  readonly sellOut: string;
  readonly soldOutIn: string;
  readonly unknown: string;
  readonly about: (left: string) => string;
  readonly results: string;
  readonly courseBy: (seconds: number) => string;
  readonly grabs: string;
  readonly orders: string;
  readonly lapsed: string;
  readonly fen: string;
  readonly returned: string;
  readonly conversion: string;
  readonly refusals: string;
  readonly refusalsSince: (time: string) => string;
  readonly noRefusals: string;
  readonly codes: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly times: string;
  readonly by: Readonly<Record<"banks" | "outlets" | "managers", string>>;
  readonly whose: string;
  readonly unattributed: string;
  readonly nobody: string;
  readonly ownUnit: string;
  readonly csv: string;
  readonly csvNote: string;
  readonly proofOf: (name: string, value: string) => string;
  readonly elsewhere: string;
  readonly clone: string;
}

const ZH: LiveWords = {
  pace: "每秒抢到",
  perSecond: "件/秒",
  now: "刚才一秒",
  peak: "最快一秒",
  sellOut: "预计售罄",
  soldOutIn: "售罄用时",
  unknown: "–",
  about: (left) => `约 ${left} 后`,
  results: "成效",
  courseBy: (seconds) => `全程走势（${seconds === 1 ? "每秒" : `每 ${seconds} 秒`}）`,
  grabs: "抢到（笔）",
  orders: "成交（笔）",
  lapsed: "超时或取消",
  fen: "成交金额",
  returned: "退回金额",
  conversion: "成交率",
  refusals: "没抢到的原因",
  refusalsSince: (time) => `本机 ${time} 启动以来的次数，不落账`,
  noRefusals: "还没有人被拒绝。",
  codes: {
    "not-open": "还没开抢",
    paused: "已暂停",
    ended: "已结束",
    "sold-out": "已售罄",
    "all-held": "暂无余量",
    "limit-reached": "达到每人限购",
    "order-limit": "超过每次最多",
    "outlet-limit": "网点份额用完",
    "not-eligible": "不符合参与条件",
    "idempotency-mismatch": "重复请求内容不同",
    unauthenticated: "没有登录",
    "too-many-requests": "操作太频繁",
    overloaded: "人太多，请稍后",
    "outcome-unknown": "结果待确认",
    invalid: "请求有误",
  },
  reason: "原因",
  times: "次数",
  by: { banks: "按成员行", outlets: "按网点", managers: "按客户经理" },
  whose: "归属",
  unattributed: "未归属",
  nobody: "还没有成交。",
  ownUnit: "这场活动由其他机构发起，这里只显示本机构带来的部分。",
  csv: "导出明细 CSV",
  csvNote: "手机号已脱敏，导出会记入操作日志。",
  proofOf: (name, value) => `${name} ${value}，核对这个数字`,
  elsewhere: "其他机构",
  clone: "复制为新活动",
};

const EN: LiveWords = {
  pace: "Taken per second",
  perSecond: "units/s",
  now: "Last second",
  peak: "Fastest second",
  sellOut: "Sold out in",
  soldOutIn: "Sold out after",
  unknown: "–",
  about: (left) => `about ${left}`,
  results: "Results",
  courseBy: (seconds) =>
    `The whole course, ${seconds === 1 ? "per second" : `per ${seconds} seconds`}`,
  grabs: "Grabs",
  orders: "Orders",
  lapsed: "Lapsed or cancelled",
  fen: "Sold for",
  returned: "Given back",
  conversion: "Conversion",
  refusals: "Why others got none",
  refusalsSince: (time) => `Counted by this server since ${time}; not stored`,
  noRefusals: "Nobody has been refused.",
  codes: {
    "not-open": "Not open yet",
    paused: "Paused",
    ended: "Over",
    "sold-out": "Sold out",
    "all-held": "None free right now",
    "limit-reached": "Limit per person",
    "order-limit": "Limit per order",
    "outlet-limit": "Outlet's share used up",
    "not-eligible": "Not eligible",
    "idempotency-mismatch": "Repeated with another content",
    unauthenticated: "Not signed in",
    "too-many-requests": "Too many requests",
    overloaded: "Too busy",
    "outcome-unknown": "Outcome not known yet",
    invalid: "Malformed",
  },
  reason: "Reason",
  times: "Times",
  by: { banks: "By bank", outlets: "By outlet", managers: "By manager" },
  whose: "Credited to",
  unattributed: "Unattributed",
  nobody: "Nothing sold yet.",
  ownUnit: "Another unit runs this sale: only what your unit brought is shown.",
  csv: "Export CSV",
  csvNote: "Phone numbers are masked; the export is logged.",
  proofOf: (name, value) => `${name} ${value}, check this figure`,
  elsewhere: "Other units",
  clone: "Copy as new",
};

/** Words of a language. */
export function liveWordsOf(locale: Locale): LiveWords {
  return locale === "en" ? EN : ZH;
}
