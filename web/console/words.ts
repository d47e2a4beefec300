/** Every sentence of the console, in Chinese and English. */
import type { PhaseJson } from "../shared/api.ts";
import { count, type Locale } from "../shared/format.ts";
import type { ActionName } from "./action.ts";
import type { Fault } from "./sale_form.ts";

/** Words of one language. */
export interface Words {
  readonly lang: string;
  readonly brand: string;
  readonly place: string;
  readonly switchLanguage: string;
  readonly signIn: {
    readonly title: string;
    readonly username: string;
    readonly password: string;
    readonly submit: string;
    readonly signOut: string;
    readonly required: string;
  };
  readonly sales: string;
  readonly newSale: string;
  readonly noSales: string;
  readonly more: string;
  readonly back: string;
  readonly loading: string;
  readonly offline: string;
  readonly retry: string;
  readonly columns: Readonly<
    Record<"title" | "phase" | "time" | "units" | "price" | "author", string>
  >;
  readonly phase: Readonly<Record<PhaseJson, string>>;
  readonly soldOut: { readonly "all-held": string; readonly final: string };
  readonly free: string;
  readonly form: {
    readonly title: string;
    readonly edit: string;
    readonly save: string;
    readonly create: string;
    readonly more: string;
    readonly hints: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
    readonly faults: Readonly<Record<Fault, string>>;
    readonly addRelease: string;
    readonly removeRelease: string;
    readonly fix: string;
    readonly china: string;
  };
  readonly live: {
    readonly title: string;
    readonly asOf: (time: string) => string;
    readonly lost: (time: string) => string;
    readonly units: Readonly<
      Record<"available" | "held" | "confirmed" | "unreleased" | "withdrawn" | "total", string>
    >;
    readonly waiting: (waiting: number) => string;
    readonly starts: (left: string) => string;
    readonly ends: (left: string) => string;
  };
  readonly openPage: string;
  readonly copyLink: string;
  readonly copied: string;
  readonly details: string;
  readonly edit: string;
  readonly perPerson: (person: number, order: number) => string;
  readonly hold: (seconds: number) => string;
  readonly history: string;
  readonly needsOther: string;
  readonly approvedBy: (who: string) => string;
  readonly byTime: string;
  /** Transitions as the history names them. */
  readonly deeds: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<ActionName, string>>;
  readonly consequence: Readonly<Record<ActionName, (facts: ConsequenceFacts) => string>>;
  readonly ask: {
    readonly reason: string;
    readonly optional: string;
    readonly endsAt: string;
    readonly later: readonly (readonly [minutes: number, label: string])[];
    readonly delta: string;
    readonly deltaHint: (fewerMax: number) => string;
    readonly newTotal: (total: number) => string;
    readonly release: string;
    readonly cancel: string;
    readonly badNumber: string;
    readonly badTime: string;
    readonly badReason: string;
  };
  readonly audit: {
    readonly title: string;
    readonly run: string;
    readonly running: string;
    readonly good: string;
    readonly bad: string;
    readonly head: (head: number, cells: number, reservations: number) => string;
    readonly hint: string;
  };
  readonly done: Readonly<Record<ActionName | "created" | "saved", string>>;
}

/** Numbers that a confirmation names. */
export interface ConsequenceFacts {
  readonly available: number;
  readonly held: number;
  readonly confirmed: number;
  readonly unreleased: number;
  readonly waiting: number;
  readonly endsAt: string;
  readonly startsAt: string;
}

/** Words of a language. */
export function wordsOf(locale: Locale): Words {
  return locale === "en" ? EN : ZH;
}

