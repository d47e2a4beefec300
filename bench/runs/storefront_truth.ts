/**
 * Whether the bank's statistics have every visit and click that was acknowledged to the generator, and say the same of
 * the manager, the outlet, the bank and the province.
 */
import type { TruthCheck } from "../report/run_report.ts";
import { readAsStaff } from "./as_staff.ts";
import { compared } from "./compared.ts";
import { countOf, unansweredOf } from "./counts.ts";
import type { Finding } from "./generator.ts";
import type { Target } from "./target.ts";

const FIGURES = ["visits", "clicks", "leads"] as const;
type Figure = typeof FIGURES[number];
type Seen = Readonly<Record<Figure, number>>;

/** What the suite's `setup` says of storefronts, in its line `SETUP`. */
interface StorefrontSetup {
  readonly managers: number;
  /** The first day of the run in China, `2026-11-22`. */
  readonly day: string;
  /** Of the province. */
  readonly unit: string;
  /** Who is visited most, and where that one works. */
  readonly first: { readonly manager: string; readonly outlet: string };
  /** Figures of that day before the load. */
  readonly before: { readonly all: Seen; readonly product: number };
  /** The product that stands for the whole share `social-security` of the clicks. */
  readonly product: string;
}

/** What is acknowledged with a 202, by what the statistics call it. */
const TOLD: Readonly<Record<Figure, string>> = { visits: "visit", clicks: "click", leads: "lead" };
const ACCEPTED = 202;
const SHARE_OF_ONE = "social-security";
/** The rows follow the journal by so much at most. */
const ROWS_MS = 20_000;
const AGAIN_MS = 500;
const DAY_MS = 86_400_000;

interface Line {
  readonly key: string | null;
  readonly figures: Seen;
}
interface Table {
  readonly credited: Line;
  readonly items: readonly Line[];
  readonly next: string | null;
}
interface Recount {
  readonly stored: Seen;
  readonly recomputed: Seen;
  readonly differing: readonly string[];
  readonly unchecked: readonly string[];
}

/** Waits for rows that are still to be written, then compares. */
export async function storefrontTruth(
  target: Target,
  finding: Finding,
): Promise<readonly TruthCheck[]> {
  const setup = setupOf(finding);
  if (setup === null) return [];
  const days = `from=${setup.day}&to=${dayAfter(setup.day)}`;
  const statistics = (query: string) =>
    readAsStaff<Table>(target, `/api/v1/statistics?${days}&${query}`);
  const told = seen((figure) => countOf(finding, { request: TOLD[figure], status: ACCEPTED }));
  const all = await settled(told, async () => {
    const { credited } = await statistics(`unit=${setup.unit}`);
    return minus(credited.figures, setup.before.all);
  });
  const { items } = await readAsStaff<{ items: readonly { id: string; clicks: number }[] }>(
    target,
    `/api/v1/statistics/visits?${days}&unit=${setup.unit}`,
  );
  const clicked = items.find(({ id }) => id === setup.product)?.clicks ?? 0;
  const recount = await readAsStaff<Recount>(
    target,
    `/api/v1/statistics/query?${days}&unit=${setup.unit}&credit=credited`,
  );
  const unknown = (request: string) => unansweredOf(finding, request) + finding.offered.interrupted;
  return [
    ...FIGURES.map((figure) =>
      compared(`${figure} of all storefronts`, {
        told: told[figure],
        found: all[figure],
        unknown: unknown(TOLD[figure]),
        where: `in the statistics of ${setup.managers.toLocaleString("en")} managers`,
      })
    ),
    compared(`clicks on ${setup.product}`, {
      told: countOf(finding, { request: "click", status: ACCEPTED, reason: SHARE_OF_ONE }),
      found: clicked - setup.before.product,
      unknown: unknown("click"),
      where: "in what was clicked",
    }),
    await storefrontItself(target, setup, statistics),
    agreement(await levelsOf(setup, statistics)),
    recounted(recount),
  ];
}

/** Null where the run is not about storefronts. */
function setupOf({ setup }: Finding): StorefrontSetup | null {
  const said = setup?.["storefront"];
  // What our own suite says.
  return typeof said === "object" && said !== null ? said as StorefrontSetup : null;
}

