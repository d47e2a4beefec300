/** Every sentence of the pages of one product and one article, in Chinese and English. */
import type { ProductCategory } from "../shared/api_catalogue.ts";
import type { Locale } from "../shared/format.ts";

const ZH = {
  lang: "zh-CN",
  brand: "云店",
  switchLanguage: "English",
  elder: "大字",
  elderOff: "标准字号",
  skip: "跳到正文",
  features: "产品特点",
  rates: "利率",
  rateNote: "年利率",
  fees: "收费",
  free: "免费",
  pricedOn: (day: string) => `${day}公布，以网点公示为准`,
  eligibility: "办理条件",
  documents: "所需材料",
  steps: "操作流程",
  notice: "温馨提示",
  validUntil: (day: string) => `办理截止 ${day}`,
  onlyChinese: "",
  hotline: "拨打客服 96268",
  yourManager: "您的客户经理",
  storefront: "进入云店",
  contact: (name: string) => `联系${name}`,
  call: "打电话",
  calling: "正在接通…",
  callFailed: "暂时取不到号码，请到云店查看联系方式",
  toStorefront: "去云店看微信和地址",
  close: "关闭",
  ask: "联系客户经理",
  relatedProduct: "相关业务",
  published: (day: string) => `${day} 发布`,
  bodyOf: (name: string) => `${name}的正文`,
  category: {
    apps: "手机银行",
    deposits: "存款理财",
    loans: "贷款",
    "credit-cards": "信用卡",
    "social-security": "社保医保",
    counter: "网点服务",
    utilities: "生活缴费",
    education: "教育缴费",
    community: "社区服务",
    health: "健康服务",
  } satisfies Record<ProductCategory, string>,
  lost: {
    product: {
      title: "这项业务暂不办理",
      text: "它可能已下架或暂停，请看看其他业务，或联系客户经理。",
    },
    article: { title: "没有找到这篇资讯", text: "它可能已过期，请看看其他资讯。" },
    down: { title: "页面暂时打不开", text: "请稍候片刻再试，限时活动不受影响。" },
  },
};

export type DetailWords = typeof ZH;

const EN: DetailWords = {
  lang: "en",
  brand: "Yundian",
  switchLanguage: "中文",
  elder: "Larger text",
  elderOff: "Normal text",
  skip: "Skip to the text",
  features: "What it offers",
  rates: "Rates",
  rateNote: "a year",
  fees: "Fees",
  free: "Free",
  pricedOn: (day) => `As of ${day}; what is posted at the outlet holds`,
  eligibility: "Who can have it",
  documents: "What to bring",
  steps: "How it works",
  notice: "Please note",
  validUntil: (day) => `Until ${day}`,
  onlyChinese: "The details are in Chinese only.",
  hotline: "Call 96268",
  yourManager: "Your manager",
  storefront: "Storefront",
  contact: (name) => `Contact ${name}`,
  call: "Call",
  calling: "One moment…",
  callFailed: "The number cannot be had right now: see the storefront",
  toStorefront: "WeChat and address on the storefront",
  close: "Close",
  ask: "Contact your manager",
  relatedProduct: "Related service",
  published: (day) => `Published ${day}`,
  bodyOf: (name) => `Text of ${name}`,
  category: {
    apps: "Mobile banking",
    deposits: "Savings",
    loans: "Loans",
    "credit-cards": "Credit cards",
    "social-security": "Social security",
    counter: "At the outlet",
    utilities: "Bills",
    education: "Education",
    community: "Community",
    health: "Health",
  },
  lost: {
    product: {
      title: "This service is not offered now",
      text: "It may have been withdrawn: look at the others, or ask your manager.",
    },
    article: { title: "There is no such article", text: "It may be out of date: see the others." },
    down: {
      title: "The page cannot be opened right now",
      text: "Please try again in a moment. Sales are not affected.",
    },
  },
};

/** The words of a language. */
export function detailWords(locale: Locale): DetailWords {
  return locale === "en" ? EN : ZH;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `2026年11月1日` or `1 Nov 2026`: the day in China of an instant or of a bare day. */
export function dayText(iso: string, locale: Locale): string {
  const date = new Date(iso.length === 10 ? Date.parse(iso) : Date.parse(iso) + CHINA_OFFSET_MS);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return locale === "zh" ? `${year}年${month + 1}月${day}日` : `${day} ${MONTHS[month]} ${year}`;
}

/** `1.15%`, or `3.65%–5.60%`. */
export function rateText(one: { basisPoints: number; toBasisPoints?: number }): string {
  const percent = (basisPoints: number) => `${(basisPoints / 100).toFixed(2)}%`;
  const from = percent(one.basisPoints);
  return one.toBasisPoints === undefined ? from : `${from}–${percent(one.toBasisPoints)}`;
}
