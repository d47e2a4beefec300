/** The builder's sentences. */
import { count, type Locale, money } from "../../shared/format.ts";
import type { ThemeJson } from "../../shared/api.ts";
import type { WorstCase } from "./sale_form.ts";
import type { Kind } from "./form.ts";
import type { Step } from "./steps.ts";

export interface BuilderWords {
  /** The choice with which a new campaign begins. */
  readonly kinds: {
    readonly title: string;
    readonly lead: string;
    readonly names: Readonly<Record<Kind, string>>;
    readonly about: Readonly<Record<Kind, string>>;
    readonly blank: string;
    readonly goOn: string;
  };
  readonly newTitle: string;
  readonly editTitle: string;
  readonly steps: Readonly<Record<Step, string>>;
  readonly leads: Readonly<Record<Step, string>>;
  readonly stepsLabel: string;
  readonly wrongStep: string;
  readonly next: string;
  readonly previous: string;
  readonly templates: string;
  readonly submit: string;
  readonly schedule: string;
  readonly submitted: string;
  readonly scheduled: string;
  readonly fourEyes: string;
  readonly saved: {
    readonly local: string;
    readonly saving: string;
    readonly saved: (time: string) => string;
    readonly failed: (why: string) => string;
  };
  readonly labels: Readonly<Record<"orgUnitIds" | "outlets" | "everyUnit", string>>;
  readonly hints: Readonly<Record<"orgUnitIds", string>>;
  readonly quickStart: readonly (readonly [label: string, minutes: number])[];
  readonly quickLength: readonly (readonly [label: string, minutes: number])[];
  readonly startsIn: string;
  readonly lasts: string;
  readonly overlap: (title: string, span: string) => string;
  readonly overlapTitle: string;
  readonly worst: string;
  readonly worstLines: (worst: WorstCase) => readonly string[];
  readonly worstUnknown: string;
  readonly preview: string;
  readonly previewNote: string;
  readonly previewStates: Readonly<Record<"early" | "open" | "few" | "sold-out", string>>;
  readonly previewLabel: string;
  readonly elder: string;
  readonly gone: string;
  readonly conflict: {
    readonly title: string;
    readonly lead: (who: string) => string;
    readonly field: string;
    readonly mine: string;
    readonly theirs: string;
    readonly keepMine: string;
    readonly takeTheirs: string;
    readonly same: string;
  };
  readonly newOf: (isNew: string, total: string) => string;
  readonly tagsInUse: string;
  readonly people: (customers: string) => string;
  readonly themes: Readonly<Record<ThemeJson, string>>;
  readonly yes: string;
  readonly no: string;
}

const ZH: BuilderWords = {
  kinds: {
    title: "新建活动",
    lead: "先选活动类型。可以从模板开始，填好的模板改几处就能用。",
    names: { "flash-sale": "限时抢购", referral: "邀请有礼" },
    about: {
      "flash-sale": "限量商品到点开抢，先到先得，不超卖。",
      referral: "客户邀请好友，好友办成业务后双方得奖励，预算不超一分。",
    },
    blank: "从空白开始",
    goOn: "继续上次没填完的",
  },
  newTitle: "新建限时抢购",
  editTitle: "修改草稿",
  steps: { what: "卖什么", units: "多少件", when: "什么时候", who: "谁能买", look: "什么样" },
  leads: {
    what: "客户第一眼看到的名字、商品和价格。",
    units: "一共多少件，每人能买几件，多久内付款。",
    when: "北京时间。到点自动开抢、自动结束。",
    who: "不设条件就是所有客户都能参加。",
    look: "选一个底色，写一句说明，看看客户看到的样子和最多的投入，然后提交。",
  },
  stepsLabel: "步骤",
  wrongStep: "有内容需要修改",
  next: "下一步",
  previous: "上一步",
  templates: "从模板开始",
  submit: "提交审批",
  schedule: "排期上线",
  submitted: "已提交审批，由另一位同事审批后即可上线",
  scheduled: "已排期，到点自动开抢",
  fourEyes: "提交后由创建人以外的同事审批，审批通过后排期上线。",
  saved: {
    local: "已暂存在本机，填完整后自动存为草稿",
    saving: "正在保存…",
    saved: (time) => `草稿已自动保存 ${time}`,
    failed: (why) => `没有存上，已暂存在本机。${why}`,
  },
  labels: { orgUnitIds: "仅限这些机构的客户", outlets: "选择机构", everyUnit: "不限机构" },
  hints: { orgUnitIds: "输入名称查找，再点选；下级机构的客户也算" },
  quickStart: [["5 分钟后", 5], ["下一个整点", 0], ["今晚 20:00", -20]],
  quickLength: [["1 小时", 60], ["2 小时", 120], ["1 天", 1440]],
  startsIn: "开抢",
  lasts: "持续",
  overlap: (title, span) => `“${title}”（${span}）也在卖这个商品`,
  overlapTitle: "同一商品的活动时间重叠",
  worst: "最多的投入",
  worstLines: (w) => [
    `最多售出 ${count(w.units)} 件`,
    w.fen === 0 ? "免费发放，不收款" : `全部售出收款 ${money(w.fen)}`,
    w.customersMin === w.customersMax
      ? `最多 ${count(w.customersMax)} 位客户`
      : `${count(w.customersMin)} 到 ${count(w.customersMax)} 位客户`,
    ...(w.fen === 0 ? [] : [`每位客户最多付 ${money(w.perCustomerFen)}`]),
  ],
  worstUnknown: "填好价格、件数和限购后显示。",
  preview: "手机预览",
  previewNote: "随填随变，客户看到的就是这样。",
  previewStates: { early: "开抢前", open: "抢购中", few: "快抢光", "sold-out": "已售罄" },
  previewLabel: "预览哪个时刻",
  elder: "大字版",
  gone: "这个活动不是草稿，不能修改；可以复制成一个新的。",
  conflict: {
    title: "有人同时修改了这份草稿",
    lead: (who) =>
      `${who} 刚刚保存了另一个版本。您填的内容没有丢，也没有覆盖对方。请选择保留哪一份。`,
    field: "项目",
    mine: "我的",
    theirs: "对方的",
    keepMine: "保留我的",
    takeTheirs: "用对方的",
    same: "两份内容一样。",
  },
  newOf: (isNew, total) => `现有客户 ${total} 位，其中新客户 ${isNew} 位`,
  tagsInUse: "正在使用的标签",
  people: (customers) => `${customers} 人`,
  themes: { field: "稻田绿", seal: "印章红", harvest: "丰收金" },
  yes: "是",
  no: "否",
};

