/** The comparison as one HTML file: bars first, then the tables. */
import type { Words } from "../report/chart_data.ts";
import { figure, instant, NOTHING, number, times } from "../report/figures.ts";
import {
  banner,
  type BannerFigure,
  bars,
  columns,
  command,
  contents,
  type Html,
  type Mood,
  pageOf,
  paragraph,
  section,
  table,
} from "../report/page.ts";
import { type Column, CRASH_COLUMNS, PEER_COLUMNS } from "./columns.ts";
import { type Figures, figuresOf } from "./figures.ts";
import type { Results } from "./results.ts";
import { isOurs, LESS_DURABLE, OURS } from "./rows.ts";
import { targetsOf } from "./targets.ts";
import { CRASH_READING, howMeasured, READING, verdictsOf } from "./words.ts";

const TITLES = {
  rates: { zh: "速度与代价", en: "Rates and what they cost" },
  table: { zh: "一张表", en: "One table" },
  crash: { zh: "kill -9 之后", en: "What a kill -9 takes" },
  targets: { zh: "目标", en: "Targets" },
  repeat: { zh: "如何重复", en: "How to repeat this" },
} as const;

/** The whole page. */
export function peersPage(results: Results): Promise<string> {
  const figures = figuresOf(results);
  const parts: [keyof typeof TITLES, Html[]][] = [
    ["rates", ratesOf(figures)],
    ["table", [
      tableOf(TITLES.table, { columns: PEER_COLUMNS, rows: figures }),
      paragraph(READING),
    ]],
    ["crash", crashOf(results)],
    ["targets", targetsTable(results)],
    ["repeat", [command(results.command)]],
  ];
  const shown = parts.filter(([, html]) => html.length > 0);
  return pageOf({
    title: { zh: "本产品与其他设计", en: "The product beside other designs" },
    parts: [
      verdictOf(results, figures),
      contents(shown.map(([id]) => ({ id, title: TITLES[id] }))),
      ...shown.map(([id, html]) =>
        section({ id, title: TITLES[id], ...leadOf(id, results) }, html)
      ),
    ],
  });
}

function leadOf(id: keyof typeof TITLES, results: Results): { readonly lead?: Words } {
  const lead = id === "rates" ? howMeasured(results) : null;
  return lead === null ? {} : { lead };
}

function verdictOf(results: Results, figures: readonly Figures[]): Html {
  const { endedEarly, startedAtMs, machine, id, skipped } = results;
  const about = [instant(startedAtMs), machine, id, ...skipped];
  const verdicts = verdictsOf(figures);
  if (endedEarly !== null) {
    const word = { zh: "未完成", en: "Not complete" };
    return banner({ tone: "warn", word, sentence: endedEarly, about });
  }
  const wrong = figures.filter(({ name, crash, oversold }) =>
    isOurs(name) && (crash?.lost ?? 0) + (crash?.vanished ?? 0) + (oversold ?? 0) > 0
  );
  const isGood = wrong.length === 0;
  return banner({
    tone: isGood ? "good" : "bad",
    word: isGood ? { zh: "账目相符", en: "The books agree" } : { zh: "账目不符", en: "Broken" },
    sentence: {
      zh: verdicts.map(({ zh }) => zh).join(""),
      en: verdicts.map(({ en }) => en).join(" "),
    },
    about,
    figures: bannerFigures(figures),
  });
}

function bannerFigures(figures: readonly Figures[]): BannerFigure[] {
  const ours = figures.find(({ name }) => name === OURS);
  const shown: BannerFigure[] = [];
  if (ours?.sold) {
    shown.push({
      label: { zh: "售出，本产品（sqlite）", en: "Sold by the product on sqlite" },
      value: figure(Math.round(ours.sold.perSecond), "/s"),
      note: {
        zh: `上限的 ${times(ours.sold.toLimit)}`,
        en: `${times(ours.sold.toLimit)} the limit`,
      },
    });
  }
  const own = figures.flatMap(({ name, crash }) => isOurs(name) && crash !== null ? [crash] : []);
  if (own.length > 0) {
    const sum = (value: (one: typeof own[number]) => number) =>
      own.reduce((all, one) => all + value(one), 0);
    const lost = sum((one) => one.lost);
    const kills = sum((one) => one.kills);
    const acknowledged = number(sum((one) => one.acknowledged));
    shown.push({
      label: { zh: "本产品丢失的已确认抢购", en: "Acknowledged grabs the product lost" },
      value: number(lost),
      note: {
        zh: `共 ${acknowledged} 个，kill -9 ${kills} 次`,
        en: `of ${acknowledged}, in ${kills} kills with -9`,
      },
      tone: lost === 0 ? "good" : "bad",
    });
  }
  return shown;
}

