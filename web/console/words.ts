/** Sentences of the console's frame, in Chinese and English; each area has its own beside its pages. */
import type { Locale } from "../shared/format.ts";
import type { GROUPS, Role } from "./page_table.ts";

/** Words of one language. */
export interface FrameWords {
  readonly lang: string;
  readonly brand: string;
  readonly place: string;
  readonly switchLanguage: string;
  readonly skip: string;
  readonly menu: string;
  readonly moreMenu: string;
  readonly close: string;
  readonly cancel: string;
  readonly loading: string;
  readonly offline: string;
  readonly retry: string;
  readonly more: string;
  readonly missing: string;
  readonly home: string;
  readonly asOf: (time: string) => string;
  readonly stale: (since: string) => string;
  readonly groups: Readonly<Record<(typeof GROUPS)[number], string>>;
  readonly roles: Readonly<Record<Role, string>>;
  readonly signIn: {
    readonly title: string;
    readonly expired: string;
    readonly username: string;
    readonly password: string;
    readonly submit: string;
    readonly signOut: string;
    readonly required: string;
    readonly demo: string;
    readonly switchTo: string;
  };
  readonly accounts: Readonly<Record<string, string>>;
}

const ZH: FrameWords = {
  lang: "zh-CN",
  brand: "云店",
  place: "活动控制台",
  switchLanguage: "English",
  skip: "跳到内容",
  menu: "菜单",
  moreMenu: "更多",
  close: "关闭",
  cancel: "取消",
  loading: "正在读取…",
  offline: "网络不通，请检查后重试。",
  retry: "重试",
  more: "加载更多",
  missing: "没有这个页面，或不在您的权限范围内。",
  home: "回到首页",
  asOf: (time) => `截至 ${time}`,
  stale: (since) => `列表和统计停在 ${since}，正在自动恢复。活动照常进行，抢购和付款不受影响。`,
  groups: { sales: "活动", store: "我的云店", bank: "机构", figures: "数据", system: "系统" },
  roles: {
    manager: "客户经理",
    outlet: "网点",
    bank: "成员行",
    province: "省联社",
    sre: "运维",
  },
  signIn: {
    title: "员工登录",
    expired: "登录已过期。请重新登录，您填写的内容都还在。",
    username: "用户名",
    password: "密码",
    submit: "登录",
    signOut: "退出登录",
    required: "请填写用户名和密码。",
    demo: "演示环境：点一个身份直接登录",
    switchTo: "切换演示身份",
  },
  accounts: {
    bank: "成员行营销",
    approver: "成员行审批",
    province: "省联社",
    outlet: "网点",
    manager: "客户经理一",
    manager2: "客户经理二",
    manager3: "客户经理三",
    sre: "运维",
  },
};

const EN: FrameWords = {
  lang: "en",
  brand: "Yundian",
  place: "Console",
  switchLanguage: "中文",
  skip: "Skip to content",
  menu: "Menu",
  moreMenu: "More",
  close: "Close",
  cancel: "Cancel",
  loading: "Loading…",
  offline: "No connection: check it and try again.",
  retry: "Try again",
  more: "Load more",
  missing: "There is no such page, or it is not for your role.",
  home: "Back home",
  asOf: (time) => `As of ${time}`,
  stale: (since) =>
    `Lists and statistics have stood still since ${since} and recover by themselves. Sales go on: grabs and payments are not affected.`,
  groups: {
    sales: "Campaigns",
    store: "My storefront",
    bank: "Bank",
    figures: "Figures",
    system: "System",
  },
  roles: {
    manager: "Customer manager",
    outlet: "Outlet",
    bank: "Member bank",
    province: "Head office",
    sre: "Operations",
  },
  signIn: {
    title: "Staff sign-in",
    expired: "Your session has expired. Sign in again: everything you typed is still here.",
    username: "User name",
    password: "Password",
    submit: "Sign in",
    signOut: "Sign out",
    required: "Enter user name and password.",
    demo: "Demo: choose who you are",
    switchTo: "Switch demo account",
  },
  accounts: {
    bank: "Bank marketing",
    approver: "Bank approver",
    province: "Head office",
    outlet: "Outlet",
    manager: "Manager 1",
    manager2: "Manager 2",
    manager3: "Manager 3",
    sre: "Operations",
  },
};

/** Words of a language. */
export function wordsOf(locale: Locale): FrameWords {
  return locale === "en" ? EN : ZH;
}

/** Names of the demo's accounts; their password is in the README. */
export const DEMO_ACCOUNTS: readonly string[] = Object.keys(ZH.accounts);
export const DEMO_PASSWORD = "yundian-demo";