const EN: BuilderWords = {
  kinds: {
    title: "New campaign",
    lead: "Choose the kind first. A template needs only a few changes.",
    names: { "flash-sale": "Flash sale", referral: "Referral" },
    about: {
      "flash-sale": "A limited number at a set time, first come, never oversold.",
      referral: "Customers invite friends; both are rewarded once a friend completes something.",
    },
    blank: "Start from nothing",
    goOn: "Go on where you left off",
  },
  newTitle: "New flash sale",
  editTitle: "Change draft",
  steps: { what: "What", units: "How many", when: "When", who: "Who", look: "Look" },
  leads: {
    what: "The name, the product and the price that customers see first.",
    units: "How many in all, how many each, and how long there is to pay.",
    when: "China Standard Time. It opens and ends by itself.",
    who: "Without a condition every customer may take part.",
    look: "See what customers see and what it can cost, then hand it in.",
  },
  stepsLabel: "Steps",
  wrongStep: "needs a correction",
  next: "Next",
  previous: "Back",
  templates: "Start from a template",
  submit: "Submit for approval",
  schedule: "Schedule",
  submitted: "Submitted: once a colleague approves, it can go live",
  scheduled: "Scheduled: it opens by itself",
  fourEyes: "Somebody other than the author approves, then it is scheduled.",
  saved: {
    local: "Kept in this browser; saved as a draft once complete",
    saving: "Saving…",
    saved: (time) => `Draft saved ${time}`,
    failed: (why) => `Not saved, kept in this browser. ${why}`,
  },
  labels: {
    orgUnitIds: "Only customers of these units",
    outlets: "Choose a unit",
    everyUnit: "Any unit",
  },
  hints: { orgUnitIds: "Search by name and choose; units below count too" },
  quickStart: [["In 5 minutes", 5], ["Next full hour", 0], ["Tonight 20:00", -20]],
  quickLength: [["1 hour", 60], ["2 hours", 120], ["1 day", 1440]],
  startsIn: "Opens",
  lasts: "Lasts",
  overlap: (title, span) => `“${title}” (${span}) sells this product too`,
  overlapTitle: "Sales of one product overlap",
  worst: "At most",
  worstLines: (w) => [
    `${count(w.units)} units sold`,
    w.fen === 0 ? "Free: no money is taken" : `${money(w.fen)} taken if all are sold`,
    w.customersMin === w.customersMax
      ? `${count(w.customersMax)} customers`
      : `${count(w.customersMin)} to ${count(w.customersMax)} customers`,
    ...(w.fen === 0 ? [] : [`${money(w.perCustomerFen)} paid by one customer`]),
  ],
  worstUnknown: "Shown once price, units and limit are right.",
  preview: "Phone preview",
  previewNote: "Changes as you type: this is what customers see.",
  previewStates: { early: "Before", open: "On sale", few: "Nearly gone", "sold-out": "Sold out" },
  previewLabel: "Moment of the preview",
  elder: "Large type",
  gone: "This campaign is no draft and cannot be changed; it can be copied.",
  conflict: {
    title: "Another has changed this draft",
    lead: (who) =>
      `${who} has just saved another version. Nothing of yours is lost and nothing of theirs was overwritten. Choose which to keep.`,
    field: "Field",
    mine: "Mine",
    theirs: "Theirs",
    keepMine: "Keep mine",
    takeTheirs: "Take theirs",
    same: "Both are the same.",
  },
  newOf: (isNew, total) => `${isNew} of ${total} customers are new`,
  tagsInUse: "Tags in use",
  people: (customers) => customers,
  themes: { field: "Rice field", seal: "Seal red", harvest: "Harvest gold" },
  yes: "Yes",
  no: "No",
};

/** Words of a language. */
export function builderWordsOf(locale: Locale): BuilderWords {
  return locale === "en" ? EN : ZH;
}