/** The busiest storefront's own sums, which its actor keeps, beside the manager's line in the rows. */
async function storefrontItself(
  target: Target,
  { day, unit, first: { manager } }: StorefrontSetup,
  statistics: (query: string) => Promise<Table>,
): Promise<TruthCheck> {
  const name = "the busiest storefront";
  const path = `/api/v1/storefronts/${encodeURIComponent(manager)}/today`;
  const today = await readAsStaff<Seen & { readonly day: string }>(target, path);
  const rows = (await statistics(`unit=${unit}&manager=${manager}`)).credited.figures;
  if (today.day !== day) return { name, ok: true, text: "its day is over: not compared" };
  return {
    name,
    ok: FIGURES.every((figure) => today[figure] === rows[figure]),
    text: `${manager} itself says ${said(today)}, the statistics ${said(rows)}`,
  };
}

/** Asks until nothing is missing any more, or for as long as rows may take. */
async function settled(told: Seen, ask: () => Promise<Seen>): Promise<Seen> {
  const untilMs = Date.now() + ROWS_MS;
  for (;;) {
    const found = await ask();
    if (Date.now() > untilMs || FIGURES.every((one) => found[one] >= told[one])) return found;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** A unit's or manager's own figures beside the line that it has in the table above. */
export interface Level {
  readonly name: string;
  readonly own: Seen;
  readonly above: Seen | null;
}

/** From the first manager up to the province. */
async function levelsOf(
  { unit, first: { manager, outlet } }: StorefrontSetup,
  statistics: (query: string) => Promise<Table>,
): Promise<readonly Level[]> {
  const bank = outlet.split(".").slice(0, 2).join(".");
  const own = async (query: string) => (await statistics(query)).credited.figures;
  const line = async (query: string, key: string) => {
    for (let after = "";;) {
      const { items, next } = await statistics(`${query}${after}`);
      const found = items.find((one) => one.key === key);
      if (found !== undefined || next === null) return found?.figures ?? null;
      after = `&after=${encodeURIComponent(next)}`;
    }
  };
  return [
    {
      name: `manager ${manager}`,
      own: await own(`unit=${unit}&manager=${manager}`),
      above: await line(`unit=${outlet}&by=manager`, manager),
    },
    {
      name: `outlet ${outlet}`,
      own: await own(`unit=${outlet}`),
      above: await line(`unit=${bank}&by=outlet`, outlet),
    },
    {
      name: `bank ${bank}`,
      own: await own(`unit=${bank}`),
      above: await line(`unit=${unit}&by=bank`, bank),
    },
  ];
}

/** Every level says of itself what the level above says of it. */
export function agreement(levels: readonly Level[]): TruthCheck {
  const name = "manager, outlet and bank agree";
  const wrong = levels.filter(({ own, above }) =>
    above === null || FIGURES.some((figure) => own[figure] !== above[figure])
  );
  return wrong.length === 0
    ? { name, ok: true, text: levels.map((one) => `${one.name}: ${said(one.own)}`).join("; ") }
    : {
      name,
      ok: false,
      text: wrong.map(({ name, own, above }) =>
        `${name} has ${said(own)}, the level above says ${said(above)}`
      ).join("; "),
    };
}

/** The tables against the raw log, counted once more by another way. */
export function recounted({ stored, recomputed, differing, unchecked }: Recount): TruthCheck {
  const checked = FIGURES.filter((figure) => !unchecked.includes(figure));
  const wrong = checked.filter((figure) => differing.includes(figure));
  const name = "statistics against the log";
  if (wrong.length > 0) {
    const text = wrong.map((one) => `${one}: stored ${stored[one]}, the log ${recomputed[one]}`);
    return { name, ok: false, text: text.join("; ") };
  }
  const text = checked.length === 0
    ? "the log is longer than one request reads: not counted again"
    : `${said(recomputed, checked)} in both`;
  return { name, ok: true, text };
}

function said(figures: Seen | null, which: readonly Figure[] = FIGURES): string {
  if (figures === null) return "nothing";
  return which.map((one) => `${figures[one].toLocaleString("en")} ${one}`).join(", ");
}

function seen(figureOf: (figure: Figure) => number): Seen {
  return { visits: figureOf("visits"), clicks: figureOf("clicks"), leads: figureOf("leads") };
}

function minus(after: Seen, before: Seen): Seen {
  return seen((figure) => after[figure] - before[figure]);
}

/** A run may go on past midnight. */
function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
