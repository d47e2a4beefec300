/** The one sentence in which a rehearsal ends. Pure. */
import type { Said } from "./said.ts";
import type { Found, Probe } from "./search.ts";

/** All that the verdict rests on. */
export interface Evidence {
  readonly expectedPerSecond: number;
  /** What is asked for with `--headroom`. */
  readonly leastHeadroom: number;
  /** The campaign itself, at its expected peak; null where it was interrupted before it was played. */
  readonly played: Played | null;
  readonly found: Found<Probe>;
  /** What gave way first, where something did. */
  readonly pressure: Said | null;
}

export interface Played {
  /** Whether it met every threshold. */
  readonly passed: boolean;
  /** s after the start; null: it was not. */
  readonly soldOutS: number | null;
  /** Null for a campaign that has no units. */
  readonly units: { readonly total: number; readonly taken: number } | null;
  /** s from the start to the end of what was played. */
  readonly seconds: number;
}

export interface Verdict {
  readonly word: "passed" | "failed" | "interrupted";
  /** Measured breakpoint ÷ expected peak; null: no rate that was tried was carried, or none was tried. */
  readonly headroom: number | null;
  /** Nothing of the installation gave way below the highest rate that could be tried. */
  readonly isAtLeast: boolean;
  readonly sentence: Said;
}

/** What the evidence shows, and no more. */
export function verdictOf(evidence: Evidence): Verdict {
  const { played, found, expectedPerSecond, leastHeadroom } = evidence;
  const headroom = found.carried === null ? null : found.carried.perSecond / expectedPerSecond;
  const isAtLeast = found.broke?.outcome !== "gave-way" && found.carried !== null;
  const isEnough = (headroom ?? 0) >= leastHeadroom;
  const passed = played?.passed === true && isEnough;
  // Enough is enough, also where the search for more was cut off.
  const word = found.cut === "interrupted" || played === null
    ? "interrupted"
    : passed
    ? "passed"
    : "failed";
  const parts = [
    opening(evidence, { word, headroom, isAtLeast }),
    ...played === null ? [] : sold(played),
    ...gaveWay(evidence),
  ];
  return {
    word,
    headroom,
    isAtLeast,
    sentence: {
      zh: `${parts.map(({ zh }) => zh).join("；")}。`,
      en: `${parts.map(({ en }) => en).join("; ")}.`,
    },
  };
}

function opening(
  { found, expectedPerSecond, leastHeadroom, played }: Evidence,
  at: Pick<Verdict, "word" | "headroom" | "isAtLeast">,
): Said {
  const { word, headroom } = at;
  if (word === "interrupted") {
    return headroom === null
      ? { zh: "演练中断，尚无结论", en: "The rehearsal was interrupted before it showed anything" }
      : {
        zh: `演练中断；到此为止测得余量至少 ${times(headroom)} 倍`,
        en: `The rehearsal was interrupted; so far it showed at least ${times(headroom)}× headroom`,
      };
  }
  const rates = ratesOf(found, expectedPerSecond);
  if (headroom === null) {
    const least = count(found.broke?.asked ?? expectedPerSecond);
    return found.broke?.outcome === "generator"
      ? {
        zh: `未能证明本安装可承载该活动：压测端连每秒 ${least} 也发不出`,
        en:
          `It is not shown that this installation carries this campaign: the generator could not offer even ${least}/s`,
      }
      : {
        zh: `本安装承载不了该活动：试到每秒 ${least} 仍不行，预计高峰每秒 ${
          count(expectedPerSecond)
        }`,
        en: `This installation does not carry this campaign: not even ${least}/s of the ${
          count(expectedPerSecond)
        }/s expected`,
      };
  }
  const amount = amountOf(headroom, at.isAtLeast, found);
  if (word === "passed") {
    return {
      zh: `本安装可承载该活动，余量${amount.zh}（${rates.zh}）`,
      en: `This installation carries this campaign with ${amount.en} (${rates.en})`,
    };
  }
  if (played?.passed === true) {
    return {
      zh: `本安装可承载该活动，但余量${amount.zh}，不及所要求的 ${
        times(leastHeadroom)
      } 倍（${rates.zh}）`,
      en: `This installation carries this campaign, but with ${amount.en} instead of the ${
        times(leastHeadroom)
      }× asked for (${rates.en})`,
    };
  }
  if (found.broke?.outcome === "generator") {
    return {
      zh: `未能证明本安装可承载该活动：余量${amount.zh}（${rates.zh}）`,
      en:
        `It is not shown that this installation carries this campaign: ${amount.en} (${rates.en})`,
    };
  }
  return {
    zh: `本安装承载不了该活动，余量${amount.zh}（${rates.zh}）`,
    en: `This installation does not carry this campaign: ${amount.en} (${rates.en})`,
  };
}

/** What was carried, the lowest that was not, and what is expected. */
function ratesOf({ carried, broke }: Found<Probe>, expectedPerSecond: number): Said {
  const [most, expected] = [count(carried?.perSecond ?? 0), count(expectedPerSecond)];
  const not = broke?.outcome === "gave-way" ? count(broke.asked) : null;
  return {
    zh: `实测每秒 ${most} 可承载${not === null ? "" : `、${not} 不行`}，预计高峰每秒 ${expected}`,
    en: `${most}/s carried, ${not === null ? "" : `${not}/s not, `}${expected}/s expected`,
  };
}

/** Never more than was measured, and what kept the search from more. */
function amountOf(headroom: number, isAtLeast: boolean, found: Found<Probe>): Said {
  const figure = times(headroom);
  if (!isAtLeast) return { zh: ` ${figure} 倍`, en: `${figure}× headroom` };
  return found.broke?.outcome === "generator"
    ? {
      zh: `至少 ${figure} 倍，先到极限的是压测端`,
      en: `at least ${figure}× headroom, where the generator was the limit`,
    }
    : {
      zh: `至少 ${figure} 倍，限定时间内未见极限`,
      en: `at least ${figure}× headroom, where the time to search was over`,
    };
}

function sold({ soldOutS, units, seconds }: Played): Said[] {
  if (soldOutS !== null) {
    const after = soldOutS.toFixed(1);
    return [{ zh: `约 ${after} 秒售罄`, en: `sold out after ${after} s` }];
  }
  if (units === null) return [];
  const [taken, total] = [count(units.taken), count(units.total)];
  return [{
    zh: `演练的 ${Math.round(seconds)} 秒内未售罄（${taken}/${total} 件）`,
    en: `not sold out within the ${
      Math.round(seconds)
    } s played (${taken} of ${total} units taken)`,
  }];
}

function gaveWay({ pressure, found }: Evidence): Said[] {
  if (pressure === null || found.broke === null) return [];
  return [{
    zh: `最先吃紧的是${pressure.zh}`,
    en: `the first thing that gives way is ${pressure.en}`,
  }];
}

/** A headroom for reading, rounded down: never more than was measured. */
export function times(value: number): string {
  const digits = value >= 10 ? 0 : value >= 1 ? 1 : 2;
  const scale = 10 ** digits;
  return String(Math.floor(value * scale + 1e-9) / scale);
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
