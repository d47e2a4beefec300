/** Flags of a run, parsed and checked. What is wrong is one clear line, and nothing is started. */
import { parseArgs } from "node:util";
import { PROFILES, SCENARIOS } from "../report/run_report.ts";
import type { Profile, Scenario } from "../report/run_report.ts";
import { hasSubscribers } from "./followers.ts";
import { type ElsewherePlan, JOURNALS, Refusal, type RunPlan, type StartPlan } from "./plan.ts";

/** What the command line asks for. */
export interface Asked {
  readonly plan: RunPlan;
  /** Where the report's folder is made. */
  readonly out: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Where reports go, in a folder of their own each. */
export const OUT = "bench/out";

const DEFAULTS = { scenario: "flash_sale", profile: "load" } as const;

/** Whole numbers by flag: what they set in the suite, and what they may be. */
const NUMBERS = {
  rate: { variable: "RATE", min: 1, max: 100_000 },
  seconds: { variable: "SECONDS", min: 1, max: 86_400 },
  units: { variable: "UNITS", min: 1, max: 5_000_000 },
  seed: { variable: "SEED", min: 1, max: 999_999_999 },
  subscribers: { variable: "SUBSCRIBERS", min: 0, max: 100_000 },
} as const;
const PORT = { min: 1, max: 65_535 } as const;

const FLAGS = {
  scenario: { type: "string" },
  profile: { type: "string" },
  url: { type: "string" },
  port: { type: "string" },
  journal: { type: "string" },
  rate: { type: "string" },
  seconds: { type: "string" },
  units: { type: "string" },
  seed: { type: "string" },
  subscribers: { type: "string" },
  out: { type: "string" },
  "yes-this-is-production": { type: "boolean" },
} as const;

/** Each flag with what it takes and means, for `--help`. */
export const MEANINGS: readonly (readonly [string, string])[] = [
  ["--scenario NAME", `what customers do (${DEFAULTS.scenario})`],
  ["--profile NAME", `how they arrive (${DEFAULTS.profile})`],
  ["--url URL", "a product that runs already, whose AUTH_SECRET is in the environment"],
  ["--port N", "for the product that is started (a free one)"],
  ["--journal NAME", `${JOURNALS.join(", ")}: of the product that is started (sqlite)`],
  ["--rate N", "arrivals per second at the peak; of herd, how many fire at once"],
  ["--seconds N", "length of the load"],
  ["--units N", "units on sale"],
  ["--seed N", "what customers do is the same in every run with this seed (1)"],
  ["--subscribers N", "event streams, in the scenarios sse and flash_sale"],
  ["--out DIR", `where the report's folder is made (${OUT})`],
  ["--yes-this-is-production", "puts load on a --url that is not this machine"],
  ["--help", "prints this"],
];

/** Scenarios that are about storefronts, so that there must be some. */
const WITH_STOREFRONTS: readonly Scenario[] = ["storefront", "mixed_day"];
const WITH_EVENTS: readonly Scenario[] = ["referral_storm", "mixed_day"];

/** Parses the command line. Throws a `Refusal` with one line for what is wrong. */
export function parseRun(args: readonly string[], variables: Variables): Asked {
  const values = valuesOf(args);
  const scenario = oneOf("scenario", { value: values.scenario, known: SCENARIOS });
  const profile = oneOf("profile", { value: values.profile, known: PROFILES });
  const overrides: Record<string, string> = {};
  for (const flag of Object.keys(NUMBERS)) {
    if (!isNumberFlag(flag)) continue;
    const value = numberOf(flag, { text: values[flag], ...NUMBERS[flag] });
    if (value !== null) overrides[NUMBERS[flag].variable] = String(value);
  }
  if (!hasSubscribers(scenario) && "SUBSCRIBERS" in overrides) {
    throw new Refusal(`--subscribers is for the scenarios sse and flash_sale, not ${scenario}`);
  }
  const target = values.url === undefined
    ? startPlan(values, { scenario, profile })
    : elsewherePlan(values, { scenario, variables });
  const plan = { scenario, profile, target, overrides: { SEED: "1", ...overrides } };
  return { plan, out: values.out ?? OUT };
}

/** The command that repeats a run, without secrets. */
export function commandOf(plan: RunPlan, options: { out: string; variables: Variables }): string {
  const { target, overrides } = plan;
  const flags: string[] = ["--scenario", plan.scenario, "--profile", plan.profile];
  if (target.kind === "elsewhere") {
    flags.push("--url", quoted(target.url));
    if (target.isProductionMeant) flags.push("--yes-this-is-production");
  } else {
    if (target.port !== null) flags.push("--port", String(target.port));
    if (target.journal !== null) flags.push("--journal", target.journal);
  }
  for (const flag of Object.keys(NUMBERS)) {
    const value = isNumberFlag(flag) ? overrides[NUMBERS[flag].variable] : undefined;
    if (value !== undefined) flags.push(`--${flag}`, value);
  }
  if (options.out !== OUT) flags.push("--out", quoted(options.out));
  const variables = target.kind === "elsewhere"
    ? ["AUTH_SECRET=$AUTH_SECRET", ...WITH_EVENTS.includes(plan.scenario) ? [EVENTS] : []]
    : Object.entries(options.variables).flatMap(([name, value]) =>
      passedOn(name) && value ? [`${name}=${isSecret(name) ? `$${name}` : quoted(value)}`] : []
    );
  return [...variables, "deno task bench", ...flags].join(" ");
}

const EVENTS = "EVENTS_SECRET=$EVENTS_SECRET";

/** Variables of the caller that reach a product which is started here. */
function passedOn(name: string): boolean {
  return name.startsWith("LIMIT_") || /^(REDIS|UPSTASH_REDIS|DATABASE)_/.test(name);
}

/** An address of a store may have a password in it. */
function isSecret(name: string): boolean {
  return /_(TOKEN|URL)$/.test(name);
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: joined(args), options: FLAGS, allowPositionals: false }).values;
  } catch (error) {
    throw new Refusal(sentenceOf(error instanceof Error ? error.message : String(error)));
  }
}

