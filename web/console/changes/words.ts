/** Sentences of the change log. */
import type { Locale } from "../../shared/format.ts";

export interface ChangeWords {
  readonly title: string;
  readonly none: string;
  readonly only: (what: string) => string;
  readonly all: string;
  readonly bySystem: string;
  readonly details: (fields: number) => string;
  readonly one: (field: string, change: string) => string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly subjects: Readonly<Record<string, string>>;
  readonly verbs: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  /** Of fields that say one of a few things. */
  readonly values: Readonly<Record<string, string>>;
}

const ZH: ChangeWords = {
  title: "操作日志",
  none: "还没有变更记录。",
  only: (what) => `只看 ${what}`,
  all: "看全部",
  bySystem: "系统按时",
  details: (fields) => `前后对照（${fields} 项）`,
  one: (field, change) => `${field}：${change}`,
  field: "项目",
  before: "之前",
  after: "之后",
  subjects: {
    campaign: "活动",
    unit: "机构",
    staff: "人员",
    product: "产品",
    article: "文章",
    customer: "客户",
    link: "链接",
    storefront: "云店",
    coupon: "优惠券",
    "coupon-template": "券模板",
    webhook: "银行系统消息",
  },
  verbs: {
    created: "新建",
    amended: "修改",
    changed: "修改",
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
    "budget-changed": "调整预算",
    "budget-warned": "预算预警",
    withdrawn: "撤回库存",
    archived: "归档",
    moved: "调动",
    left: "离职",
    published: "发布",
    closed: "关闭",
    exported: "导出",
    imported: "导入",
    redeemed: "核销",
    refused: "拒收",
  },
  fields: {
    title: "标题",
    product: "商品",
    phase: "状态",
    units: "件数",
    priceFen: "价格（分）",
    startsAt: "开抢时间",
    endsAt: "结束时间",
    reason: "原因",
    approvedBy: "审批人",
    archived: "归档",
    perCustomerMax: "每人限购",
    perOrderMax: "每次最多",
    holdSeconds: "付款时限（秒）",
    releases: "分批放出",
    eligibility: "参与条件",
    expectedPeakPerSecond: "预计每秒请求",
    look: "样子",
    attribution: "归因方式",
    windowDays: "归因天数",
    qualifying: "达标行为",
    rewards: "奖励",
    caps: "奖励上限",
    budget: "预算",
    pool: "预算口径",
    delta: "增减",
    holdDays: "观察天数",
    rules: "规则",
    pointFen: "每积分折算（分）",
    expectedParticipants: "预计参与人数",
    override: "合规说明",
    coupons: "优惠券规则",
    released: "放出件数",
    withdrawn: "撤回件数",
    kind: "类型",
    author: "创建人",
    phone: "电话",
    address: "地址",
    status: "状态",
    version: "版本",
    name: "名称",
    unit: "机构",
    role: "角色",
    amountFen: "面额（分）",
    minimumFen: "使用门槛（分）",
    validDays: "有效天数",
    validFrom: "生效时间",
    validUntil: "失效时间",
    outlets: "适用机构",
    note: "说明",
    on: "可发放",
    notLogged: "另有未记录",
  },
  values: { forged: "签名不符", stale: "时间已过", unsigned: "没有签名" },
};

const EN: ChangeWords = {
  title: "Change log",
  none: "Nothing has been changed yet.",
  only: (what) => `Only ${what}`,
  all: "Show all",
  bySystem: "by time",
  details: (fields) => `Before and after (${fields})`,
  one: (field, change) => `${field}: ${change}`,
  field: "Field",
  before: "Before",
  after: "After",
  subjects: { "coupon-template": "coupon template", webhook: "what the bank's systems tell" },
  verbs: {},
  fields: {
    priceFen: "price (fen)",
    startsAt: "opening",
    endsAt: "end",
    amountFen: "amount (fen)",
    minimumFen: "minimum (fen)",
    validDays: "days valid",
    validFrom: "valid from",
    validUntil: "valid until",
    notLogged: "not logged",
  },
  values: { forged: "wrong signature", stale: "too old", unsigned: "no signature" },
};

/** Words of a language. */
export function changeWordsOf(locale: Locale): ChangeWords {
  return locale === "en" ? EN : ZH;
}

/** `campaign.paused` as people say it; what has no word of its own stays as it is. */
export function nameOf(words: ChangeWords, action: string): string {
  const verb = action.slice(action.indexOf(".") + 1);
  return words.verbs[verb] ?? verb.replaceAll("-", " ");
}
