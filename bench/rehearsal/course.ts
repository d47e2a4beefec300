/** The course of a rehearsal on its copy: warm it, play the campaign, look for the breakpoint. */
import type { RunReport } from "../report/run_report.ts";
import type { Said } from "./said.ts";
import { type Found, searchBreakpoint } from "./search.ts";
import { playCampaign, type Played, playRate, type Stage } from "./play.ts";
import { pressureOf } from "./pressure.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** All that was found. */
export interface Findings {
  /** Null where it was interrupted before. */
  readonly played: Played | null;
  /** The first try of the campaign, where it was played twice. */
  readonly before: Played | null;
  /** Each rate that was tried after it, in order. */
  readonly probes: readonly Played[];
  readonly found: Found<Played>;
  readonly pressure: Said | null;
  readonly verdict: Verdict;
  /** What there is of the run that was interrupted; null: none was. */
  readonly cut: RunReport | null;
}

export interface CourseOptions {
  readonly probeS: number;
  readonly searchS: number;
  readonly leastHeadroom: number;
}

const NOTHING: Found<Played> = { carried: null, broke: null, cut: "interrupted" };
/** An installation has been running since long before the start: its code is compiled. */
const WARM_S = 2;
const WARM_PER_SECOND_MAX = 100;
const WARM_SHARE = 0.25;
const SECOND_MS = 1_000;

/** Plays all of it, as far as it is not interrupted. */
export async function runCourse(
  options: CourseOptions & { readonly stage: Omit<Stage, "onCut"> },
): Promise<Findings> {
  let cut: RunReport | null = null;
  const stage: Stage = { ...options.stage, onCut: (report) => cut = report };
  const { rehearsal, screen } = stage;
  const expectedPerSecond = rehearsal.peak.perSecond;
  const probes: Played[] = [];
  screen.log("Warming the copy");
  const warmRate = Math.ceil(Math.min(WARM_PER_SECOND_MAX, expectedPerSecond * WARM_SHARE));
  const warm = await playRate(stage, { perSecond: warmRate, heldS: WARM_S });
  if (warm !== null) {
    screen.log(`Playing the campaign at its expected peak of ${count(expectedPerSecond)}/s`);
  }
  const first = warm === null ? null : await campaignOnce(stage);
  const again = first === null || !mayBeNoise(first) ? null : await campaignAgain(stage);
  const played = again ?? first;
  const found = played === null
    ? NOTHING
    : await search(stage, { played, probes, options, expectedPerSecond });
  const { broke } = found;
  const pressure = broke === null ? null : pressureOf(broke, stage.target.settings);
  const verdict = verdictOf({
    expectedPerSecond,
    leastHeadroom: options.leastHeadroom,
    played: played === null ? null : {
      passed: played.outcome === "carried",
      soldOutS: played.soldOutS,
      units: rehearsal.spec.kind === "referral" || played.units === null ? null : {
        total: played.units.total,
        taken: played.units.total - played.units.available - played.units.unreleased,
      },
      seconds: played.report.seconds - rehearsal.arrivals.opensAfterMs / SECOND_MS,
    },
    found,
    pressure,
  });
  const before = again === null ? null : first;
  return { played, before, probes, found, pressure, verdict, cut };
}

async function campaignOnce(stage: Stage): Promise<Played | null> {
  const played = await playCampaign(stage);
  if (played !== null) stage.screen.log(said(played, stage.rehearsal.peak.perSecond));
  return played;
}

function campaignAgain(stage: Stage): Promise<Played | null> {
  stage.screen.log("Playing it once more: only time was short, which a moment's noise can do");
  return campaignOnce(stage);
}

/** Whether nothing but time was short: a machine that others use may have stalled for a moment. */
function mayBeNoise({ verdicts }: Played): boolean {
  const failed = verdicts.filter(({ ok }) => !ok).map(({ what }) => what);
  return failed.length > 0 &&
    failed.every((what) => what.endsWith(" p99") || what === "dropped iterations");
}

async function search(
  stage: Stage,
  by: {
    readonly played: Played;
    readonly probes: Played[];
    readonly options: CourseOptions;
    readonly expectedPerSecond: number;
  },
): Promise<Found<Played>> {
  const { played, probes, options, expectedPerSecond } = by;
  const { screen } = stage;
  const startMs = performance.now();
  let longestMs = 0;
  let isGone = false;
  stage.target.product?.ended.then(() => isGone = true);
  return await searchBreakpoint({
    first: played,
    expectedPerSecond,
    hasTime: () =>
      !isGone && performance.now() - startMs + longestMs <= options.searchS * SECOND_MS,
    async probe(perSecond) {
      if (stage.signal.aborted) return null;
      const fromMs = performance.now();
      screen.log(`Trying ${count(perSecond)}/s`);
      const probe = await playRate(stage, { perSecond, heldS: options.probeS });
      longestMs = Math.max(longestMs, performance.now() - fromMs);
      if (probe === null) return null;
      probes.push(probe);
      screen.log(said(probe, perSecond));
      return probe;
    },
  });
}

/** `320/s: carried, grab p99 41 ms`. */
function said({ outcome, verdicts, perSecond, report }: Played, asked: number): string {
  const words = {
    "carried": "carried",
    "gave-way": "not carried",
    "generator": "not offered: the generator was the limit",
  };
  const p99 = verdicts.find(({ what }) => what.endsWith(" p99"));
  const failed = verdicts.filter(({ ok, what }) => !ok && what !== p99?.what)
    .map(({ what, measured }) => measured === null ? `not ${what}` : `${count(measured)} ${what}`);
  return [
    `${count(asked)}/s: ${words[outcome]}`,
    `${count(perSecond)}/s answered in the busiest seconds`,
    ...p99 === undefined ? [] : [`${p99.what} ${count(p99.measured ?? 0)} ms`],
    ...failed,
    // Where nothing was measured, the run says why.
    ...p99?.measured === null ? report.problems.slice(0, 1) : [],
  ].join(", ");
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