function ratesOf(figures: readonly Figures[]): Html[] {
  if (figures.every(({ sold }) => sold === null)) return [];
  const rate = (value: (one: Figures) => Figures["sold"]) => (one: Figures) => {
    const found = value(one);
    const text = found === null
      ? NOTHING
      : `${times(found.toOurs)} · ${figure(Math.round(found.perSecond), "/s")}`;
    return { value: found?.perSecond ?? null, text };
  };
  const plain = (unit: string, value: (one: Figures) => number | null) => (one: Figures) => ({
    value: value(one),
    text: figure(value(one), unit),
  });
  const draw = (title: Words, of: ReturnType<typeof plain>) => barsOf(figures, { title, of });
  return [columns([
    draw(
      { zh: "售出：÷ 本产品，每秒", en: "Sold: ÷ ours, per second" },
      rate(({ sold }) => sold),
    ),
    draw(
      { zh: "售罄后的拒绝：÷ 本产品，每秒", en: "Refused when sold out: ÷ ours, per second" },
      rate(({ soldOut }) => soldOut),
    ),
    draw(
      { zh: "每千次抢购的 CPU 秒，不含压测端", en: "CPU s per 1,000 grabs, without the generator" },
      plain("s", ({ cpu }) => cpu === null ? null : cpu.sum - (cpu.generator ?? 0)),
    ),
    draw(
      { zh: "p99（饱和时）", en: "p99, at saturation" },
      plain("ms", ({ ms }) => ms?.p99 ?? null),
    ),
  ])];
}

function barsOf(
  figures: readonly Figures[],
  what: { title: Words; of(one: Figures): { value: number | null; text: string } },
): Html {
  const items = figures.filter((one) => what.of(one).value !== null).map((one) => ({
    label: one.name,
    ...what.of(one),
    tone: toneOf(one.name),
  }));
  const head = [{ zh: "方案", en: "Design" }, what.title] as const;
  return bars({ title: what.title, head, items });
}

/** The product stands out; what is less durable does not compare. */
function toneOf(name: string): Mood {
  if (name.endsWith(LESS_DURABLE)) return "warn";
  return isOurs(name) ? "good" : "quiet";
}

function crashOf({ crashes }: Results): Html[] {
  if (crashes === undefined || crashes.length === 0) return [];
  return [
    paragraph(CRASH_READING),
    tableOf(TITLES.crash, { columns: CRASH_COLUMNS, rows: crashes }),
  ];
}

function targetsTable(results: Results): Html[] {
  const targets = targetsOf(results);
  if (targets.length === 0) return [];
  return [table({
    caption: TITLES.targets,
    columns: [
      { head: { zh: "什么", en: "What" } },
      { head: { zh: "测得", en: "measured" }, right: true },
      { head: { zh: "目标", en: "target" }, right: true },
      { head: "" },
    ],
    rows: targets.map((one) => [
      one.what,
      one.text,
      one.target,
      one.met ? { zh: "达到", en: "met" } : { zh: "未达到", en: "missed" },
    ]),
  })];
}

function tableOf<Row>(
  caption: Words,
  of: { readonly columns: readonly Column<Row>[]; readonly rows: readonly Row[] },
): Html {
  return table({
    caption,
    columns: of.columns.map(({ head, right }) => ({ head, right })),
    rows: of.rows.map((row) => of.columns.map(({ cell }) => cell(row))),
  });
}
