/** Sentences of the charts. */
import type { Locale } from "../../shared/format.ts";

/** Words of a language. */
export function chartWordsOf(locale: Locale): { readonly table: string; readonly time: string } {
  return locale === "en"
    ? { table: "Show the numbers", time: "Time" }
    : { table: "看数据表", time: "时间" };
}
