/** The books of a sale against what everyone was told. */
import { audit } from "../../actors/audit.ts";
import type { CampaignReply, CampaignView } from "../../actors/campaign/protocol.ts";
import type { CampaignState } from "../../actors/campaign/state.ts";
import type { DirectoryProtocol } from "../../actors/directory/protocol.ts";
import type { ReservationView } from "../../actors/stock/protocol.ts";
import { parseReservationId } from "../../actors/stock/reservation_id.ts";
import type { StockState } from "../../actors/stock/state.ts";
import { FOLLOWS } from "./sale_memory.ts";
import type { SalePlay } from "./sale_play.ts";
import { checkRecords } from "./sale_records.ts";
import { AUTHOR } from "./sale_staff.ts";
import type { Stage } from "./scenario.ts";

/** Strangers who try to buy when all is quiet. */
const PROBES = 2;

/** What a cell tells is stored already: a crash now would not take it back. */
export function checkTold(stage: Stage, actor: string, views: readonly ReservationView[]): void {
  if (views.length === 0) return;
  const state = stage.storedNow(actor) as StockState;
  for (const { id, state: told } of views) {
    const stored = state.reservations?.at(parseReservationId(id)?.n ?? -1)?.state;
    // A hold is over by the clock before that is written down.
    const good = stored !== undefined &&
      (FOLLOWS[told].includes(stored) || (told === "expired" && stored === "held"));
    if (!good) stage.world.fail("replies are durable", `${id}: ${told} told, ${stored} stored`);
  }
}

/** A view is not ahead of the journal. */
export function checkVersion(stage: Stage, actor: string, reply: CampaignReply): void {
  if (reply.kind !== "view") return;
  const { version } = stage.storedNow(actor) as CampaignState;
  if (reply.view.version > version) {
    stage.world.fail(
      "replies are durable",
      `version ${reply.view.version} told, ${version} stored`,
    );
  }
}

/** After the storm: nothing stranded while the sale is open, everything settled once it ends. */
export async function checkSale(stage: Stage, play: SalePlay): Promise<void> {
  let view = await viewOf(stage, play);
  if (view === null || view.phase === "draft" || view.phase === "in-review") return;
  if (view.phase === "paused") {
    play.memory.mayReopen(stage.world.steps);
    await play.ask(stage, { kind: "resume", by: AUTHOR });
  }
  await probe(stage, play);
  await play.ask(stage, { kind: "units", by: AUTHOR, delta: 3 });
  await probe(stage, play);
  await play.ask(stage, { kind: "end", by: AUTHOR });
  await stage.settle();
  view = await viewOf(stage, play);
  if (view?.phase !== "settled") {
    stage.world.fail("an ended sale settles", JSON.stringify(view));
    return;
  }
  await checkConservation(stage, play, view);
  checkRecords(stage, play);
  await checkDirectory(stage, play, view);
}

async function viewOf(stage: Stage, play: SalePlay): Promise<CampaignView | null> {
  const outcome = await play.ask(stage, { kind: "view" });
  if (outcome.kind !== "reply") {
    stage.world.fail("a calm node answers", `view: ${outcome.kind}`);
    return null;
  }
  return outcome.reply.kind === "view" ? outcome.reply.view : null;
}

/** While a unit is free anywhere, a stranger can have it; when none is, the refusal says the truth. */
async function probe(stage: Stage, play: SalePlay): Promise<void> {
  const { world } = stage;
  for (let index = 0; index < PROBES; index++) {
    await stage.settle();
    const report = await auditOf(stage, play);
    const view = await viewOf(stage, play);
    if (report === null || view === null) return;
    compareUnits(stage, report, view);
    if (view.phase !== "open") return;
    if (view.waiting > 0 && report.available > 0) {
      world.fail("who waits is served", `${view.waiting} wait, ${report.available} are free`);
    }
    const customer = `stranger${world.steps}`;
    const command = { kind: "grab", customer, units: 1 } as const;
    const outcome = await play.cell(stage, command);
    if (outcome.kind !== "reply") {
      world.fail("a calm node answers", `grab: ${outcome.kind}`);
      continue;
    }
    const { reply } = outcome;
    const said = reply.kind === "rejected" ? reply.code : reply.kind;
    const gone = report.confirmed + report.withdrawn === report.total;
    const expected = report.available > 0 ? "reserved" : gone ? "sold-out" : "all-held";
    if (said !== expected && said !== "ended") {
      const detail = `${said} for ${expected} from ${play.keyOf(customer)}: ${
        JSON.stringify(report)
      }`;
      world.fail("a free unit can be had", detail);
    }
  }
}

async function auditOf(stage: Stage, play: SalePlay) {
  return await audit(
    async (kind, key) => (await stage.load(`${kind}/${key}`)).state,
    play.id,
  );
}

async function checkConservation(
  stage: Stage,
  play: SalePlay,
  view: CampaignView,
): Promise<void> {
  const report = await auditOf(stage, play);
  if (report === null) {
    stage.world.fail("the campaign is in the journal", play.id);
    return;
  }
  compareUnits(stage, report, view);
  if (report.held !== 0) stage.world.fail("a settled sale holds nothing", `${report.held} held`);
}

function compareUnits(
  stage: Stage,
  report: NonNullable<Awaited<ReturnType<typeof auditOf>>>,
  view: CampaignView,
): void {
  for (const wrong of report.violations) stage.world.fail("conservation", wrong);
  for (const name of Object.keys(view.units) as (keyof typeof view.units)[]) {
    if (report[name] !== view.units[name]) {
      stage.world.fail(
        "the view is exact once all is quiet",
        `${name}: ${view.units[name]} shown, ${report[name]} in the journal`,
      );
    }
  }
}

async function checkDirectory(stage: Stage, play: SalePlay, view: CampaignView): Promise<void> {
  const outcome = await stage.clients.ask<DirectoryProtocol>(
    { kind: "directory", key: "campaigns" },
    { kind: "list", limit: 10 },
    { attemptsMax: 1 },
  );
  const row = outcome.kind === "reply"
    ? outcome.reply.campaigns.find(({ id }) => id === play.id)
    : undefined;
  if (row?.phase !== view.phase) {
    stage.world.fail("the directory knows every sale", `${row?.phase} for ${view.phase}`);
  }
}
