/** Sentences of the home page. */
import type { PhaseJson, UnitsJson } from "../../shared/api.ts";
import type { AttentionItemJson, AttentionKind } from "../../shared/api_campaigns.ts";
import { count, type Locale } from "../../shared/format.ts";

export interface HomeWords {
  readonly title: (name: string) => string;
  readonly attention: string;
  readonly nothing: string;
  readonly nothingYet: string;
  readonly kinds: Readonly<Record<AttentionKind, string>>;
  readonly facts: (item: AttentionItemJson, when: string) => string;
  readonly acts: Readonly<Record<AttentionKind, string>>;
  readonly tiles: readonly (readonly [label: string, phases: readonly PhaseJson[]])[];
  readonly overview: string;
  readonly running: string;
  readonly endsIn: (left: string) => string;
  readonly stock: (units: UnitsJson) => string;
}

const ZH: HomeWords = {
  title: (name) => `${name}，您好`,
  attention: "需要处理",
  nothing: "现在没有要处理的事。",
  nothingYet: "新建一场活动",
  kinds: {
    approve: "待我审批",
    launch: "待排期上线",
    "late-draft": "草稿已过开抢时间",
    "low-stock": "库存不多",
    "all-held": "暂无余量",
    "sold-out": "已售罄",
    overlap: "时间重叠",
    opening: "即将开抢",
    unsettled: "已结束，待结清",
  },
  facts: (item, when) => {
    switch (item.kind) {
      case "low-stock":
        return `剩 ${count(item.left ?? 0)} 件，共 ${count(item.total ?? 0)} 件`;
      case "all-held":
        return "剩下的都在待付款，可能释放，也可以加库存";
      case "sold-out":
        return `${count(item.total ?? 0)} 件全部售出`;
      case "overlap":
        return `与“${item.other?.title ?? ""}”同时在卖同一商品`;
      case "unsettled":
        return "还有客户在付款时限内";
      case "approve":
      case "launch":
      case "late-draft":
      case "opening":
        return `${when} 开抢`;
    }
  },
  acts: {
    approve: "去审批",
    launch: "去上线",
    "late-draft": "改时间",
    "low-stock": "去查看",
    "all-held": "去查看",
    "sold-out": "去查看",
    overlap: "去查看",
    opening: "去查看",
    unsettled: "去查看",
  },
  tiles: [
    ["抢购中", ["open"]],
    ["即将开抢", ["scheduled", "warming"]],
    ["待审批", ["in-review"]],
    ["草稿", ["draft"]],
    ["已暂停", ["paused"]],
    ["已结束", ["ended", "settled"]],
  ],
  overview: "活动概况",
  running: "正在进行",
  endsIn: (left) => `${left} 后结束`,
  stock: (units) =>
    `可售 ${count(units.available)} 件，待付款 ${count(units.held)} 件，已成交 ${
      count(units.confirmed)
    } 件`,
};

const EN: HomeWords = {
  title: (name) => `Hello, ${name}`,
  attention: "Needs attention",
  nothing: "Nothing needs you right now.",
  nothingYet: "New campaign",
  kinds: {
    approve: "Waiting for your approval",
    launch: "Approved, not scheduled",
    "late-draft": "Draft past its opening",
    "low-stock": "Few left",
    "all-held": "None free right now",
    "sold-out": "Sold out",
    overlap: "Overlap",
    opening: "Opens soon",
    unsettled: "Over, not settled",
  },
  facts: (item, when) => {
    switch (item.kind) {
      case "low-stock":
        return `${count(item.left ?? 0)} of ${count(item.total ?? 0)} left`;
      case "all-held":
        return "The rest are being paid for and may come back; units can be added";
      case "sold-out":
        return `All ${count(item.total ?? 0)} sold`;
      case "overlap":
        return `Sells the same product as “${item.other?.title ?? ""}” at the same time`;
      case "unsettled":
        return "Customers still have time to pay";
      case "approve":
      case "launch":
      case "late-draft":
      case "opening":
        return `Opens ${when}`;
    }
  },
  acts: {
    approve: "Review",
    launch: "Launch",
    "late-draft": "Change time",
    "low-stock": "Look",
    "all-held": "Look",
    "sold-out": "Look",
    overlap: "Look",
    opening: "Look",
    unsettled: "Look",
  },
  tiles: [
    ["On sale", ["open"]],
    ["Opening soon", ["scheduled", "warming"]],
    ["In review", ["in-review"]],
    ["Drafts", ["draft"]],
    ["Paused", ["paused"]],
    ["Over", ["ended", "settled"]],
  ],
  overview: "Overview",
  running: "On sale now",
  endsIn: (left) => `ends in ${left}`,
  stock: (units) =>
    `${count(units.available)} available, ${count(units.held)} held, ${
      count(units.confirmed)
    } confirmed`,
};

/** Words of a language. */
export function homeWordsOf(locale: Locale): HomeWords {
  return locale === "en" ? EN : ZH;
}