const ZH: Words = {
  lang: "zh-CN",
  brand: "云店",
  place: "活动控制台",
  switchLanguage: "English",
  signIn: {
    title: "员工登录",
    username: "用户名",
    password: "密码",
    submit: "登录",
    signOut: "退出登录",
    required: "请填写用户名和密码。",
  },
  sales: "限时抢购",
  newSale: "新建活动",
  noSales: "还没有活动。点“新建活动”，几分钟就能排好一场。",
  more: "加载更多",
  back: "返回列表",
  loading: "正在读取…",
  offline: "网络不通，请检查后重试。",
  retry: "重试",
  columns: {
    title: "活动",
    phase: "状态",
    time: "时间",
    units: "件数",
    price: "单价",
    author: "创建人",
  },
  phase: {
    draft: "草稿",
    "in-review": "待审批",
    scheduled: "已排期",
    warming: "预热中",
    open: "抢购中",
    paused: "已暂停",
    ended: "已结束",
    settled: "已结清",
  },
  soldOut: { "all-held": "暂无余量", final: "已售罄" },
  free: "免费",
  form: {
    title: "新建限时抢购",
    edit: "修改草稿",
    save: "保存修改",
    create: "保存为草稿",
    more: "更多设置",
    labels: {
      title: "活动标题",
      product: "商品",
      price: "单价（元）",
      units: "总件数",
      perCustomerMax: "每人限购",
      perOrderMax: "每次最多",
      holdSeconds: "付款时限（秒）",
      startsAt: "开抢时间",
      endsAt: "结束时间",
      expectedPeak: "预计每秒请求",
      newCustomersOnly: "仅限新客户",
      tags: "仅限有这些标签的客户",
      releases: "分批放出",
      releaseAt: "放出时间",
      releaseUnits: "件数",
    },
    hints: {
      title: "客户第一眼看到的名字，最多 80 字",
      product: "商品编号，或写明规格",
      price: "0 为免费领取，无需付款",
      perOrderMax: "不填则与每人限购相同",
      holdSeconds: "超时未付，名额自动让给下一位",
      expectedPeak: "按预计高峰准备，排期后不能更改；不填则按件数",
      tags: "多个标签用空格隔开",
      releases: "分批件数包含在总件数内，到点自动放出",
    },
    faults: {
      required: "请填写",
      "too-long": "太长了，请缩短",
      price: "请填写金额，最多两位小数，如 9.90",
      whole: "请填写大于 0 的整数",
      "above-units": "不能超过总件数",
      "above-limit": "不能超过每人限购",
      time: "请选择时间",
      past: "结束时间已经过去，请改晚一些",
      order: "结束时间要晚于开抢时间",
      hold: "请填写 1 到 86400 的整数",
      "releases-sum": "分批件数之和不能超过总件数",
      "release-time": "要在开抢之后、结束之前",
    },
    addRelease: "增加一批",
    removeRelease: "删除这一批",
    fix: "还有内容需要修改，请看标红的项目。",
    china: "北京时间",
  },
  live: {
    title: "实时库存",
    asOf: (time) => `截至 ${time}`,
    lost: (time) => `连接已断开，以下为 ${time} 的数据，正在重连…`,
    units: {
      available: "可售",
      held: "待付款",
      confirmed: "已成交",
      unreleased: "待放出",
      withdrawn: "已撤回",
      total: "总件数",
    },
    waiting: (waiting) => `候补 ${count(waiting)} 人`,
    starts: (left) => `${left} 后开抢`,
    ends: (left) => `${left} 后结束`,
  },
  openPage: "打开客户页",
  copyLink: "复制链接",
  copied: "已复制",
  details: "活动设置",
  edit: "修改",
  perPerson: (person, order) => `每人 ${person} 件，每次 ${order} 件`,
  hold: (seconds) => `${seconds} 秒内付款`,
  history: "操作记录",
  needsOther: "需由创建人以外的同事审批。",
  approvedBy: (who) => `已由 ${who} 审批，可以排期。`,
  byTime: "系统按时",
  deeds: {
    created: "创建",
    amended: "修改",
    submitted: "提交审批",
    approved: "审批通过",
    rejected: "退回",
    scheduled: "排期",
    warmed: "预热",
    opened: "开抢",
    paused: "暂停",
    resumed: "恢复",
    extended: "延长",
    ended: "结束",
    settled: "结清",
    released: "放出库存",
    "units-added": "增加库存",
    withdrawn: "撤回库存",
    archived: "归档",
    unarchived: "取消归档",
  },
  actions: {
    submit: "提交审批",
    approve: "审批通过",
    reject: "退回",
    schedule: "排期上线",
    pause: "暂停",
    resume: "恢复",
    extend: "延长",
    end: "结束",
    units: "加减库存",
    release: "放出库存",
  },
  consequence: {
    submit: () => "提交后不能再修改，由另一位同事审批。",
    approve: () => "通过后即可排期上线。",
    reject: () => "活动退回草稿，创建人可以修改后再提交。",
    schedule: (f) => `${f.startsAt} 自动开抢。排期后价格和规则不能再改。`,
    pause: (f) =>
      `立即停止抢购，余下 ${count(f.available)} 件不再放出；${
        count(f.held)
      } 件待付款照常计时、可以付款。可随时恢复。`,
    resume: (f) => `立即恢复抢购，${count(f.available)} 件可售。`,
    extend: (f) => `现定 ${f.endsAt} 结束，只能往后延。`,
    end: (f) =>
      `${count(f.available + f.unreleased)} 件不再出售，${count(f.waiting)} 位候补客户不再等到；${
        count(f.held)
      } 件待付款仍可付款。结束后不能恢复。`,
    units: (f) =>
      `现有 ${count(f.available)} 件可售。${count(f.held)} 件待付款和 ${
        count(f.confirmed)
      } 件已成交不会被撤回。`,
    release: (f) => `还有 ${count(f.unreleased)} 件待放出，放出后立即可抢。`,
  },
  ask: {
    reason: "原因",
    optional: "（选填）",
    endsAt: "新的结束时间",
    later: [[30, "+30 分钟"], [60, "+1 小时"], [1440, "+1 天"]],
    delta: "增减件数",
    deltaHint: (fewerMax) => `增加写 50，减少写 -20；现在最多可减 ${count(fewerMax)} 件`,
    newTotal: (total) => `调整后总件数 ${count(total)}`,
    release: "放出件数",
    cancel: "取消",
    badNumber: "请填写可用范围内的整数",
    badTime: "请选择晚于现定结束时间的时间",
    badReason: "请写明原因",
  },
  audit: {
    title: "账实核对",
    run: "立即核对",
    running: "正在从账本核对…",
    good: "账实相符",
    bad: "账实不符，请立即联系运维",
    head: (head, cells, reservations) =>
      `账本读至第 ${count(head)} 条，${count(cells)} 个分仓、${count(reservations)} 笔名额`,
    hint: "直接读取落盘的账本重新计算，不看内存。",
  },
  done: {
    submit: "已提交审批",
    approve: "已审批通过",
    reject: "已退回草稿",
    schedule: "已排期",
    pause: "已暂停",
    resume: "已恢复",
    extend: "已延长",
    end: "已结束",
    units: "库存已调整",
    release: "库存已放出",
    created: "草稿已保存",
    saved: "修改已保存",
  },
};

