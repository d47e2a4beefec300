/** Columns of the two tables, for Markdown and the page alike. */
import type { Words } from "../report/chart_data.ts";
import { figure, NOTHING, number, times } from "../report/figures.ts";
import type { Crash } from "./crash.ts";
import type { Cpu, Figures, Rate } from "./figures.ts";

/** What stands in a column of rows of this kind. */
export interface Column<Row> {
  readonly head: Words;
  /** Figures stand right. */
  readonly right: boolean;
  cell(row: Row): Words;
}

/** The one table. */
export const PEER_COLUMNS: readonly Column<Figures>[] = [
  left({ zh: "方案", en: "" }, ({ name, skipped }) => (
    skipped === null
      ? name
      : { zh: `${name}（跳过：${skipped.zh}）`, en: `${name} (skipped: ${skipped.en})` }
  )),
  ...rateColumns({ zh: "售出", en: "sold" }, ({ sold }) => sold),
  ...rateColumns({ zh: "售罄", en: "sold out" }, ({ soldOut }) => soldOut),
  right("p50 ms", ({ ms }) => number(ms?.p50 ?? null)),
  right("p95 ms", ({ ms }) => number(ms?.p95 ?? null)),
  right("p99 ms", ({ ms }) => number(ms?.p99 ?? null)),
  right({ zh: "最长 ms", en: "max ms" }, ({ ms }) => number(ms?.most ?? null)),
  cpuColumn({ zh: "每千次抢购 CPU 秒：服务", en: "CPU s per 1,000 grabs: server" }, "server"),
  cpuColumn({ zh: "存储", en: "store" }, "store"),
  cpuColumn({ zh: "消费进程", en: "consumer" }, "consumer"),
  cpuColumn({ zh: "压测端", en: "generator" }, "generator"),
  cpuColumn({ zh: "合计", en: "sum" }, "sum"),
  right({ zh: "之后还忙 s", en: "goes on for s" }, ({ afterS }) => afterS?.toFixed(1) ?? NOTHING),
  right({ zh: "内存", en: "memory" }, ({ memoryBytes }) => figure(memoryBytes, "B")),
  right({ zh: "超卖件数", en: "oversold units" }, ({ oversold }) => number(oversold)),
  right(
    { zh: "kill -9 后丢失的已确认抢购", en: "lost acknowledgements after kill -9" },
    ({ crash }) => lostText(crash),
  ),
  left({ zh: "持久性", en: "durability" }, ({ durability }) => durability),
];

/** What each kill took. */
export const CRASH_COLUMNS: readonly Column<Crash>[] = [
  left({ zh: "方案", en: "" }, ({ row }) => row),
  left({ zh: "杀死", en: "killed" }, ({ part }) => part),
  right({ zh: "次数", en: "kills" }, ({ kills }) => number(kills)),
  right({ zh: "已确认", en: "acknowledged" }, ({ acknowledged }) => number(acknowledged)),
  right({ zh: "丢失", en: "lost" }, ({ lost }) => number(lost)),
  right({ zh: "超卖", en: "oversold" }, ({ oversold }) => number(oversold)),
  right({ zh: "消失", en: "vanished" }, ({ vanished }) => number(vanished)),
  right({ zh: "未告知", en: "not told" }, ({ untold }) => number(untold)),
  right(
    { zh: "最久无 201，ms", en: "longest without a 201, ms" },
    ({ longestGapMs }) => number(Math.round(longestGapMs)),
  ),
  left(
    { zh: "对不上的", en: "what does not add up" },
    ({ violations }) => violations.join("; "),
  ),
];

/** `0 of 36,000, 3 kills`. */
function lostText(crash: Figures["crash"]): Words {
  if (crash === null) return NOTHING;
  const { lost, acknowledged, kills } = crash;
  return {
    zh: `${number(acknowledged)} 中 ${number(lost)}，杀 ${kills} 次`,
    en: `${number(lost)} of ${number(acknowledged)}, ${kills} kill${kills === 1 ? "" : "s"}`,
  };
}

function left<Row>(head: Words, cell: (row: Row) => Words): Column<Row> {
  return { head, right: false, cell };
}

function right<Row>(head: Words, cell: (row: Row) => Words): Column<Row> {
  return { head, right: true, cell };
}

/** Ratios first. */
function rateColumns(
  what: { readonly zh: string; readonly en: string },
  rate: (one: Figures) => Rate | null,
): Column<Figures>[] {
  return [
    right({ zh: `${what.zh} ÷ 本产品`, en: `${what.en} ÷ ours` }, (one) => {
      return times(rate(one)?.toOurs ?? null);
    }),
    right({ zh: "÷ 上限", en: "÷ limit" }, (one) => times(rate(one)?.toLimit ?? null)),
    right({ zh: "每秒", en: "per second" }, (one) => {
      const perSecond = rate(one)?.perSecond;
      return number(perSecond === undefined ? null : Math.round(perSecond));
    }),
  ];
}

function cpuColumn(head: Words, part: keyof Cpu): Column<Figures> {
  return right(head, ({ cpu }) => cpu?.[part]?.toFixed(4) ?? NOTHING);
}
