/** What `deno task bench --help` prints. */
import type { Entry } from "../main.ts";
import { PROFILES, SCENARIOS } from "../report/run_report.ts";
import type { Profile, Scenario } from "../report/run_report.ts";
import { MEANINGS } from "./options.ts";

const SCENARIO_MEANINGS: Readonly<Record<Scenario, string>> = {
  flash_sale: "a sale as customers meet it: page, reminder, wait, grab; 70 % pay, 10 % cancel",
  sold_out: "the rejection path alone: everything is sold before the load",
  one_person: "one customer with 100 grabs at once, again and again",
  referral_storm: "links opened, people joining, the bank telling what they did",
  storefront: "18,000 managers' pages, visited and clicked as the bank's numbers have it",
  mixed_day: "all of them in proportion",
  sse: "10,000 subscribers of one sale",
};

const PROFILE_MEANINGS: Readonly<Record<Profile, string>> = {
  smoke: "a few seconds at a low rate: does it work at all",
  load: "a minute at an even rate",
  spike: "quiet to everything within one second",
  herd: "every virtual user fires at one shared instant",
  soak: "half an hour at half the load's rate",
  breakpoint: "a ramp until something gives way",
};

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ["0", "passed: thresholds kept, journal agrees, the planned work was done"],
  ["1", "failed: the report says why"],
  ["2", "refused before anything was put under load, one line says why"],
  ["130", "interrupted by Ctrl-C: the report tells what there was by then"],
];

/** The whole text. */
export function helpText(commands: Readonly<Record<string, Entry>>): string {
  return [
    "Puts load on Yundian and writes a report: deno task bench [flags]",
    "or runs a command: deno task bench COMMAND [its own flags]",
    section("Flags", MEANINGS),
    section("Scenarios", SCENARIOS.map((one) => [one, SCENARIO_MEANINGS[one]])),
    section("Profiles", PROFILES.map((one) => [one, PROFILE_MEANINGS[one]])),
    section("Commands", Object.entries(commands).map(([word, { what }]) => [word, what])),
    section("Exit codes", EXIT_CODES),
    "LIMIT_…, REDIS_URL, UPSTASH_REDIS_REST_URL and DATABASE_URL reach the product that is started;",
    "K6 names a k6 that is neither on the PATH nor where go puts it.",
  ].join("\n");
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return `\n${title}:\n${
    rows.map(([name, what]) => `  ${name.padEnd(width)}${what}`).join("\n")
  }\n`;
}
