/** A rehearsal as one self-contained page. */
import { curveChart } from "../report/charts.ts";
import { boundText } from "../report/facts.ts";
import { figure, instant, number } from "../report/figures.ts";
import {
  badge,
  banner,
  type BannerFigure,
  charts,
  command,
  facts,
  folded,
  type Html,
  joined,
  list,
  pageOf,
  paragraph,
  section,
  table,
  words,
} from "../report/page.ts";
import { runCharts } from "../report/run_charts.ts";
import { known } from "../report/words.ts";
import type { RunReport } from "../report/run_report.ts";
import { sharesOf } from "./figures.ts";
import { byRate, LIMITS, OUTCOMES, type Result, THRESHOLDS, WORDS } from "./result.ts";
import type { Played } from "./play.ts";
import { times } from "./verdict.ts";

/** The whole file. */
export function pageOfRehearsal(result: Result): Promise<string> {
  const { played, found, cut } = result.findings;
  const { title } = result.rehearsal.spec;
  const { broke } = found;
  return pageOf({
    title: { zh: `活动演练：${title}`, en: `Rehearsal: ${title}` },
    parts: [
      verdict(result),
      section({
        id: "plan",
        title: { zh: "演练计划", en: "The plan" },
        lead: {
          zh: "由活动定义推出：场景、到达、件数和门槛。",
          en:
            "Derived from the campaign's own definition: scenario, arrivals, units and thresholds.",
        },
      }, [
        facts(result.rows.map(({ what, is }) => [what, joined(is.map((one) => line(words(one))))])),
      ]),
      ...played === null ? [] : [rates(result), campaign(played)],
      ...broke === null || broke === played ? [] : [breakpoint(broke)],
      ...cut === null ? [] : [interrupted(cut)],
      section({ id: "limits", title: { zh: "这个结论说明什么", en: "What this verdict says" } }, [
        list(LIMITS),
        command(result.command),
      ]),
    ],
  });
}

function verdict({ findings, rehearsal, startedAtMs, rows }: Result): Html {
  const { verdict, played, pressure, found } = findings;
  const tone = ({ passed: "good", failed: "bad", interrupted: "warn" } as const)[verdict.word];
  const atLeast = verdict.isAtLeast ? "≥ " : "";
  const headroom = verdict.headroom === null ? "–" : `${atLeast}${times(verdict.headroom)}×`;
  const rate = found.carried === null ? "–" : figure(found.carried.perSecond, "/s");
  const figures: BannerFigure[] = [
    {
      label: { zh: "余量", en: "Headroom" },
      value: headroom,
      note: {
        zh: `实测 ${rate}，预计高峰 ${number(rehearsal.peak.perSecond)}/s`,
        en: `${rate} measured, ${number(rehearsal.peak.perSecond)}/s expected`,
      },
      tone,
    },
    ...rehearsal.spec.kind === "referral" ? [] : [{
      label: { zh: "售罄", en: "Sold out" },
      value: played?.soldOutS == null
        ? { zh: "未售罄", en: "not" }
        : { zh: `${played.soldOutS.toFixed(1)} 秒`, en: `${played.soldOutS.toFixed(1)} s` },
      note: { zh: "自开始起", en: "after the start" },
    }],
    {
      label: { zh: "最先吃紧", en: "Gives way first" },
      value: pressure ?? { zh: "未见", en: "nothing" },
      ...found.broke === null ? {} : {
        note: {
          zh: `每秒 ${number(found.broke.asked)} 时`,
          en: `at ${number(found.broke.asked)}/s`,
        },
      },
    },
  ];
  const durability = rows.find(({ what }) => what.en === "stores")?.is.at(-1);
  return banner({
    tone,
    word: WORDS[verdict.word],
    sentence: verdict.sentence,
    about: [instant(startedAtMs), ...durability === undefined ? [] : [durability]],
    figures,
  });
}

