/** What subscribers saw, against what the sale and its journal say. Pure. */
import type { TruthCheck } from "../../report/run_report.ts";
import type { SeenState } from "./board.ts";
import type { Breaking } from "./messages.ts";
import type { Units } from "./sale.ts";

/** The end of a run. */
export interface Ending {
  /** Asked of the sale when nothing changed any more. */
  readonly view: { readonly version: number; readonly units: Units };
  /** Null where the sale is not ours: it may go on. */
  readonly audit: {
    readonly conserved: boolean;
    readonly units: Units;
  } | null;
  /** Of those who follow: what they saw last. */
  readonly exactly: readonly SeenState[];
  readonly later: number;
  readonly behind: number;
  readonly following: number;
  readonly expected: number;
  /** Streams that ended although nobody left, and states that came in a wrong order. */
  readonly lost: number;
  readonly outOfOrder: number;
  /** Of a rise: where it broke, or that it did not; null where it was not to. */
  readonly broke: Breaking | "not" | null;
  /** The product's own count of subscribers that read too slowly; null where it does not say. */
  readonly droppedByProduct: number | null;
}

const UNIT_NAMES = ["total", "available", "held", "confirmed", "withdrawn", "unreleased"];

/** One line for each promise of the stream. */
export function truthOf(ending: Ending): TruthCheck[] {
  return [
    ...ending.broke === null ? [] : [breaking(ending.broke, ending)],
    everyoneFollows(ending),
    finalState(ending),
    nobodyLost(ending),
    ...journal(ending),
  ];
}

/** No fault: what a rise looks for. */
function breaking(broke: Breaking | "not", { following }: Ending): TruthCheck {
  const text = broke === "not"
    ? `none up to ${figure(following)} subscribers`
    : `at ${figure(broke.subscribers)} subscribers ${broke.why}`;
  return { name: "breaking point", ok: true, text };
}

function everyoneFollows({ following, expected }: Ending): TruthCheck {
  return {
    name: "everyone who came follows the sale",
    ok: following === expected && expected > 0,
    text: `${figure(following)} of ${figure(expected)} streams are open at the end`,
  };
}

function finalState(ending: Ending): TruthCheck {
  const { view, exactly, later, behind } = ending;
  const wrong = exactly.filter(({ units }) => differing(units, view.units).length > 0).length;
  const saw = exactly.length - wrong + later;
  return {
    name: "subscribers saw the final state",
    ok: behind === 0 && wrong === 0 && saw > 0,
    text:
      `${figure(saw)} saw version ${view.version} or a later one, ${figure(behind)} are behind` +
      (wrong === 0 ? "" : `, ${figure(wrong)} have other units than the sale says`),
  };
}

function nobodyLost({ lost, outOfOrder, droppedByProduct }: Ending): TruthCheck {
  const product = droppedByProduct === null
    ? ""
    : `, the product dropped ${figure(droppedByProduct)} for reading too slowly`;
  return {
    name: "no stream is lost or goes back",
    ok: lost === 0 && outOfOrder === 0 && (droppedByProduct ?? 0) === 0,
    text: `${figure(lost)} streams ended unasked, ${figure(outOfOrder)} states came out of order` +
      product,
  };
}

/** Its sums; whether each acknowledged grab is there the runner asks for every load. */
function journal({ view, audit }: Ending): TruthCheck[] {
  if (audit === null) return [];
  const names = differing(view.units, audit.units);
  const { held = 0, available = 0 } = view.units;
  return [{
    name: "the last state is what the journal says",
    ok: audit.conserved && names.length === 0,
    text: names.length === 0
      ? `${figure(held)} held and ${figure(available)} available in both` +
        (audit.conserved ? "" : ", but the journal is not conserved")
      : names.map((name) => `${name}: shown ${view.units[name]}, stored ${audit.units[name]}`)
        .join("; "),
  }];
}

function differing(one: Units, other: Units): string[] {
  return UNIT_NAMES.filter((name) => one[name] !== other[name]);
}

function figure(value: number): string {
  return value.toLocaleString("en-US");
}
