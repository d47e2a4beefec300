/** What every page of customers says around its own matter, in Chinese and English. */
import type { Locale } from "../shared/format.ts";

/** Frame words in Chinese; its keys are those of every language. */
export const FRAME_ZH = {
  lang: "zh-CN",
  brand: "云店",
  switchLanguage: "English",
  elder: "大字",
  elderOff: "标准字号",
  signOut: "退出登录",
  mine: "我的",
  digits: { days: "天", hours: "时", minutes: "分", seconds: "秒" },
  countdownRead: (d: number, h: number, m: number, s: number) =>
    `${d > 0 ? `${d}天` : ""}${h > 0 || d > 0 ? `${h}小时` : ""}${m}分${s}秒`,
  asOf: (time: string) => `网络已断开，以下为 ${time} 的情况，正在重新连接…`,
  signIn: {
    title: "手机号登录",
    phone: "手机号",
    phoneBad: "请输入 11 位手机号",
    code: "短信验证码",
    codeBad: "请输入 6 位验证码",
    send: "获取验证码",
    resend: (seconds: number) => `${seconds} 秒后可重发`,
    sent: (phone: string) => `验证码已发送至 ${phone}`,
    demo: (code: string) => `演示环境验证码：${code}`,
    submit: "登录",
    wrong: "手机号或验证码不对，请核对后再试。",
    tooMany: "获取次数过多，请稍后再试。",
    offline: "网络不通，请检查网络后再试。",
    other: "暂时没有办成，请再试一次。",
    close: "关闭",
  },
  manager: {
    label: "您的客户经理",
    title: "客户经理",
    call: "打电话",
    wechat: "复制微信号",
    notice: {
      calling: "正在查询号码…",
      "call-failed": "暂时查不到号码，请稍后再试。",
      copied: "微信号已复制，可到微信中添加。",
      "copy-failed": "没能复制，请在名片页长按微信号。",
    },
  },
};

/** Frame words of every language. */
export type FrameWords = typeof FRAME_ZH;

/** Frame words in English. */
export const FRAME_EN: FrameWords = {
  lang: "en",
  brand: "Yundian",
  switchLanguage: "中文",
  elder: "Larger text",
  elderOff: "Normal text",
  signOut: "Sign out",
  mine: "Mine",
  digits: { days: "d", hours: "h", minutes: "min", seconds: "s" },
  countdownRead: (d, h, m, s) =>
    `${d > 0 ? `${d} days ` : ""}${h > 0 || d > 0 ? `${h} hours ` : ""}${m} minutes ${s} seconds`,
  asOf: (time) => `Offline. This is the state as of ${time}; reconnecting…`,
  signIn: {
    title: "Sign in by phone",
    phone: "Mobile number",
    phoneBad: "Enter 11 digits",
    code: "Code from the message",
    codeBad: "Enter 6 digits",
    send: "Send a code",
    resend: (seconds) => `Again in ${seconds} s`,
    sent: (phone) => `Code sent to ${phone}`,
    demo: (code) => `Demonstration code: ${code}`,
    submit: "Sign in",
    wrong: "Number or code is wrong. Please check.",
    tooMany: "Too many codes. Please try later.",
    offline: "No connection. Check the network and try again.",
    other: "That did not work. Please try again.",
    close: "Close",
  },
  manager: {
    label: "Your manager",
    title: "Manager",
    call: "Call",
    wechat: "Copy WeChat id",
    notice: {
      calling: "Looking up the number…",
      "call-failed": "The number is not available right now: try again later.",
      copied: "Copied: add it in WeChat.",
      "copy-failed": "Could not copy: open the card page and hold the WeChat id.",
    },
  },
};

/** The frame's words of a language. */
export function frameWordsOf(locale: Locale): FrameWords {
  return locale === "en" ? FRAME_EN : FRAME_ZH;
}
