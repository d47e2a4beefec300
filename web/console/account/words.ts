/** Words of the own account. */
import type { Locale } from "../../shared/format.ts";

const ZH = {
  title: "我的账号",
  password: "修改密码",
  passwordHint: "修改后，其他设备上的登录都会退出。",
  current: "当前密码",
  next: "新密码",
  nextHint: "至少 12 个字符，不含姓名或用户名",
  again: "再输一次新密码",
  change: "修改密码",
  changed: "密码已修改，其他设备已退出。",
  required: "请填写",
  weak: "至少 12 个字符，不能含姓名或用户名",
  differs: "两次输入的新密码不一样",
  same: "新密码要与当前密码不同",
  sessions: "登录记录",
  sessionsHint: "不认识的登录请立即退出，并修改密码。",
  here: "本机",
  signedIn: (time: string) => `登录于 ${time}`,
  seen: (time: string) => `最近使用 ${time}`,
  revoke: "退出这个登录",
  revoked: "该登录已退出。",
  none: "没有其他登录。",
  unknown: "未知设备",
};

export type AccountWords = typeof ZH;

const EN: AccountWords = {
  title: "My account",
  password: "Change password",
  passwordHint: "Afterwards all other devices are signed out.",
  current: "Present password",
  next: "New password",
  nextHint: "At least 12 characters, without the name",
  again: "New password once more",
  change: "Change password",
  changed: "Password changed; other devices are signed out.",
  required: "Required",
  weak: "At least 12 characters, without the name",
  differs: "The two are not the same",
  same: "It must differ from the present one",
  sessions: "Where I am signed in",
  sessionsHint: "End what you do not know, and change your password.",
  here: "This device",
  signedIn: (time) => `Signed in ${time}`,
  seen: (time) => `last used ${time}`,
  revoke: "End this session",
  revoked: "The session has ended.",
  none: "Nowhere else.",
  unknown: "Unknown device",
};

/** Words in one language. */
export const ACCOUNT: Readonly<Record<Locale, AccountWords>> = { zh: ZH, en: EN };
