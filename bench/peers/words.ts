/** What the figures say, in sentences, and how they are to be read. */
import type { Words } from "../report/chart_data.ts";
import { number } from "../report/figures.ts";
import type { Figures } from "./figures.ts";
import { mostConnections, type Results } from "./results.ts";
import { isOurs, OURS } from "./rows.ts";

/** Both languages. */
type Both = Exclude<Words, string>;

/** What an SRE takes away, ratios first. */
export function verdictsOf(figures: readonly Figures[]): Both[] {
  return [
    ...ratesOf(figures),
    ...lossesOf(figures),
    ...figures.flatMap(({ name, skipped }) =>
      skipped === null
        ? []
        : [{ zh: `${name} 跳过：${skipped.zh}。`, en: `${name} was skipped: ${skipped.en}.` }]
    ),
  ];
}

function ratesOf(figures: readonly Figures[]): Both[] {
  const ours = figures.find(({ name }) => name === OURS)?.sold?.perSecond;
  if (ours === undefined) return [];
  const ratios = figures.flatMap(({ name, sold }) =>
    sold === null || isOurs(name) ? [] : [`${number(ours / sold.perSecond)}× ${name}`]
  );
  if (ratios.length === 0) return [];
  return [{
    zh: `${OURS}（fsync 之后才应答）售出的速度：${ratios.join("、")}。`,
    en: `Sold by ${OURS}, which answers after fsync: ${ratios.join(", ")}.`,
  }];
}

function lossesOf(figures: readonly Figures[]): Both[] {
  const crashed = figures.flatMap(({ name, crash }) => crash === null ? [] : [{ name, ...crash }]);
  const kills = crashed.reduce((sum, one) => sum + one.kills, 0);
  const losing = crashed.filter(({ lost }) => lost > 0);
  const overselling = figures.flatMap(({ name, oversold }) => oversold ? [{ name, oversold }] : []);
  const lost = (among: string) =>
    losing.map((one) => `${one.name} ${number(one.lost)}${among}${number(one.acknowledged)}`);
  const oversold = overselling.map((one) => `${one.name} ${number(one.oversold)}`);
  return [
    ...crashed.length === 0 ? [] : [{
      zh: `负载下 kill -9 共 ${kills} 次，丢失的已确认抢购：${
        lost(" / ").join("、") || "都没有"
      }。`,
      en: `Acknowledged grabs lost in ${kills} kills with kill -9 under load: ${
        lost(" of ").join(", ") || "none by any"
      }.`,
    }],
    ...figures.every((one) => one.oversold === null) ? [] : [{
      zh: `超卖的件数：${oversold.join("、") || "没有"}。`,
      en: `Oversold units: ${oversold.join(", ") || "none"}.`,
    }],
  ];
}

/** How the loads were run; null where there were none. */
export function howMeasured(results: Results): Both | null {
  const connections = mostConnections(results.http ?? []);
  if (connections === 0) return null;
  const { rounds, seconds } = results;
  return {
    zh:
      `交错的 ${rounds} 轮，每次 ${seconds} 秒，wrk ${connections} 个连接，取中位数；每次都用新进程，` +
      "先由别的客户预热，每个请求是另一位客户、另一个令牌；有一个意外的应答或核对不符，压测就结束。",
    en:
      `Medians of interleaved rounds, ${rounds} of ${seconds} s, with ${connections} connections ` +
      "of wrk; every run with fresh processes, warmed up by other customers, each request by another " +
      "customer with its own token; a run with an unexpected status or a failed audit ends the bench.",
  };
}

/** How the one table is to be read. */
export const READING: Both = {
  zh:
    "服务、存储、消费进程与压测端共用本机的核。CPU 是进程所有线程的，一直计到各进程歇下来为止，所以应答之后才做的事" +
    "（写行、队列、垃圾回收）也算在做它的进程上；“之后还忙”就是这段时间。内存是压测后所有进程的常驻内存，" +
    "共享页只计一次。拒绝的速度与上限对抢购的应答相比。",
  en:
    "Servers, stores, consumer and load generator share the machine's cores. CPU is that of all " +
    "threads of a process and counts on until the processes rest, so that what is left for after the " +
    "answer (rows, queues, garbage) is paid for where it is done; how long that took is what it goes " +
    "on for. Memory is what is resident in all processes after the run, shared pages counted once. " +
    "Refusals are compared with what the limit answers to a grab.",
};

/** What the kills tell, and what they do not. */
export const CRASH_READING: Both = {
  zh:
    "一群客户抢到没有为止，记下每个 201；其间杀死一个进程（连同其子进程），十分之一秒后重新启动，最后按编号逐个查找。" +
    "丢失：已确认而不在了。超卖：许诺或保存的多于件数。消失：既未售出也不在剩余里。未告知：卖给了应答中断的客户，" +
    "再问一次即可查到。kill -9 之后内核还在，进程写过的东西无论是否落盘都在，所以没有测断电。断电时靠“持久性”一栏所说：" +
    "fsync 之后才应答的，只要磁盘守信就还在；fsync 之前应答的，可能丢失约最后一秒。",
  en: "A crowd grabs until nothing is left and notes every 201; meanwhile one process, with its " +
    "children, is killed and started again after a tenth of a second; then every noted id is asked " +
    "for. Lost: acknowledged and not there any more. Oversold: promised or stored beyond the units. " +
    "Vanished: neither sold nor left. Not told: sold to somebody whose answer broke off, who finds it " +
    "when asking again. The kernel survives a kill -9, so what a process had written is there, synced " +
    "or not: loss of power is not tested. What a row promises for that is its durability: acknowledged " +
    "after fsync, a grab survives it as far as the disk keeps its word; acknowledged before, about the " +
    "last second of grabs may be gone.",
};
