/** What a rehearsal is asked for on the command line. */
import { parseArgs } from "node:util";
import { OUT } from "../runs/options.ts";
import { Refusal } from "../runs/plan.ts";

export interface Options {
  /** A campaign's id, or the path of its spec. */
  readonly what: string;
  readonly url: string;
  readonly token: string | null;
  readonly peakPerSecond: number | null;
  readonly leastHeadroom: number;
  readonly p99Ms: number;
  /** How long the campaign itself is played. */
  readonly playS: number;
  /** How long one rate is held. */
  readonly probeS: number;
  /** When the search begins nothing new. */
  readonly searchS: number;
  readonly dryRun: boolean;
  readonly isProductionMeant: boolean;
  /** Where the report's folder is made. */
  readonly out: string;
  /** The words as they were given, for whoever repeats them; a token stands as `$TOKEN`. */
  readonly given: readonly string[];
}

/** For `--help`, and for whoever mistypes. */
export const USAGE = `deno task bench rehearse <campaignId|spec.json> [flags]

Plays a campaign on a copy of this installation and says how much more it could carry.
The copy has the settings of this environment (LIMIT_…, REDIS_URL, DATABASE_URL) and stores of its own,
which are gone afterwards.

  spec.json         the body of POST /api/v1/campaigns, flash-sale or referral
  campaignId        asked of the installation, read only
  --url URL         where it runs (http://127.0.0.1:8000); AUTH_SECRET signs the question
  --token TOKEN     of a member of staff, instead of AUTH_SECRET
  --peak N          customers in the busiest second, instead of the campaign's expectedPeakPerSecond
  --headroom N      fails below this headroom (1)
  --p99 MS          what a grab or a join may take at most for 99 of 100 (1000)
  --play N          how long the campaign itself is played, in seconds (30)
  --seconds N       how long the search for the breakpoint may take (180); 0: not searched
  --quick           plays 10 s instead of 30, searches for at most 45 s
  --out DIR         where the report's folder is made (bench/out)
  --dry-run         shows the plan and ends
  --yes-this-is-production  REDIS_URL or DATABASE_URL may lead to another machine`;

const FLAGS = {
  url: { type: "string" },
  token: { type: "string" },
  peak: { type: "string" },
  headroom: { type: "string" },
  p99: { type: "string" },
  play: { type: "string" },
  seconds: { type: "string" },
  out: { type: "string" },
  quick: { type: "boolean" },
  "dry-run": { type: "boolean" },
  "yes-this-is-production": { type: "boolean" },
} as const;

const NORMAL = { playS: 30, probeS: 6, searchS: 180 };
const QUICK = { playS: 10, probeS: 4, searchS: 45 };
const URL_DEFAULT = "http://127.0.0.1:8000";

/** Throws a `Refusal` with one line for what is wrong. */
export function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const [what, ...more] = positionals;
  if (what === undefined) {
    throw new Refusal("Nothing to rehearse: name a campaign's id, or the file of its spec");
  }
  if (more.length > 0) {
    throw new Refusal(`Cannot rehearse ${positionals.length} campaigns at once: name one`);
  }
  const lengths = values.quick === true ? QUICK : NORMAL;
  return {
    what,
    url: values.url ?? URL_DEFAULT,
    token: values.token ?? null,
    peakPerSecond: values.peak === undefined
      ? null
      : whole("--peak", values.peak, { least: 1, most: 1_000_000 }),
    leastHeadroom: values.headroom === undefined ? 1 : decimal("--headroom", values.headroom),
    p99Ms: values.p99 === undefined
      ? 1_000
      : whole("--p99", values.p99, { least: 1, most: 60_000 }),
    playS: values.play === undefined
      ? lengths.playS
      : whole("--play", values.play, { least: 1, most: 600 }),
    probeS: lengths.probeS,
    searchS: values.seconds === undefined
      ? lengths.searchS
      : whole("--seconds", values.seconds, { least: 0, most: 3_600 }),
    dryRun: values["dry-run"] ?? false,
    isProductionMeant: values["yes-this-is-production"] ?? false,
    out: values.out ?? OUT,
    given: args.map((word) =>
      values.token === undefined ? word : word.replace(values.token, "$TOKEN")
    ),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
  } catch (error) {
    const [unknown] = /--?[a-z][a-z-]*/i.exec(String(error)) ?? [];
    const names = Object.keys(FLAGS).map((name) => `--${name}`).join(", ");
    throw new Refusal(
      error instanceof TypeError && "code" in error &&
        error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION"
        ? `Unknown flag ${unknown}: the flags are ${names}`
        : `${unknown ?? "A flag"} needs a value: the flags are ${names}`,
    );
  }
}

function whole(
  flag: string,
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new Refusal(`${flag} is "${text}": expected a whole number from ${least} to ${most}`);
}

function decimal(flag: string, text: string): number {
  const value = /^[0-9]{1,4}(\.[0-9]{1,3})?$/.test(text) ? Number(text) : NaN;
  if (value > 0) return value;
  throw new Refusal(`${flag} is "${text}": expected a number above 0, such as 1.5`);
}
