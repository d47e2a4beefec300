/** Plays a campaign at one rate on the copy, and judges it. */
import type { Arrivals, PlanFile } from "../k6/profiles.ts";
import type { RunReport } from "../report/run_report.ts";
import { runScenario } from "../runs/run.ts";
import type { Screen } from "../runs/progress.ts";
import type { Target } from "../runs/target.ts";
import { plateauOf } from "./curve.ts";
import type { CampaignRequest, Rehearsal, Thresholds } from "./derive.ts";
import { judge, type Judged } from "./judge.ts";
import { settle } from "./settle.ts";
import { startWatch, type Units } from "./watch.ts";

/** Where and how a rehearsal is played. */
export interface Stage {
  readonly target: Target;
  /** For the plan that k6 reads. */
  readonly directory: string;
  readonly rehearsal: Rehearsal;
  readonly signal: AbortSignal;
  readonly screen: Screen;
  readonly command: string;
  /** Gets what there is of a run that was cut off. */
  onCut(report: RunReport): void;
}

/** What was played, with the units at its end. */
export interface Played extends Judged {
  readonly units: Units | null;
}

const HOLD_S = 3;

/** The campaign itself, at its expected peak; null where it was interrupted. */
export function playCampaign(stage: Stage): Promise<Played | null> {
  const { spec, arrivals, peak, thresholds } = stage.rehearsal;
  const heldS = arrivals.stages[2]?.seconds ?? 1;
  return play(stage, { spec, arrivals, perSecond: peak.perSecond, heldS, thresholds });
}

/** Another rate, held for a while, on a new sale of as many units as the campaign's largest wave; null as above. */
export function playRate(
  stage: Stage,
  { perSecond, heldS }: { readonly perSecond: number; readonly heldS: number },
): Promise<Played | null> {
  const { rehearsal } = stage;
  return play(stage, {
    spec: largestWave(rehearsal.spec),
    arrivals: plateauOf(Math.max(1, Math.round(perSecond / rehearsal.peoplePerArrival)), heldS),
    perSecond,
    heldS,
    // It is cut off before everybody has come.
    thresholds: { ...rehearsal.thresholds, soldOut: false },
  });
}

interface Part {
  readonly spec: CampaignRequest;
  readonly arrivals: Arrivals;
  readonly perSecond: number;
  readonly heldS: number;
  readonly thresholds: Thresholds;
}

async function play(stage: Stage, part: Part): Promise<Played | null> {
  const { target, rehearsal, signal, screen } = stage;
  const { thresholds } = part;
  const file: PlanFile = {
    specs: [{ ...part.spec }],
    arrivals: part.arrivals,
    p99Ms: { [thresholds.request]: thresholds.p99Ms },
  };
  const path = `${stage.directory}/plan.json`;
  await settle(target, signal);
  const watch = startWatch(target);
  try {
    await Deno.writeTextFile(path, JSON.stringify(file));
    const report = await runScenario({
      scenario: rehearsal.scenario,
      profile: "spike",
      target: { kind: "start", port: null, journal: null, scale: null },
      overrides: { SEED: "1", PLAN: path },
    }, {
      signal,
      target,
      log: () => {},
      progress: screen.progress,
      command: stage.command,
      onSetup: ({ campaigns: [campaign] }) =>
        campaign?.kind === "flash-sale" && watch.follow(campaign),
    });
    const { units, ...watched } = await watch.stop();
    const { settings } = target;
    const safe = { ...report, environment: { ...report.environment, settings } };
    if (report.verdict === "interrupted") {
      stage.onCut(safe);
      return null;
    }
    const { perSecond, heldS } = part;
    return { ...judge({ report: safe, perSecond, heldS, ...watched }, thresholds), units };
  } finally {
    await watch.stop();
  }
}

function largestWave(spec: CampaignRequest): CampaignRequest {
  if (spec.kind === "referral") return spec;
  const { releases = [], ...rest } = spec;
  const later = releases.map(({ units }) => units);
  const first = spec.units - later.reduce((sum, units) => sum + units, 0);
  return {
    ...rest,
    units: Math.max(first, ...later),
    holdSeconds: Math.min(spec.holdSeconds, HOLD_S),
  };
}
