/** Verdicts of curves in words. */
import { figure, number, times } from "../report/figures.ts";
import type { Both } from "./curve.ts";
import { costOf, FLAT_MAX, type GrownCount, type JudgedLine, type Point } from "./points.ts";

const COUNTED: Readonly<Record<string, Both>> = {
  commands: { zh: "指令", en: "commands" },
  records: { zh: "日志记录", en: "journal records" },
  rows: { zh: "投影的记录", en: "records into rows" },
  loads: { zh: "载入的 actor", en: "actors loaded" },
  snapshotBytes: { zh: "快照字节", en: "snapshot bytes" },
};

/** `flat`, `not flat`, `grows by design`. */
export function verdictWord({ verdict }: JudgedLine): Both {
  switch (verdict) {
    case "flat":
      return { zh: "平", en: "flat" };
    case "not-flat":
      return { zh: "不平", en: "not flat" };
    case "growing":
      return { zh: "设计如此", en: "grows by design" };
    case "unclear":
      return { zh: "不明", en: "unclear" };
  }
}

/** What was found of a line, in one sentence. */
export function sentenceOf(judged: JudgedLine): Both {
  const { line, points, verdict, worst } = judged;
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return { zh: "", en: "" };
  const cost = (point: Point) => figure(costOf(line, point), "µs");
  const sizes = {
    zh: `规模 ${number(first.size)} 时${line.per.zh} ${cost(first)}，${number(last.size)} 时 ${
      cost(last)
    }`,
    en: `${cost(first)} per ${line.per.en} at ${number(first.size)}, ${cost(last)} at ${
      number(last.size)
    }`,
  };
  switch (verdict) {
    case "flat":
      return {
        zh: `平：最多 ${times(worst.ratio)}（${sizes.zh}）`,
        en: `flat, at most ${times(worst.ratio)} (${sizes.en})`,
      };
    case "growing":
      return {
        zh: `${sizes.zh}：${line.growsBecause?.zh}`,
        en: `${sizes.en}: ${line.growsBecause?.en}`,
      };
    case "unclear":
      return {
        zh: `不明：成本淹没在机器的噪声里（${sizes.zh}）`,
        en: `unclear, the cost is lost in the noise of the machine (${sizes.en})`,
      };
    case "not-flat": {
      const reason = reasonOf(judged);
      return {
        zh: `不平：${number(worst.size)} 时 ${times(worst.ratio)}（${sizes.zh}），${reason.zh}`,
        en: `not flat, ${times(worst.ratio)} at ${number(worst.size)} (${sizes.en}): ${reason.en}`,
      };
    }
  }
}

/** The band around 1 within which a line is flat. */
export const BAND = { from: 2 - FLAT_MAX, to: FLAT_MAX };

function reasonOf({ line, grown, points, worst }: JudgedLine): Both {
  const counted = grown.map((one) => countedOf(one, line.per));
  const reasons = [...line.because === undefined ? [] : [line.because], ...counted];
  if (reasons.length > 0) {
    return {
      zh: reasons.map(({ zh }) => zh).join("；"),
      en: reasons.map(({ en }) => en).join("; "),
    };
  }
  const first = points[0] ?? worst;
  const [main, others] = [worst.mainUs - first.mainUs, worst.allUs - first.allUs];
  const share = number(Math.round(100 * main / others));
  return {
    zh: `原因未查明；增量的 ${share} % 在主线程`,
    en: `not explained; ${share} % of what was added is the main thread's`,
  };
}

function countedOf({ name, from, to }: GrownCount, per: Both): Both {
  const what = COUNTED[name] ?? { zh: name, en: name };
  return {
    zh: `${per.zh}的${what.zh} ${number(from)} → ${number(to)}`,
    en: `${what.en} per ${per.en} ${number(from)} → ${number(to)}`,
  };
}
