/** Reads `report.json`: foreign data, checked once, here. */
import { PROFILES, type RunReport, SCENARIOS } from "./run_report.ts";

/** Of the shape in run_report.ts. */
const VERSION = 1;

/** What is wrong with a value and where; null where it is as it must be. */
type Check = (value: unknown, at: string) => string | null;

/** The report in a text. Throws an Error with one line that says what is wrong. */
export function readReport(text: string): RunReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("it is no JSON, or was not written to its end");
  }
  const version = isObject(value) ? value["version"] : undefined;
  if (typeof version === "number" && version !== VERSION) {
    throw new Error(`it has version ${version}, and this program reads version ${VERSION}`);
  }
  const wrong = REPORT(value, "") ?? lengths(value as RunReport);
  if (wrong !== null) throw new Error(`it is no report of a run: ${wrong}`);
  return value as RunReport;
}

const text: Check = (value, at) => typeof value === "string" ? null : `${at} is no text`;
const flag: Check = (value, at) => typeof value === "boolean" ? null : `${at} is no boolean`;
const number: Check = (value, at) =>
  typeof value === "number" && Number.isFinite(value) ? null : `${at} is no number`;
const numberOrNull = orNull(number);

const BOUND: Check = (value, at) =>
  object({ most: number })(value, at) === null ? null : object({ least: number })(value, at);

const REPORT = object({
  version: (value) => value === VERSION ? null : "there is no version",
  id: text,
  scenario: oneOf(SCENARIOS),
  profile: oneOf(PROFILES),
  command: text,
  startedAtMs: number,
  seconds: number,
  verdict: oneOf(["passed", "failed", "interrupted"]),
  sentence: text,
  problems: list(text),
  breakpoint: orAbsent(object({ perSecond: number, gaveWay: orNull(text) })),
  environment: object({
    cores: number,
    cpuModel: text,
    memoryBytes: number,
    system: text,
    deno: text,
    k6: orNull(text),
    commit: orNull(text),
    origin: text,
    sharesCores: flag,
    durability: text,
    settings: record(text),
  }),
  offered: object({
    planned: number,
    started: number,
    dropped: number,
    completed: number,
    interrupted: number,
    requests: number,
    vusMax: number,
    generatorCores: numberOrNull,
    productCores: numberOrNull,
  }),
  outcomes: list(
    object({ request: text, status: number, reason: text, count: number, expected: flag }),
  ),
  latencies: list(object({
    request: text,
    count: number,
    p50Ms: number,
    p95Ms: number,
    p99Ms: number,
    maxMs: number,
  })),
  thresholds: list(
    object({ what: text, unit: text, bound: BOUND, measured: numberOrNull, ok: flag }),
  ),
  truth: list(object({ name: text, ok: flag, text })),
  series: object({
    atS: list(number),
    groups: list(object({
      key: text,
      title: text,
      unit: text,
      kind: oneOf(["lines", "stack", "bars"]),
      lines: list(object({ label: text, values: list(numberOrNull) })),
    })),
    marks: orAbsent(list(object({ atS: number, label: text }))),
  }),
});

/** Lines are as long as their axis. */
function lengths({ series: { atS, groups } }: RunReport): string | null {
  for (const { key, lines } of groups) {
    for (const { label, values } of lines) {
      if (values.length !== atS.length) {
        return `series.${key} "${label}" has ${values.length} values for ${atS.length} seconds`;
      }
    }
  }
  return null;
}

function oneOf(known: readonly string[]): Check {
  return (value, at) =>
    known.some((one) => one === value) ? null : `${at} is none of ${known.join(", ")}`;
}

function orNull(check: Check): Check {
  return (value, at) => value === null ? null : check(value, at);
}

function orAbsent(check: Check): Check {
  return (value, at) => value === undefined ? null : check(value, at);
}

function list(check: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return `${at} is no list`;
    for (const [index, one] of value.entries()) {
      const wrong = check(one, `${at}[${index}]`);
      if (wrong !== null) return wrong;
    }
    return null;
  };
}

function record(check: Check): Check {
  return (value, at) =>
    isObject(value) ? list(check)(Object.values(value), at) : `${at} is no object`;
}

function object(fields: Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    if (!isObject(value)) return at === "" ? "it is no object" : `${at} is no object`;
    for (const [name, check] of Object.entries(fields)) {
      const wrong = check(value[name], at === "" ? name : `${at}.${name}`);
      if (wrong !== null) return wrong;
    }
    return null;
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