/** `--rate -3` is a wrong number, not a flag without a value. */
function joined(args: readonly string[]): string[] {
  const whole: string[] = [];
  for (const arg of args) {
    const before = whole.at(-1) ?? "";
    if (/^-\d/.test(arg) && /^--[a-z-]+$/.test(before)) whole[whole.length - 1] += `=${arg}`;
    else whole.push(arg);
  }
  return whole;
}

/** The parser's errors in our words. */
function sentenceOf(text: string): string {
  const unknown = /Unknown option '([^']+)'/.exec(text)?.[1];
  if (unknown !== undefined) {
    const known = Object.keys(FLAGS).map((flag) => `--${flag}`).join(", ");
    return `Unknown flag ${unknown}, the flags are: ${known}`;
  }
  const bare = /'(--[a-z-]+)[^']*' (?:argument missing|argument is ambiguous)/.exec(text)?.[1];
  if (bare !== undefined) return `${bare} needs a value`;
  const full = /'(--[a-z-]+)' does not take an argument/.exec(text)?.[1];
  if (full !== undefined) return `${full} takes no value`;
  const word = /Unexpected argument '([^']*)'/.exec(text)?.[1];
  if (word !== undefined) return `Unknown word "${word}"`;
  return text.split("\n")[0] ?? text;
}

type Values = ReturnType<typeof valuesOf>;

function startPlan(
  values: Values,
  { scenario, profile }: { readonly scenario: Scenario; readonly profile: Profile },
): StartPlan {
  if (values["yes-this-is-production"]) {
    throw new Refusal("--yes-this-is-production needs --url: without it the product is started");
  }
  const journal = JOURNALS.find((one) => one === values.journal);
  if (values.journal !== undefined && journal === undefined) {
    throw unknown("journal", { value: values.journal, known: JOURNALS });
  }
  const scale = profile === "smoke" ? "demo" : "jiangxi";
  return {
    kind: "start",
    port: numberOf("port", { text: values.port, ...PORT }),
    journal: journal ?? null,
    scale: WITH_STOREFRONTS.includes(scenario) ? scale : null,
  };
}

function elsewherePlan(
  values: Values,
  { scenario, variables }: { readonly scenario: Scenario; readonly variables: Variables },
): ElsewherePlan {
  for (const flag of ["port", "journal"] as const) {
    if (values[flag] !== undefined) {
      throw new Refusal(`--${flag} is for a product that is started: it cannot go with --url`);
    }
  }
  return {
    kind: "elsewhere",
    url: values.url ?? "",
    secret: variables["AUTH_SECRET"] || null,
    eventsSecret: variables["EVENTS_SECRET"] || null,
    needsEvents: WITH_EVENTS.includes(scenario),
    isProductionMeant: values["yes-this-is-production"] ?? false,
  };
}

function oneOf<Name extends string>(
  flag: keyof typeof DEFAULTS,
  options: { readonly value: string | undefined; readonly known: readonly Name[] },
): Name {
  const value = options.value ?? DEFAULTS[flag];
  const found = options.known.find((one) => one === value);
  if (found === undefined) throw unknown(flag, { value, known: options.known });
  return found;
}

function unknown(
  flag: string,
  { value, known }: { readonly value: string; readonly known: readonly string[] },
): Refusal {
  return new Refusal(`Unknown ${flag} "${value}", the ${flag}s are: ${known.join(", ")}`);
}

function numberOf(
  flag: string,
  { text, min, max }: { readonly text: string | undefined; readonly min: number; max: number },
): number | null {
  if (text === undefined) return null;
  const value = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new Refusal(`--${flag} is "${text}": expected a whole number from ${min} to ${max}`);
}

function isNumberFlag(flag: string): flag is keyof typeof NUMBERS {
  return flag in NUMBERS;
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
