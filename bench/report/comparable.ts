/** Whether a difference between two runs speaks of the product, or of something else that differs. */
import type { Words } from "./chart_data.ts";
import { notOffered } from "./facts.ts";
import { figure, number } from "./figures.ts";
import type { RunEnvironment, RunReport } from "./run_report.ts";

/** A run ends when the last answer is there, so alike runs are not of one length. */
const SECONDS_SHARE = 0.3;
const SECONDS_MIN = 10;
const PLANNED_SHARE = 0.1;
const MEMORY_SHARE = 0.05;
const MISSING_SHARE = 0.01;

/** Why two runs are not comparable, one sentence each; none where they are. */
export function warningsOf(a: RunReport, b: RunReport): readonly Words[] {
  return [
    ...a.id === b.id && a.startedAtMs === b.startedAtMs
      ? [{ zh: "A 和 B 是同一次运行", en: "A and B are the same run" }]
      : [],
    ...differing({ zh: "场景", en: "scenario" }, [a.scenario, b.scenario]),
    ...differing({ zh: "档位", en: "profile" }, [a.profile, b.profile]),
    ...plans(a, b),
    ...environments(a.environment, b.environment),
    ...settings(a.environment.settings, b.environment.settings),
    ...[["A", a] as const, ["B", b] as const].flatMap(([name, run]) => ofOne(name, run)),
  ];
}

/** A ramp that ends where it breaks is as long as it is: there, this is the result. */
function plans(a: RunReport, b: RunReport): readonly Words[] {
  const [asked, askedThen] = [flagsOf(a.command), flagsOf(b.command)];
  const flags = [...new Set([...asked.keys(), ...askedThen.keys()])].sort();
  return [
    ...flags.flatMap((flag) =>
      differing({ zh: `参数 --${flag} `, en: `--${flag}` }, [
        asked.get(flag) ?? "default",
        askedThen.get(flag) ?? "default",
      ])
    ),
    ...a.profile === "breakpoint" || b.profile === "breakpoint" ? [] : [
      ...apart(a.seconds, b.seconds, SECONDS_SHARE) && Math.abs(a.seconds - b.seconds) > SECONDS_MIN
        ? differing({ zh: "时长", en: "length" }, [
          `${number(a.seconds)} s`,
          `${number(b.seconds)} s`,
        ])
        : [],
      ...apart(a.offered.planned, b.offered.planned, PLANNED_SHARE)
        ? differing({ zh: "计划的迭代数", en: "number of planned iterations" }, [
          number(a.offered.planned),
          number(b.offered.planned),
        ])
        : [],
    ],
  ];
}

/** What was asked for, but for where it ran and what is said elsewhere. */
function flagsOf(command: string): ReadonlyMap<string, string> {
  const flags = [...command.matchAll(/ --([a-z-]+)(?:[ =](?!--)(\S+))?/g)];
  return new Map(
    flags.map(([, flag = "", value = "set"]) => [flag, value] as const)
      .filter(([flag]) => !PLACES.includes(flag)),
  );
}

const PLACES = ["scenario", "profile", "url", "port", "out", "yes-this-is-production"];

function environments(a: RunEnvironment, b: RunEnvironment): readonly Words[] {
  const shares = ({ sharesCores }: RunEnvironment) => sharesCores ? "shared" : "apart";
  const where = ({ commit }: RunEnvironment) => commit === null ? "elsewhere" : "here";
  return [
    ...differing({ zh: "CPU", en: "CPU" }, [a.cpuModel, b.cpuModel]),
    ...differing({ zh: "核数", en: "number of cores" }, [String(a.cores), String(b.cores)]),
    ...apart(a.memoryBytes, b.memoryBytes, MEMORY_SHARE)
      ? differing({ zh: "内存", en: "memory" }, [
        figure(a.memoryBytes, "B"),
        figure(b.memoryBytes, "B"),
      ])
      : [],
    ...differing({ zh: "操作系统", en: "operating system" }, [a.system, b.system]),
    ...differing({ zh: "Deno", en: "Deno" }, [a.deno, b.deno]),
    ...differing({ zh: "k6", en: "k6" }, [a.k6 ?? "none", b.k6 ?? "none"]),
    ...differing({ zh: "压测端的核", en: "generator's cores" }, [shares(a), shares(b)]),
    ...differing({ zh: "产品的位置", en: "product's place" }, [where(a), where(b)]),
    ...differing({ zh: "持久性", en: "durability" }, [a.durability, b.durability]),
  ];
}

function settings(
  a: RunEnvironment["settings"],
  b: RunEnvironment["settings"],
): readonly Words[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.flatMap((name) =>
    differing({ zh: `设置 ${name}`, en: `setting ${name}` }, [
      a[name] ?? "default",
      b[name] ?? "default",
    ])
  );
}

function ofOne(name: string, run: RunReport): readonly Words[] {
  const { verdict, offered } = run;
  const missing = notOffered(run);
  return [
    ...verdict === "interrupted" ? [{ zh: `${name} 被中断`, en: `${name} was interrupted` }] : [],
    ...missing > offered.planned * MISSING_SHARE
      ? [{
        zh: `${name} 有 ${number(missing)} 次到达未能按时开始：压测端是限制`,
        en: `In ${name} ${number(missing)} arrivals were not started in time: the generator was ` +
          "the limit",
      }]
      : [],
  ];
}

function differing(
  what: { readonly zh: string; readonly en: string },
  [a, b]: readonly [string, string],
): readonly Words[] {
  return a === b ? [] : [{
    zh: `${what.zh}不同：A 是 ${a}，B 是 ${b}`,
    en: `Another ${what.en}: A ${a}, B ${b}`,
  }];
}

function apart(a: number, b: number, share: number): boolean {
  return Math.abs(a - b) > share * Math.max(a, b);
}
