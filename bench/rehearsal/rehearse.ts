/**
 * `deno task bench rehearse <campaignId|spec.json>`: plays a campaign on a copy of this installation, finds where the
 * copy gives way, and says in one sentence how much more than the campaign it carries.
 */
import { killWatched } from "../machine/guard.ts";
import { findK6 } from "../runs/find_k6.ts";
import { INTERRUPTED, onInterrupt } from "../runs/interrupt.ts";
import { Refusal } from "../runs/plan.ts";
import { openScreen, type Screen } from "../runs/progress.ts";
import { type Campaign, readCampaign } from "./campaign.ts";
import { checkSpec } from "./check.ts";
import { commandOf } from "./command_line.ts";
import { type Copy, startCopy } from "./copy.ts";
import { runCourse } from "./course.ts";
import { derive } from "./derive.ts";
import { type Options, optionsOf, USAGE } from "./options.ts";
import { planRows, planText } from "./plan_rows.ts";
import { saveRehearsal } from "./report.ts";
import type { Verdict } from "./verdict.ts";

const REFUSED = 2;
const EXIT: Readonly<Record<Verdict["word"], number>> = {
  passed: 0,
  failed: 1,
  interrupted: INTERRUPTED,
};

/** Runs a rehearsal: 0 where it carries the campaign, 1 where not, 2 refused, 130 interrupted. */
export async function rehearse(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const screen = openScreen();
  try {
    const options = optionsOf(args);
    const campaign = await readCampaign(options, Deno.env.toObject());
    if (!options.dryRun) await findK6({ named: Deno.env.get("K6") });
    const interrupt = onInterrupt({ log: screen.log, atOnce: killWatched });
    try {
      return await onCopy({ options, campaign, screen, signal: interrupt.signal });
    } catch (error) {
      if (!interrupt.signal.aborted) throw error;
      console.error("Interrupted before anything was played: there is nothing to report");
      return INTERRUPTED;
    } finally {
      interrupt.release();
    }
  } catch (error) {
    screen.close();
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    return REFUSED;
  }
}

interface Asked {
  readonly options: Options;
  readonly campaign: Campaign;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

async function onCopy(asked: Asked): Promise<number> {
  const { options, screen } = asked;
  screen.log("Starting a copy of the installation, with stores of its own");
  const copy = await startCopy({
    variables: Deno.env.toObject(),
    isProductionMeant: options.isProductionMeant,
    signal: asked.signal,
  });
  try {
    return await play(asked, copy);
  } finally {
    screen.log("Removing the copy and all that it kept");
    for (const problem of await copy.close()) console.error(problem);
  }
}

async function play({ options, campaign, screen, signal }: Asked, copy: Copy): Promise<number> {
  const startedAtMs = Date.now();
  const request = await checkSpec(copy.target, campaign);
  const derived = derive(request, options);
  const rehearsal = { ...derived, notes: [...campaign.notes, ...derived.notes] };
  const rows = planRows({
    rehearsal,
    options,
    durability: copy.target.durability,
    stores: copy.stores.said,
    settings: copy.given,
  });
  console.log(`${planText(rows)}\n`);
  if (options.dryRun) return 0;
  const command = commandOf(options, Deno.env.toObject());
  const { target, directory } = copy;
  const stage = { target, directory, rehearsal, signal, screen, command };
  const findings = await runCourse({ ...options, stage });
  screen.close();
  const { sentence } = findings.verdict;
  console.log(`${sentence.zh}\n${sentence.en}`);
  const result = { rehearsal, rows, findings, startedAtMs, command };
  for (const file of await saveRehearsal(result, options.out)) console.log(file);
  return EXIT[findings.verdict.word];
}
