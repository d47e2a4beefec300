/** The verdict in Chinese. The runner speaks English; what it found says the same in numbers. */
import { boundText, mainLatency } from "./facts.ts";
import { figure, number, share } from "./figures.ts";
import type { RunReport, ThresholdVerdict } from "./run_report.ts";
import { known } from "./words.ts";

/** One sentence: what was done, or how much speaks against it. */
export function chineseSentence(report: RunReport): string {
  const { verdict, offered, problems } = report;
  const done = `计划 ${number(offered.planned)} 次迭代，完成 ${number(offered.completed)} 次（${
    share(offered.completed, offered.planned)
  }）`;
  const main = mainLatency(report);
  const latency = main === null
    ? "没有收到应答"
    : `${main.request} p99 ${figure(main.p99Ms, "ms")}`;
  const first = problems[0] === undefined ? null : chineseProblem(report, problems[0]);
  switch (verdict) {
    case "passed":
      return `${carried(report)}${done}，${latency}，核对全部一致。`;
    case "failed":
      return `${first ?? "见下面的表"}${
        problems.length > 1 ? `（共 ${problems.length} 个问题）` : ""
      }。${done}。`;
    case "interrupted":
      return `中断前：${done}；${first ?? "目前没有发现问题"}。`;
  }
}

/** What a ramp was there to find. */
function carried({ breakpoint }: RunReport): string {
  if (breakpoint === undefined) return "";
  const { perSecond, gaveWay } = breakpoint;
  const rate = `每秒 ${number(perSecond)} 次到达`;
  return gaveWay === null
    ? `${rate}到最后都承受住了，极限更高；`
    : `承受了${rate}，再多则先超出${zhOf(gaveWay)}；`;
}

/** One of the runner's sentences; what is not known here stays as it is. */
export function chineseProblem(report: RunReport, problem: string): string {
  const broken = report.truth.find(({ name, text }) =>
    problem === `"${name}" does not hold: ${text}`
  );
  if (broken !== undefined) return `核对不符：${zhOf(broken.name)}（${broken.text}）`;
  const threshold = report.thresholds.find(({ what, ok }) =>
    !ok && problem.toLowerCase().includes(`${what.toLowerCase()} was`)
  );
  if (threshold !== undefined) return missed(threshold, problem);
  for (const [pattern, zh] of SENTENCES) {
    if (pattern.test(problem)) return problem.replace(pattern, zh);
  }
  return problem;
}

function missed(threshold: ThresholdVerdict, problem: string): string {
  const { what, measured, unit } = threshold;
  const found = measured === null ? "没有测到" : `实测 ${figure(measured, unit)}`;
  const text = `${zhOf(what)}：${found}，界限 ${boundText(threshold)}`;
  return problem.startsWith("The generator could not")
    ? `压测端没能按计划发出，数字不可信；${text}`
    : text;
}

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [
    /^The generator could not .*: ([\d,]+) of ([\d,]+) planned iterations were started$/,
    "压测端没能按计划发出，数字不可信：计划 $2 次迭代，只开始了 $1 次",
  ],
  [/^Nothing was checked against the journal$/, "没有与日志核对"],
  [/^Not one iteration was started$/, "没有一次迭代开始"],
  [/^Not one iteration came to its end$/, "没有一次迭代完成"],
  [/^Not one request was answered$/, "没有一次请求得到应答"],
  [/^Only ([\d,]+) of ([\d,]+) planned iterations were completed$/, "计划 $2 次迭代，只完成 $1 次"],
];

function zhOf(name: string): string {
  const words = known(name);
  return typeof words === "string" ? words : words.zh;
}
