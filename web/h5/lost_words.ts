/** Where one goes from a page that does not exist. */
import type { Locale } from "../shared/format.ts";

export interface WaysWords {
  readonly ways: string;
  readonly managerOf: (name: string) => string;
  readonly running: string;
  readonly nothingRuns: string;
  readonly find: string;
  readonly findHint: string;
  readonly search: string;
  readonly found: string;
  readonly nothingFound: string;
  readonly cannotFind: string;
  readonly finding: string;
  readonly findingText: string;
}

const WORDS: Readonly<Record<Locale, WaysWords>> = {
  zh: {
    ways: "您可以去",
    managerOf: (name) => `${name} 的云店`,
    running: "正在进行的活动",
    nothingRuns: "目前没有正在进行的活动。",
    find: "找网点",
    findHint: "网点、乡镇或街道名，如 滕王阁",
    search: "查找",
    found: "网点",
    nothingFound: "没有找到，换个名字试试。",
    cannotFind: "网点暂时查不了，请稍后再试。",
    finding: "查找网点",
    findingText: "点开网点，就到客户经理的云店。",
  },
  en: {
    ways: "Where to go",
    managerOf: (name) => `${name}'s storefront`,
    running: "Running now",
    nothingRuns: "Nothing is running right now.",
    find: "Find an outlet",
    findHint: "Name of an outlet, a town or a street",
    search: "Search",
    found: "Outlets",
    nothingFound: "Nothing found. Try another name.",
    cannotFind: "Outlets cannot be searched right now. Please try again later.",
    finding: "Find an outlet",
    findingText: "An outlet leads to its manager's storefront.",
  },
};

export function waysWords(locale: Locale): WaysWords {
  return WORDS[locale];
}
