/** Words that many pages of the bank's side share. */
import { count, type Locale } from "../../shared/format.ts";

const ZH = {
  more: "加载更多",
  save: "保存",
  saving: "正在保存…",
  saved: "已保存",
  cancel: "取消",
  close: "关闭",
  search: "搜索",
  all: "全部",
  edit: "修改",
  retry: "重试",
  loading: "正在读取…",
  offline: "网络不通，内容仍在，请稍后重试。",
  failed: "暂时读取不到，正在自动重试。",
  missing: "没有找到，或不在您的管理范围内。",
  nothingFound: "没有符合条件的结果。",
  fix: "还有内容需要修改，请看标红的项目。",
  optional: "选填",
  asOf: (time: string) => `数据截至 ${time}`,
  shown: (shown: number, more: boolean) => `已显示 ${count(shown)} 条${more ? "，还有更多" : ""}`,
  linesHint: "每行一条",
  conflict: {
    title: "别人刚刚也修改了这里",
    intro: "您打开之后，内容已被更新。下面是不同之处，两边的内容都还在。",
    field: "项目",
    mine: "您的",
    theirs: "现在的",
    keepMine: "以我的为准并保存",
    takeTheirs: "采用现在的",
    back: "继续编辑",
    empty: "（空）",
  },
};

export type KitWords = typeof ZH;

const EN: KitWords = {
  more: "Load more",
  save: "Save",
  saving: "Saving…",
  saved: "Saved",
  cancel: "Cancel",
  close: "Close",
  search: "Search",
  all: "All",
  edit: "Edit",
  retry: "Try again",
  loading: "Loading…",
  offline: "No connection. Nothing is lost; please try again.",
  failed: "This cannot be read right now; trying again by itself.",
  missing: "Not found, or outside your scope.",
  nothingFound: "Nothing matches.",
  fix: "Some fields need a change; they are marked.",
  optional: "optional",
  asOf: (time: string) => `As of ${time}`,
  shown: (shown: number, more: boolean) => `${count(shown)} shown${more ? ", there are more" : ""}`,
  linesHint: "One per line",
  conflict: {
    title: "Somebody else has changed this",
    intro: "It was changed after you opened it. These are the differences; both are still there.",
    field: "Field",
    mine: "Yours",
    theirs: "Present",
    keepMine: "Save mine",
    takeTheirs: "Take the present one",
    back: "Go on editing",
    empty: "(empty)",
  },
};

/** Words in one language. */
export const KIT: Readonly<Record<Locale, KitWords>> = { zh: ZH, en: EN };
