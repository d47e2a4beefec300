/** What gave way first, out of a run that broke: said in words, with the figures that show it. Pure. */
import type { Outcome } from "../report/run_report.ts";
import { isShed, peakOf, sharesOf } from "./figures.ts";
import type { Judged } from "./judge.ts";
import type { Said } from "./said.ts";

/** Default of `LIMIT_LOOP_LAG_MS_MAX`: where admission begins to refuse. */
const LOOP_LAG_MS_MAX = 250;
/** Of the time that customers wait: from here on it explains it. */
const EXPLAINS = 0.4;
const BUSY_CORES = 0.85;
const MEMORY_SHARE = 0.85;

/** In order: who refused, what failed, what was waited for. */
export function pressureOf(broke: Judged, settings: Readonly<Record<string, string>>): Said {
  const { report } = broke;
  if (broke.outcome === "generator") return generator(broke);
  const { shed, unexpected } = sharesOf(report);
  const failed = new Set(broke.verdicts.filter(({ ok }) => !ok).map(({ what }) => what));
  if (failed.has("unexpected answers") && unexpected >= shed) return fault(report.outcomes);
  if (failed.has("answers that ask to come again")) return admission(broke, settings);
  if (failed.has("unexpected answers")) return fault(report.outcomes);
  if (failed.has("truths of the audit that do not hold")) {
    return { zh: "账目核对（审计不平）", en: "its own truth: the audit does not add up" };
  }
  if (!failed.has("dropped iterations") && failed.has("sold out") && failed.size === 1) {
    return { zh: "售罄（时间内未售完）", en: "the sell-out, which did not come in time" };
  }
  return waited(broke);
}

function generator({ report }: Judged): Said {
  const cores = report.offered.generatorCores;
  const [used, all] = [cores?.toFixed(1) ?? "?", report.environment.cores];
  return {
    zh: `压测端（用去 ${used} 核，本机 ${all} 核，漏发 ${report.offered.dropped} 次）`,
    en:
      `the generator, not the installation (${used} of ${all} cores, ${report.offered.dropped} arrivals not offered)`,
  };
}

function admission(
  { report }: Judged,
  settings: Readonly<Record<string, string>>,
): Said {
  const refusals = report.outcomes.filter(isShed);
  const count = refusals.reduce((sum, one) => sum + one.count, 0);
  const limit = Number(settings["LIMIT_GRABS_PER_SECOND"] ?? 0);
  if (refusals.every(({ status }) => status === 429)) {
    return {
      zh: `限速（${count} 次 429）`,
      en: `the rate limit (${count} answers 429)`,
    };
  }
  const lagMs = peakOf(report, "lag", "p99") ?? 0;
  const lagMsMax = Number(settings["LIMIT_LOOP_LAG_MS_MAX"] ?? LOOP_LAG_MS_MAX);
  if (limit > 0 && lagMs < lagMsMax) {
    return {
      zh: `准入（LIMIT_GRABS_PER_SECOND=${limit}，${count} 次 503）`,
      en: `admission (LIMIT_GRABS_PER_SECOND=${limit}, ${count} answers 503)`,
    };
  }
  return {
    zh: `准入（事件循环滞后 ${Math.round(lagMs)} 毫秒，${count} 次 503）`,
    en: `admission (loop lag ${Math.round(lagMs)} ms, ${count} answers 503)`,
  };
}

function fault(outcomes: readonly Outcome[]): Said {
  const worst = outcomes.filter((one) => !one.expected && !isShed(one))
    .toSorted((one, other) => other.count - one.count)[0];
  const { request = "?", status = 0, reason = "?", count = 0 } = worst ?? {};
  const answer = status === 0 ? reason : `${status} ${reason}`;
  return {
    zh: `${request} 的应答（${count} 次 ${answer}）`,
    en: `the answers to ${request} (${count} times ${answer})`,
  };
}

/** All was answered, but late: the longest wait behind it. */
function waited(broke: Judged): Said {
  const { report, mainCores } = broke;
  const p99Ms = broke.verdicts.find(({ what }) => what.endsWith(" p99"))?.measured ?? 0;
  const commitMs = peakOf(report, "commit", "p99") ?? 0;
  const lagMs = peakOf(report, "lag", "p99") ?? 0;
  const memoryShare = (peakOf(report, "memory", "resident") ?? 0) / report.environment.memoryBytes;
  if (memoryShare >= MEMORY_SHARE) {
    const percent = Math.round(memoryShare * 100);
    return { zh: `内存（占本机 ${percent}%）`, en: `memory (${percent} % of this machine's)` };
  }
  if (commitMs >= p99Ms * EXPLAINS && commitMs >= lagMs) {
    return {
      zh: `提交延迟（p99 ${Math.round(commitMs)} 毫秒）`,
      en: `the commit latency (p99 ${Math.round(commitMs)} ms)`,
    };
  }
  if ((mainCores ?? 0) >= BUSY_CORES) {
    const share = Math.round((mainCores ?? 0) * 100);
    return {
      zh: `产品主线程的 CPU（占一核 ${share}%，事件循环滞后 ${Math.round(lagMs)} 毫秒）`,
      en: `the CPU of the product's core (${share} % of it, loop lag ${Math.round(lagMs)} ms)`,
    };
  }
  if (lagMs >= p99Ms * EXPLAINS) {
    return {
      zh: `事件循环（滞后 ${Math.round(lagMs)} 毫秒）`,
      en: `the event loop (lag ${Math.round(lagMs)} ms)`,
    };
  }
  return {
    zh: `响应时间（p99 ${Math.round(p99Ms)} 毫秒）`,
    en: `the response time (p99 ${Math.round(p99Ms)} ms)`,
  };
}
