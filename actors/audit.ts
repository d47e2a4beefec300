/**
 * The audit of a sale: conservation, escrow and limits, computed from states as the journal has them.
 * The campaign is read before and after its cells; it is true of one instant once nothing moved between.
 */
import { unitsOf } from "./campaign/state.ts";
import type { CampaignState } from "./campaign/state.ts";
import type { ReferralCourse } from "./campaign/referral_spec.ts";
import { referralKey } from "./referral/protocol.ts";
import type { ReferralState } from "./referral/state.ts";
import { judgeReferral, type ReferralAudit } from "./referral_audit.ts";
import { cellKey, parseReservationId, type ReservationState } from "./stock/protocol.ts";
import { activeUnits, type StockState } from "./stock/state.ts";

/** Loads an actor's state from the journal. */
export type LoadState = (kind: "campaign" | "stock" | "referral", key: string) => Promise<unknown>;

export interface CellAudit {
  readonly cell: number;
  readonly granted: number;
  readonly received: number;
  readonly surrendered: number;
  readonly regained: number;
  readonly available: number;
  readonly held: number;
  readonly confirmed: number;
}

export interface AuditReport {
  readonly total: number;
  readonly available: number;
  readonly held: number;
  readonly confirmed: number;
  readonly withdrawn: number;
  readonly unreleased: number;
  readonly reserve: number;
  readonly conserved: boolean;
  readonly cells: readonly CellAudit[];
  /** Reservations ever made. */
  readonly reservations: number;
  /** Changes of the campaign that the journal holds; grows with every one. */
  readonly journalHead: number;
  /** What is wrong, one sentence each. */
  readonly violations: readonly string[];
  /** Of a referral, whose units are those of its budget. */
  readonly referral?: Omit<ReferralAudit, "violations"> & ReferralCourse["budget"];
}

/** What became of reservations that somebody was promised. */
export interface FoundReservations {
  readonly found: readonly { readonly id: string; readonly state: ReservationState }[];
  /** Never made, or lost. */
  readonly missing: readonly string[];
}

/** Readings after which the audit takes what it has: escrow may move on while a sale is hot. */
const READINGS_MAX = 5;

/** Audits a campaign; null where there is none. */
export async function audit(load: LoadState, campaignId: string): Promise<AuditReport | null> {
  let campaign = await loadCampaign(load, campaignId);
  if (campaign.spec === null) return null;
  if (campaign.spec.kind === "referral") return await auditReferral(load, campaignId);
  for (let reading = 1;; reading++) {
    const cells = await Promise.all(
      campaign.book.cells.map((_, cell) => loadCell(load, cellKey(campaignId, cell))),
    );
    const after = await loadCampaign(load, campaignId);
    const still = escrowOf(after) === escrowOf(campaign);
    if (still || reading === READINGS_MAX) return report({ before: campaign, after }, cells);
    campaign = after;
  }
}

/** Looks for reservations of a sale in the journal; null where there is no such campaign. */
export async function findReservations(
  load: LoadState,
  { campaignId, ids }: { readonly campaignId: string; readonly ids: readonly string[] },
): Promise<FoundReservations | null> {
  const campaign = await loadCampaign(load, campaignId);
  if (campaign.spec === null) return null;
  const found = new Map<string, ReservationState>();
  const addresses = ids.flatMap((id) => {
    const address = parseReservationId(id);
    return address?.campaignId === campaignId ? [{ id, ...address }] : [];
  });
  for (const [cell, wanted] of Map.groupBy(addresses, (one) => one.cell)) {
    // A referral has cells of another kind, and a made-up id names one that nobody knows.
    if (campaign.spec.kind !== "flash-sale" || cell >= campaign.book.cells.length) continue;
    const { reservations } = await loadCell(load, cellKey(campaignId, cell));
    for (const { id, n, tag } of wanted) {
      const reservation = reservations?.at(n) ?? null;
      if (reservation?.tag === tag) found.set(id, reservation.state);
    }
  }
  return {
    found: [...found].map(([id, state]) => ({ id, state })),
    missing: ids.filter((id) => !found.has(id)),
  };
}

async function auditReferral(load: LoadState, id: string): Promise<AuditReport> {
  let campaign = await loadCampaign(load, id);
  for (let reading = 1;; reading++) {
    const cells = await Promise.all(
      campaign.book.cells.map((_, cell) => loadParticipants(load, referralKey(id, cell))),
    );
    const after = await loadCampaign(load, id);
    const isStill = JSON.stringify(after.book.purse) === JSON.stringify(campaign.book.purse);
    campaign = after;
    if (!isStill && reading < READINGS_MAX) continue;
    const { violations, ...judged } = judgeReferral(campaign, cells, { isStill });
    const { fen = null, units = null } = campaign.book.purse ?? {};
    return {
      ...unitsOf(campaign.book),
      reserve: unitsOf(campaign.book).available,
      conserved: violations.length === 0,
      cells: [],
      reservations: Object.values(judged.rewards).reduce((sum, each) => sum + each.rewards, 0),
      journalHead: campaign.version,
      violations,
      referral: { ...judged, fen, units },
    };
  }
}