/** The campaign itself, at its expected peak. */
function campaign(played: Played): Html {
  const { report, verdicts } = played;
  return section({
    id: "campaign",
    title: { zh: "活动本身：预计高峰", en: "The campaign itself, at its expected peak" },
  }, [
    table({
      caption: { zh: "门槛", en: "Thresholds" },
      columns: [
        { head: { zh: "项目", en: "What" } },
        { head: { zh: "实测", en: "Measured" }, right: true },
        { head: { zh: "界限", en: "Bound" }, right: true },
        { head: "" },
      ],
      rows: verdicts.map((one) => [
        { zh: THRESHOLDS[one.what] ?? one.what, en: one.what },
        figure(one.measured, one.unit),
        boundText(one),
        badge(
          one.ok ? { zh: "符合", en: "met" } : { zh: "未达", en: "missed" },
          one.ok ? "good" : "bad",
        ),
      ]),
    }),
    table({
      caption: { zh: "核对", en: "Truth" },
      columns: [
        { head: { zh: "核对项", en: "Check" } },
        { head: { zh: "双方数字", en: "Both figures" } },
        { head: "" },
      ],
      rows: report.truth.map(({ name, text, ok }) => [
        known(name),
        text,
        badge(ok ? { zh: "一致", en: "holds" } : { zh: "不符", en: "broken" }, ok ? "good" : "bad"),
      ]),
    }),
    charts(runCharts(report)),
  ]);
}

/** Every rate that was tried. */
function rates(result: Result): Html {
  const all = byRate(result);
  const { request, p99Ms } = result.rehearsal.thresholds;
  const points = (outcomes: readonly Played["outcome"][]) =>
    all.filter(({ outcome }) => outcomes.includes(outcome))
      .map((one) => [one.asked, p99Of(one)] as const);
  return section({
    id: "headroom",
    title: { zh: "找极限", en: "The search for the breakpoint" },
    lead: {
      zh: "每档速率都在一场新的同样的活动上试；先翻倍，再折半。",
      en:
        "Each rate is tried on a new sale of the same terms: doubled first, then halved in between.",
    },
  }, [
    table({
      caption: { zh: "试过的速率", en: "Rates tried" },
      columns: [
        { head: { zh: "到达", en: "Arrivals" }, right: true },
        { head: { zh: "实测应答", en: "Answered" }, right: true },
        { head: `${request} p99`, right: true },
        { head: { zh: "意外", en: "Unexpected" }, right: true },
        { head: { zh: "请稍后再来", en: "Come again" }, right: true },
        { head: { zh: "未发出", en: "Not offered" }, right: true },
        { head: { zh: "主线程核数", en: "Main thread" }, right: true },
        { head: { zh: "结果", en: "Result" } },
      ],
      rows: all.map((one) => {
        const { unexpected, shed } = sharesOf(one.report);
        const tone = one.outcome === "carried"
          ? "good"
          : one.outcome === "generator"
          ? "warn"
          : "bad";
        return [
          `${number(one.asked)}/s`,
          `${number(Math.round(one.perSecond))}/s`,
          figure(p99Of(one), "ms"),
          number(unexpected),
          number(shed),
          number(one.report.offered.dropped),
          one.mainCores === null ? null : one.mainCores.toFixed(2),
          badge(OUTCOMES[one.outcome], tone),
        ];
      }),
    }),
    charts([curveChart({
      title: { zh: "响应时间随到达速率", en: "Response time by rate of arrivals" },
      x: { label: { zh: "每秒到达", en: "Arrivals per second" }, unit: "/s" },
      y: { label: `${request} p99`, unit: "ms" },
      lines: [
        { label: OUTCOMES.carried, points: points(["carried"]) },
        {
          label: { zh: "未承载", en: "not carried" },
          points: points(["gave-way", "generator"]),
          tone: "bad",
        },
      ],
      limits: [{ value: p99Ms, label: { zh: "门槛", en: "threshold" } }],
      wide: true,
    })]),
  ]);
}

/** What gave way can be seen here. */
function breakpoint(broke: Played): Html {
  return section({
    id: "breakpoint",
    title: {
      zh: `每秒 ${number(broke.asked)}：撑不住的一档`,
      en: `At ${number(broke.asked)}/s, which was not carried`,
    },
  }, [
    paragraph({
      zh: "最先吃紧的结论出自这一档。",
      en: "What gives way first is read off this rate.",
    }),
    folded({ zh: "图", en: "Charts" }, [charts(runCharts(broke.report))]),
  ]);
}

/** What was under way when somebody ended it. */
function interrupted(report: RunReport): Html {
  return section({
    id: "interrupted",
    title: { zh: "中断时正在进行的一档", en: "What was under way when it was interrupted" },
  }, [charts(runCharts(report))]);
}

function p99Of(one: Played): number | null {
  return one.verdicts.find(({ what }) => what.endsWith(" p99"))?.measured ?? null;
}

function line(html: string): Html {
  return { html: `<span class="line">${html}</span><br>` };
}
