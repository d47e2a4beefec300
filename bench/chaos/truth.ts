/** The audit after a fault: what the journal, the customers and the ledger say of each other. */
import type { Words } from "../report/chart_data.ts";
import { number } from "../report/figures.ts";
import type { Attempt } from "./attempt.ts";
import type { Check } from "./chaos_report.ts";
import type { Crowd } from "./crowd.ts";
import { overLimit } from "./ledger.ts";
import { auditOf, type Place, reservationsOf, statesInJournal } from "./staff.ts";

/** What a load was told that keeps no ledger. */
export interface Told {
  /** Reservations that were acknowledged. */
  readonly ids: readonly string[];
  /** Sent without a definite answer. */
  readonly unsure: number;
}

export interface TruthOptions {
  readonly sale: string;
  readonly crowd: Crowd;
  readonly perCustomerMax: number;
  /** Beside the crowd. */
  readonly others?: Told;
}

/** Problems that are shown; there may be thousands. */
const SHOWN_MAX = 5;
/** After these a unit may be reserved or not; a connection that was refused has carried nothing. */
const UNSURE = new Set(["outcome-unknown", "timed-out", "reset", "closed", "timeout", "failed"]);
const NOBODY: Told = { ids: [], unsure: 0 };

/** Compares everything once the load is over. */
export async function findTruth(place: Place, options: TruthOptions): Promise<readonly Check[]> {
  const { sale, crowd, perCustomerMax, others = NOBODY } = options;
  const { customers, ledger } = crowd;
  const shown = await reservationsOf(place, { sale, customers });
  const audit = await auditOf(place, sale);
  const { total, available, held, confirmed, withdrawn, unreleased, reservations } = audit;
  const states = await statesInJournal(place, { sale, ids: ledger.ids });
  const theirs = await statesInJournal(place, { sale, ids: others.ids });
  const told = ledger.acknowledged + others.ids.length;
  const unsure = others.unsure + crowd.attempts.filter(isUnsure).length;
  const n = number;
  return [
    check({ zh: "守恒", en: "conserved" }, {
      problems: audit.conserved ? [] : audit.violations.length > 0 ? audit.violations : ["?"],
      text: {
        zh: `${n(total)} 件 = 可售 ${n(available)} + 保留 ${n(held)} + 已确认 ${
          n(confirmed)
        } + 已撤回 ${n(withdrawn)} + 未放出 ${n(unreleased)}`,
        en: `${n(total)} units = ${n(available)} available + ${n(held)} held + ${
          n(confirmed)
        } confirmed + ${n(withdrawn)} withdrawn + ${n(unreleased)} unreleased`,
      },
    }),
    check({ zh: "未超卖", en: "no oversell" }, {
      problems: held + confirmed <= total ? [] : [`${n(held + confirmed)} > ${n(total)}`],
      text: {
        zh: `${n(total)} 件中 ${n(held + confirmed)} 件已给出`,
        en: `${n(held + confirmed)} of ${n(total)} units given`,
      },
    }),
    check({ zh: "限购", en: "limits" }, {
      problems: overLimit(shown, perCustomerMax),
      text: {
        zh: `${n(customers.size)} 位客户中无人超过 ${n(perCustomerMax)} 件`,
        en: `nobody of ${n(customers.size)} customers has more than ${n(perCustomerMax)}`,
      },
    }),
    check({ zh: "已确认的都在", en: "acknowledged and found" }, {
      problems: [
        ...ledger.brokenIn(states),
        ...ledger.broken(shown),
        ...others.ids.filter((id) => !theirs.has(id)).map((id) => `Reservation ${id} is lost`),
      ],
      text: {
        zh: `${n(told)} 笔已答复的预订，日志中按编号全部找到，状态如所答复`,
        en: `${
          n(told)
        } reservations were acknowledged; the journal has each by its id, in the state that was told`,
      },
    }),
    check({ zh: "没有多余的", en: "nothing unasked" }, {
      problems: reservations >= told && reservations <= told + unsure
        ? []
        : [`${n(reservations)} ∉ ${n(told)} … ${n(told + unsure)}`],
      text: {
        zh: `日志中 ${n(reservations)} 笔，已答复 ${n(told)} 笔，另有 ${
          n(unsure)
        } 次抢购没有确定的答复`,
        en: `${n(reservations)} in the journal, ${n(told)} acknowledged, ${
          n(unsure)
        } grabs without a sure answer`,
      },
    }),
  ];
}

function isUnsure({ ask, status, reason }: Attempt): boolean {
  return ask === "grab" && (status === 0 || status >= 500) && UNSURE.has(reason);
}

function check(
  name: Words,
  { problems, text }: { readonly problems: readonly string[]; readonly text: Words },
): Check {
  if (problems.length === 0) return { name, ok: true, text };
  const more = problems.length - SHOWN_MAX;
  const shown = problems.slice(0, SHOWN_MAX).join("; ");
  return { name, ok: false, text: more > 0 ? `${shown}; +${more}` : shown };
}
