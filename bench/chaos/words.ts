/** Figures of a fault in words of both languages. Pure. */
import type { Words } from "../report/chart_data.ts";
import { figure, number } from "../report/figures.ts";
import type { Expectation, FaultReport } from "./chaos_report.ts";
import type { Setting } from "./installation.ts";
import type { Failure } from "./timeline.ts";

type Language = "zh" | "en";

const KINDS_SHOWN = 4;

/** One language of a text. */
export function inLanguage(words: Words, language: Language): string {
  return typeof words === "string" ? words : words[language];
}

/** A text made for each language. */
export function both(make: (language: Language) => string): Words {
  return { zh: make("zh"), en: make("en") };
}

/** What users saw and whether that is what was promised. */
export function sentenceOf(report: Omit<FaultReport, "sentence">): Words {
  const { observed, expectations, truth, verdict } = report;
  if (observed === null) return { zh: "没有看到什么。", en: "Nothing was seen." };
  const { outage, firstMs, usualMs, failures } = observed;
  const outageText = duration(outage?.ms ?? 0);
  const seen = {
    zh: [
      `最长 ${outageText} 无人抢到`,
      failuresInWords(failures, "zh"),
      firstMs === null ? "故障后无人再抢到" : `故障结束 ${duration(firstMs)} 后第一人抢到`,
      usualMs === null ? "没有恢复如常" : `${duration(usualMs)} 后恢复如常`,
    ].join("；"),
    en: [
      `Nobody got a unit for ${outageText} at most`,
      failuresInWords(failures, "en"),
      firstMs === null
        ? "nobody got one after the fault"
        : `the first got one ${duration(firstMs)} after its end`,
      usualMs === null
        ? "it did not become as usual again"
        : `all was as usual after ${duration(usualMs)}`,
    ].join("; "),
  };
  if (verdict === "passed") {
    return {
      zh: `${seen.zh}；凡已确认的答复都属实。`,
      en: `${seen.en}; every acknowledged answer is true.`,
    };
  }
  const missed = both((language) =>
    [
      ...expectations.filter(({ ok }) => !ok).map((one) => missedInWords(one, language)),
      ...truth.filter(({ ok }) => !ok).map(({ name, text }) =>
        `${inLanguage(name, language)}: ${inLanguage(text, language)}`
      ),
    ].join("; ")
  );
  return {
    zh: `${seen.zh}。与承诺不符：${inLanguage(missed, "zh")}。`,
    en: `${seen.en}. Not as promised: ${inLanguage(missed, "en")}.`,
  };
}

/** All failures by kind, as far as they fit on a line. */
export function failuresInWords(failures: readonly Failure[], language: Language): string {
  if (failures.length === 0) return language === "zh" ? "没有失败" : "nothing failed";
  const shown = failures.slice(0, KINDS_SHOWN).map((one) => kindInWords(one, language));
  const rest = failures.slice(KINDS_SHOWN).reduce((sum, { count }) => sum + count, 0);
  const others = language === "zh" ? `其他 ${number(rest)}` : `${number(rest)} others`;
  return [...shown, ...rest === 0 ? [] : [others]].join(", ");
}

function kindInWords({ ask, status, reason, count }: Failure, language: Language): string {
  const none = language === "zh" ? `无应答（${reason}）` : `without an answer (${reason})`;
  return `${number(count)} × ${ask} ${status === 0 ? none : `${status} ${reason}`}`;
}

/** A bound that was missed. */
export function missedInWords(
  { what, unit, bound, measured }: Expectation,
  language: Language,
): string {
  const [sign, value] = "most" in bound ? ["≤", bound.most] as const : ["≥", bound.least] as const;
  const none = language === "zh" ? "未测到" : "was not measured";
  const wanted = language === "zh" ? "应" : "wanted";
  const found = measured === null ? none : figure(measured, unit);
  return `${inLanguage(what, language)} ${found}, ${wanted} ${sign} ${figure(value, unit)}`;
}

/** ms as `1.2 s`, or as `12 ms` when short. */
export function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** Journal and database of a fault, and what is set. */
export function settingInWords({ journal, database, env = {} }: Setting): string {
  return [
    journal === "sqlite"
      ? "journal in sqlite (WAL, synchronous=FULL)"
      : "journal in Redis over TCP (appendonly yes, appendfsync always)",
    database === "embedded" ? "embedded database" : "PostgreSQL",
    ...Object.entries(env).filter(([name]) => !name.endsWith("PASSWORD"))
      .map(([name, value]) => `${name}=${value}`),
  ].join(", ");
}
