/** Every sentence of the coupon templates, in Chinese and English. */
import { count, type Locale, money } from "../../shared/format.ts";
import type { CouponFault } from "./coupon_form.ts";

const ZH = {
  title: "优惠券",
  lead: "活动的奖励从这里选券。修改只影响之后发出的券，已发出的不变。",
  add: "新建优惠券",
  edit: (title: string) => `修改 ${title}`,
  none: "还没有优惠券。新建一张，就可以在活动里作为奖励发放。",
  noneHere: "还没有优惠券。网点及以上机构可以新建。",
  columns: {
    title: "优惠券",
    amount: "面额",
    validity: "有效期",
    units: "可核销",
    on: "发放",
  },
  amount: (fen: number) => `减 ${money(fen)}`,
  minimum: (fen: number) => fen === 0 ? "无门槛" : `满 ${money(fen)}`,
  forDays: (n: number) => `发放后 ${count(n)} 天内`,
  everywhere: "全部网点",
  onLabel: (title: string) => `可发放 ${title}`,
  on: "可发放",
  off: "已停用",
  turnedOn: (title: string) => `${title} 可以发放了`,
  turnedOff: (title: string) => `${title} 已停用，已发出的券照常使用`,
  fields: {
    title: "名称",
    amountFen: "面额（元）",
    minimumFen: "使用门槛（元）",
    validity: "有效期",
    days: "发放后多少天内有效",
    from: "开始日期",
    until: "结束日期（含当天）",
    units: "在哪里核销",
    note: "使用说明",
  },
  kinds: { days: "发放后若干天", dates: "固定日期" },
  hints: {
    title: "客户看到的名字，如“新客立减券”",
    minimum: "不填为无门槛",
    units: "搜索机构并选择；不选则全部网点可用，选上级机构包含其所有网点",
    note: "选填，客户和核销人员都能看到",
  },
  faults: {
    required: "请填写",
    amount: "请填写大于 0 的金额，最多两位小数，如 10 或 9.90",
    money: "请填写金额，最多两位小数，如 100",
    days: "请填写 1 到 3650 的整数",
    order: "结束日期不能早于开始日期",
  } satisfies Record<CouponFault, string>,
  drop: (name: string) => `去掉 ${name}`,
  created: "优惠券已新建",
  saved: "优惠券已保存",
};

export type CouponWords = typeof ZH;

const EN: CouponWords = {
  title: "Coupons",
  lead: "Campaigns choose their rewards here. A change applies to coupons issued afterwards.",
  add: "New coupon",
  edit: (title) => `Change ${title}`,
  none: "No coupons yet. Write one, and campaigns can give it as a reward.",
  noneHere: "No coupons yet. Outlets and above write them.",
  columns: {
    title: "Coupon",
    amount: "Value",
    validity: "Valid",
    units: "Redeemed at",
    on: "Issued",
  },
  amount: (fen) => `${money(fen)} off`,
  minimum: (fen) => fen === 0 ? "No minimum" : `From ${money(fen)}`,
  forDays: (n) => `${count(n)} days after issue`,
  everywhere: "All outlets",
  onLabel: (title) => `Issue ${title}`,
  on: "Issued",
  off: "Off",
  turnedOn: (title) => `${title} can be issued`,
  turnedOff: (title) => `${title} is off; those issued before stay valid`,
  fields: {
    title: "Name",
    amountFen: "Value (yuan)",
    minimumFen: "From a price of (yuan)",
    validity: "Valid",
    days: "Days after issue",
    from: "First day",
    until: "Last day",
    units: "Redeemed at",
    note: "Note",
  },
  kinds: { days: "Days after issue", dates: "Fixed dates" },
  hints: {
    title: "As customers see it",
    minimum: "Empty: no minimum",
    units: "Search a unit and choose it; none: all outlets. A unit includes all below",
    note: "Optional; customers and staff see it",
  },
  faults: {
    required: "Required",
    amount: "A sum above 0 with at most two decimals, such as 10 or 9.90",
    money: "A sum with at most two decimals, such as 100",
    days: "A whole number from 1 to 3650",
    order: "The last day is before the first",
  },
  drop: (name) => `Remove ${name}`,
  created: "Coupon written",
  saved: "Coupon saved",
};

/** Words in one language. */
export const COUPONS: Readonly<Record<Locale, CouponWords>> = { zh: ZH, en: EN };