const EN: Words = {
  lang: "en",
  brand: "Yundian",
  place: "Campaign console",
  switchLanguage: "中文",
  signIn: {
    title: "Staff sign-in",
    username: "User name",
    password: "Password",
    submit: "Sign in",
    signOut: "Sign out",
    required: "Enter user name and password.",
  },
  sales: "Flash sales",
  newSale: "New sale",
  noSales: "No sales yet. “New sale” sets one up in a few minutes.",
  more: "Load more",
  back: "Back to the list",
  loading: "Loading…",
  offline: "No connection. Check the network and try again.",
  retry: "Try again",
  columns: {
    title: "Sale",
    phase: "State",
    time: "Time",
    units: "Units",
    price: "Price",
    author: "Author",
  },
  phase: {
    draft: "Draft",
    "in-review": "In review",
    scheduled: "Scheduled",
    warming: "Warming up",
    open: "Open",
    paused: "Paused",
    ended: "Ended",
    settled: "Settled",
  },
  soldOut: { "all-held": "none left now", final: "sold out" },
  free: "Free",
  form: {
    title: "New flash sale",
    edit: "Change the draft",
    save: "Save changes",
    create: "Save as draft",
    more: "More settings",
    labels: {
      title: "Title",
      product: "Product",
      price: "Price (yuan)",
      units: "Units",
      perCustomerMax: "Limit per person",
      perOrderMax: "Limit per order",
      holdSeconds: "Time to pay (seconds)",
      startsAt: "Opens",
      endsAt: "Ends",
      expectedPeak: "Expected requests per second",
      newCustomersOnly: "New customers only",
      tags: "Only customers with these tags",
      releases: "Staged releases",
      releaseAt: "At",
      releaseUnits: "Units",
    },
    hints: {
      title: "What customers read first, at most 80 characters",
      product: "Product id, or what it is",
      price: "0: free, nothing to pay",
      perOrderMax: "Empty: same as the limit per person",
      holdSeconds: "An unpaid unit then goes to the next person",
      expectedPeak: "Capacity is prepared for it and fixed once scheduled; empty: from the units",
      tags: "Separate tags by spaces",
      releases: "Part of the units, released by themselves at their time",
    },
    faults: {
      required: "Required",
      "too-long": "Too long",
      price: "An amount with at most two decimals, such as 9.90",
      whole: "A whole number above 0",
      "above-units": "Not above the units",
      "above-limit": "Not above the limit per person",
      time: "Choose a time",
      past: "This is in the past",
      order: "Must be after the opening",
      hold: "A whole number from 1 to 86400",
      "releases-sum": "Releases together exceed the units",
      "release-time": "Between opening and end",
    },
    addRelease: "Add a release",
    removeRelease: "Remove this release",
    fix: "Some fields need a change: see those marked.",
    china: "China Standard Time",
  },
  live: {
    title: "Stock now",
    asOf: (time) => `As of ${time}`,
    lost: (time) => `Connection lost. This is as of ${time}; reconnecting…`,
    units: {
      available: "Available",
      held: "Held",
      confirmed: "Confirmed",
      unreleased: "To be released",
      withdrawn: "Withdrawn",
      total: "Total",
    },
    waiting: (waiting) => `${count(waiting)} in the waiting list`,
    starts: (left) => `opens in ${left}`,
    ends: (left) => `ends in ${left}`,
  },
  openPage: "Open customer page",
  copyLink: "Copy link",
  copied: "Copied",
  details: "Settings",
  edit: "Change",
  perPerson: (person, order) => `${person} per person, ${order} per order`,
  hold: (seconds) => `${seconds} s to pay`,
  history: "History",
  needsOther: "Somebody else than the author must approve.",
  approvedBy: (who) => `Approved by ${who}; ready to be scheduled.`,
  byTime: "by time",
  deeds: {
    created: "Created",
    amended: "Changed",
    submitted: "Submitted",
    approved: "Approved",
    rejected: "Sent back",
    scheduled: "Scheduled",
    warmed: "Warmed up",
    opened: "Opened",
    paused: "Paused",
    resumed: "Resumed",
    extended: "Extended",
    ended: "Ended",
    settled: "Settled",
    released: "Released units",
    "units-added": "Added units",
    withdrawn: "Withdrew units",
    archived: "Archived",
    unarchived: "Unarchived",
  },
  actions: {
    submit: "Submit for approval",
    approve: "Approve",
    reject: "Send back",
    schedule: "Schedule",
    pause: "Pause",
    resume: "Resume",
    extend: "Extend",
    end: "End",
    units: "Change stock",
    release: "Release units",
  },
  consequence: {
    submit: () => "It can no longer be changed; somebody else approves it.",
    approve: () => "It can then be scheduled.",
    reject: () => "It becomes a draft again that its author can change.",
    schedule: (f) => `It opens by itself ${f.startsAt}. Price and rules are then fixed.`,
    pause: (f) =>
      `Nobody can grab; ${count(f.available)} units stay. ${
        count(f.held)
      } held units can still be paid and their clocks run on. You can resume at any time.`,
    resume: (f) => `Grabbing goes on at once, with ${count(f.available)} units.`,
    extend: (f) => `It now ends ${f.endsAt}; it can only end later.`,
    end: (f) =>
      `${count(f.available + f.unreleased)} units are no longer sold and ${
        count(f.waiting)
      } waiting customers wait in vain; ${
        count(f.held)
      } held units can still be paid. This cannot be undone.`,
    units: (f) =>
      `${count(f.available)} units are available. ${count(f.held)} held and ${
        count(f.confirmed)
      } confirmed units are never withdrawn.`,
    release: (f) => `${count(f.unreleased)} units wait to be released; they go on sale at once.`,
  },
  ask: {
    reason: "Reason",
    optional: " (optional)",
    endsAt: "New end",
    later: [[30, "+30 min"], [60, "+1 h"], [1440, "+1 day"]],
    delta: "Units more or fewer",
    deltaHint: (fewerMax) => `50 for more, -20 for fewer; at most ${count(fewerMax)} fewer now`,
    newTotal: (total) => `New total ${count(total)}`,
    release: "Units to release",
    cancel: "Cancel",
    badNumber: "A whole number within range",
    badTime: "Choose a time after the present end",
    badReason: "Give a reason",
  },
  audit: {
    title: "Audit",
    run: "Check now",
    running: "Checking against the journal…",
    good: "The books balance",
    bad: "The books do not balance: call operations now",
    head: (head, cells, reservations) =>
      `Journal read to record ${count(head)}, ${count(cells)} cells, ${count(reservations)} reservations`,
    hint: "Computed anew from the journal as stored, not from memory.",
  },
  done: {
    submit: "Submitted",
    approve: "Approved",
    reject: "Sent back",
    schedule: "Scheduled",
    pause: "Paused",
    resume: "Resumed",
    extend: "Extended",
    end: "Ended",
    units: "Stock changed",
    release: "Units released",
    created: "Draft saved",
    saved: "Changes saved",
  },
};
