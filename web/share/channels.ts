/** Where a participant's link was opened: only these are told apart, since anyone may write anything into an address. */

/** Of storefronts' channels those that fit, and where customers pass links on; never reordered, only added to. */
const NAMES = [
  "share",
  "wechat",
  "moments",
  "group",
  "wecom",
  "douyin",
  "xiaohongshu",
  "kuaishou",
  "weibo",
  "qq",
  "sms",
  "phone",
  "poster",
  "qr",
  "paper",
  "print",
  "direct",
  "other",
] as const;

/** Said by a link that names none. */
export const SHARED = "share";
const OTHER = NAMES.indexOf("other");
const INDEXES = new Map<string, number>(NAMES.map((name, index) => [name, index]));

/** More than there will be. */
export const CHANNEL_INDEXES = 32;

/** Index of a channel; that of `other` for one that is not known. */
export function channelIndex(name: string): number {
  return INDEXES.get(name) ?? OTHER;
}

/** The channel with an index. */
export function channelName(index: number): string {
  return NAMES[index] ?? "other";
}

/** A channel as it is counted; null: a link that says none. */
export function channelOf(name: string | null): string {
  return name === null || name === "" ? SHARED : channelName(channelIndex(name));
}
