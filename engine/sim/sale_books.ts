/** The books of a sale against what everyone was told, and against a naive reading of every record. */
import { audit } from "../../actors/audit.ts";
import type { CampaignEvent } from "../../actors/campaign/events.ts";
import type { CampaignReply, CampaignView } from "../../actors/campaign/protocol.ts";
import type { CampaignState } from "../../actors/campaign/state.ts";
import type { DirectoryProtocol } from "../../actors/directory/protocol.ts";
import type { StockEvent } from "../../actors/stock/events.ts";
import {
  cellKey,
  cellOfCustomer,
  type ReservationState,
  type ReservationView,
} from "../../actors/stock/protocol.ts";
import { parseReservationId } from "../../actors/stock/reservation_id.ts";
import type { StockState } from "../../actors/stock/state.ts";
import { decodeEntry } from "../record.ts";
import { FOLLOWS } from "./sale_memory.ts";
import type { SalePlay } from "./sale_play.ts";
import type { Stage } from "./scenario.ts";

/** Strangers who try to buy when all is quiet. */
const PROBES = 4;
/** A hold that ended longer ago than this must be written down as expired. */
const OVERDUE_MS = 5_000;

/** What a cell tells is stored already: a crash now would not take it back. */
export function checkTold(stage: Stage, actor: string, views: readonly ReservationView[]): void {
  if (views.length === 0) return;
  const state = stage.storedNow(actor) as StockState;
  for (const { id, state: told } of views) {
    const stored = state.reservations?.[parseReservationId(id)?.n ?? -1]?.state;
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
    play.memory?.mayReopen(stage.world.steps);
    await play.ask(stage, { kind: "resume", by: { id: "author", role: "bank", unit: "b1" } });
  }
  await probe(stage, play);
  await play.ask(stage, { kind: "end", by: { id: "author", role: "bank", unit: "b1" } });
  await stage.settle();
  view = await viewOf(stage, play);
  if (view?.phase !== "settled") {
    stage.world.fail("an ended sale settles", JSON.stringify(view));
    return;
  }
  await checkConservation(stage, play, view);
  checkReservations(stage, play);
  checkPayments(stage, play);
  checkWaiting(stage, play);
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
    if (view.waiting > 0) {
      world.fail("who waits is served", `${view.waiting} wait, ${report.available} are free`);
    }
    const customer = `stranger${index}`;
    const command = { kind: "grab", customer, units: 1 } as const;
    const outcome = await play.cell(stage, customer, command);
    if (outcome.kind !== "reply") {
      world.fail("a calm node answers", `grab: ${outcome.kind}`);
      continue;
    }
    const { reply } = outcome;
    const said = reply.kind === "rejected" ? reply.code : reply.kind;
    const gone = report.confirmed + report.withdrawn === report.total;
    const expected = report.available > 0 ? "reserved" : gone ? "sold-out" : "all-held";
    if (said !== expected && said !== "ended") {
      const cell = cellOfCustomer(customer, play.cells);
      world.fail(
        "a free unit can be had",
        `${said} for ${expected} from cell ${cell}: ${JSON.stringify(report)}`,
      );
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

/** A reservation by the naive reading. */
interface Booked {
  readonly customer: string;
  readonly units: number;
  state: ReservationState;
  untilMs: number;
}

function checkReservations(stage: Stage, play: SalePlay): void {
  const { world } = stage;
  const bookedBy = new Map<string, Booked>();
  for (let cell = 0; cell < play.cells; cell++) readCell(stage, play, { cell, bookedBy });
  for (const view of play.memory?.views.values() ?? []) {
    const address = parseReservationId(view.id);
    const booked = bookedBy.get(`${address?.cell} ${address?.n} ${address?.tag}`);
    if (booked !== undefined && booked.customer !== view.customer) {
      world.fail("a reservation is one customer's", `${view.id}: ${booked.customer}`);
    }
    play.memory?.ends(view.id, booked?.state);
  }
  let confirmed = 0;
  for (const booked of bookedBy.values()) {
    if (booked.state === "confirmed") confirmed += booked.units;
    if (booked.state === "held" && booked.untilMs < world.nowMs - OVERDUE_MS) {
      world.fail("holds end", `${booked.customer} still holds after ${booked.untilMs}`);
    }
  }
  const state = stage.storedNow(`campaign/${play.id}`) as CampaignState;
  if (confirmed > state.book.total - state.book.withdrawn) {
    world.fail("no unit is sold twice", `${confirmed} of ${state.book.total}`);
  }
}

/** Reads every record of a cell, one after the other, as a child would. */
function readCell(
  stage: Stage,
  play: SalePlay,
  at: { readonly cell: number; readonly bookedBy: Map<string, Booked> },
): void {
  const { world } = stage;
  const byNumber: Booked[] = [];
  const perCustomerMax = play.spec?.perCustomerMax ?? 0;
  const holdMs = (play.spec?.holdSeconds ?? 0) * 1_000;
  const actor = `stock/${cellKey(play.id, at.cell)}`;
  const within = (customer: string, atMs: number) => {
    let units = 0;
    for (const booked of byNumber) {
      const active = booked.state === "confirmed" ||
        (booked.state === "held" && booked.untilMs > atMs);
      if (active && booked.customer === customer) units += booked.units;
    }
    if (units > perCustomerMax) world.fail("the limit per person holds", `${customer}: ${units}`);
  };
  const move = (n: number, from: readonly ReservationState[], to: ReservationState) => {
    const booked = byNumber[n];
    if (booked === undefined || !from.includes(booked.state)) {
      world.fail("a reservation moves by its rules", `${actor} ${n}: ${booked?.state} to ${to}`);
    } else booked.state = to;
  };
  for (const event of eventsOf<StockEvent>(stage, actor)) {
    switch (event.kind) {
      case "reserved": {
        const { customer, units, n, tag, atMs } = event;
        const booked: Booked = { customer, units, state: "held", untilMs: atMs + holdMs };
        if (byNumber[n] !== undefined) world.fail("numbers are given once", `${actor} ${n}`);
        if (atMs < (play.spec?.startsAtMs ?? 0)) world.fail("nothing is sold early", `${atMs}`);
        byNumber[n] = booked;
        at.bookedBy.set(`${at.cell} ${n} ${tag}`, booked);
        within(customer, atMs);
        break;
      }
      case "expired":
        for (const n of event.ns) move(n, ["held"], "expired");
        break;
      case "confirmed":
        move(event.n, ["held"], "confirmed");
        break;
      case "retaken":
        move(event.n, ["expired"], "confirmed");
        within(byNumber[event.n]?.customer ?? "", event.atMs);
        break;
      case "cancelled":
        move(event.n, ["held"], "cancelled");
        break;
      case "returned":
        move(event.n, ["confirmed"], "returned");
        break;
    }
  }
}

/** A payment buys its units or is given back: never both, never neither. */
function checkPayments(stage: Stage, play: SalePlay): void {
  const { world } = stage;
  const bought = new Map<string, number>();
  const refunds = new Map<string, number>();
  const count = (map: Map<string, number>, id: string) => map.set(id, (map.get(id) ?? 0) + 1);
  for (let cell = 0; cell < play.cells; cell++) {
    for (const event of eventsOf<StockEvent>(stage, `stock/${cellKey(play.id, cell)}`)) {
      if (event.kind === "confirmed" && event.payment !== null) count(bought, event.payment);
      if (event.kind === "retaken") count(bought, event.payment);
      if (event.kind === "refund-due") count(refunds, event.payment);
    }
  }
  for (const { id, reservationId, told } of play.memory?.payments ?? []) {
    const [units, money] = [bought.get(id) ?? 0, refunds.get(id) ?? 0];
    const good = told === "bought"
      ? units === 1 && money === 0
      : told === "refund"
      ? units === 0 && money === 1
      : units + money <= 1;
    if (!good) {
      world.fail(
        "a payment buys or is given back",
        `${id} for ${reservationId}: told ${told}, bought ${units} times, refunded ${money} times`,
      );
    }
  }
}

/** First come, first offered. */
function checkWaiting(stage: Stage, play: SalePlay): void {
  const { world } = stage;
  const line: string[] = [];
  const joins: string[] = [];
  for (const event of eventsOf<CampaignEvent>(stage, `campaign/${play.id}`)) {
    if (event.kind === "joined") {
      line.push(event.customer);
      joins.push(event.customer);
    } else if (event.kind === "left") line.splice(line.indexOf(event.customer), 1);
    else if (event.kind === "offered") {
      if (line.shift() !== event.customer) {
        world.fail("first come, first offered", `${event.customer} before ${line.join()}`);
      }
    }
  }
  const once = play.joined.filter(({ customer }) =>
    joins.filter((name) => name === customer).length === 1
  );
  for (const a of once) {
    for (const b of once) {
      if (a.endStep < b.startStep && joins.indexOf(a.customer) > joins.indexOf(b.customer)) {
        world.fail("places are as acknowledged", `${a.customer} after ${b.customer}`);
      }
    }
  }
  for (const { customer } of play.joined) {
    if (!joins.includes(customer)) world.fail("who joined is in the list", customer);
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

/** Every event ever stored of an actor, from the projector's copies. */
function eventsOf<Event>(stage: Stage, actor: string): Event[] {
  const events: unknown[] = [];
  for (const { body, count } of stage.projector.copies.get(actor) ?? []) {
    for (const record of decodeEntry(body, count)) events.push(...record.e);
  }
  return events as Event[];
}