function report(
  campaign: { readonly before: CampaignState; readonly after: CampaignState },
  cells: readonly StockState[],
): AuditReport {
  const { book } = campaign.after;
  const violations: string[] = [];
  let held = 0;
  let confirmed = 0;
  let reservations = 0;
  // Units between campaign and cells belong to nobody yet: they count as available.
  let available = book.reserve;
  const rows = cells.map((state, cell): CellAudit => {
    const { sums } = state;
    const known = book.cells[cell];
    const granted = known?.granted ?? 0;
    const regained = known?.regained ?? 0;
    const taken = sums.held + sums.offered;
    const inTransit = granted - sums.received + sums.surrendered - regained;
    held += taken;
    confirmed += sums.confirmed;
    reservations += sums.made;
    available += sums.available + inTransit;
    // While a sale is hot a cell was read between the two: its bounds are the newer and the older one.
    const regainedBefore = campaign.before.book.cells[cell]?.regained ?? 0;
    violations.push(...checkCell(state, { cell, granted, regained: regainedBefore }));
    return {
      cell,
      granted,
      received: sums.received,
      surrendered: sums.surrendered,
      regained,
      available: sums.available,
      held: taken,
      confirmed: sums.confirmed,
    };
  });
  const { total, withdrawn, unreleased } = unitsOf(book);
  const sum = available + held + confirmed + withdrawn + unreleased;
  if (sum !== total) violations.push(`Cannot account for the units: ${sum} of ${total}`);
  if (available < 0) violations.push(`Sold more than there is: ${available} available`);
  return {
    total,
    available,
    held,
    confirmed,
    withdrawn,
    unreleased,
    reserve: book.reserve,
    conserved: violations.length === 0,
    cells: rows,
    reservations,
    journalHead: campaign.after.version,
    violations,
  };
}

/** Escrow, sums against reservations, and the limit per person of one cell. */
function checkCell(
  state: StockState,
  by: { readonly cell: number; readonly granted: number; readonly regained: number },
): string[] {
  const { sums, spec } = state;
  const wrong: string[] = [];
  const expect = (right: boolean, what: string) => {
    if (!right) wrong.push(`Cell ${by.cell}: ${what}`);
  };
  expect(sums.received <= by.granted, `received ${sums.received}, granted ${by.granted}`);
  expect(
    by.regained <= sums.surrendered,
    `regained ${by.regained}, surrendered ${sums.surrendered}`,
  );
  expect(sums.available >= 0, `available ${sums.available}`);
  const kept = sums.available + sums.held + sums.offered + sums.confirmed;
  expect(
    sums.received - sums.surrendered === kept,
    `keeps ${kept} of ${sums.received - sums.surrendered}`,
  );
  let held = 0;
  let confirmed = 0;
  for (const each of state.reservations ?? []) {
    if (each.state === "held") held += each.units;
    if (each.state === "confirmed") confirmed += each.units;
  }
  expect(held === sums.held, `${held} held by reservations, ${sums.held} by sums`);
  expect(
    confirmed === sums.confirmed,
    `${confirmed} confirmed by reservations, ${sums.confirmed} by sums`,
  );
  if (spec === null) return wrong;
  for (const newest of state.reservations?.newest() ?? []) {
    const active = activeUnits(newest, spec, newest.createdAtMs);
    expect(
      active <= spec.perCustomerMax,
      `${newest.customer} has ${active}, the limit is ${spec.perCustomerMax}`,
    );
  }
  return wrong;
}

function escrowOf(campaign: CampaignState): string {
  const { book } = campaign;
  return [book.total, book.reserve, book.withdrawn, book.unreleased, book.out].join();
}

async function loadCampaign(load: LoadState, id: string): Promise<CampaignState> {
  // The loader replays through our own kind.
  return await load("campaign", id) as CampaignState;
}

async function loadParticipants(load: LoadState, key: string): Promise<ReferralState> {
  // The loader replays through our own kind.
  return await load("referral", key) as ReferralState;
}

async function loadCell(load: LoadState, key: string): Promise<StockState> {
  // The loader replays through our own kind.
  return await load("stock", key) as StockState;
}
