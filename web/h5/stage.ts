/** Where a customer stands in a sale: a pure function of what the server said and of server time. */
import type { CampaignJson, MyStateJson, Problem, ReservationJson } from "../shared/api.ts";
import type { FailureCode } from "../shared/client.ts";

/** The server's last refusal of a grab, and the version of the sale at that time. */
export interface Refusal {
  readonly code: FailureCode;
  readonly problem: Problem | null;
  readonly version: number;
}

/** All that a stage depends on. */
export interface Facts {
  readonly campaign: CampaignJson;
  readonly signedIn: boolean;
  /** Null while signed out or not loaded yet. */
  readonly me: MyStateJson | null;
  readonly refusal: Refusal | null;
  readonly nowMs: number;
  /** Spreads the first grabs of many phones: the button opens this much after the start. */
  readonly jitterMs: number;
}

/** What the page is about at this moment; the one button and its sentence follow from it. */
export type Stage =
  | { readonly kind: "early"; readonly signedIn: boolean; readonly reminded: boolean }
  | {
    readonly kind: "open";
    readonly signedIn: boolean;
    readonly again: boolean;
    readonly unitsMax: number;
  }
  | { readonly kind: "paused" }
  | { readonly kind: "all-held"; readonly held: number; readonly signedIn: boolean }
  | { readonly kind: "waiting"; readonly place: number; readonly held: number }
  | { readonly kind: "offer"; readonly deadlineMs: number }
  | { readonly kind: "held"; readonly reservation: ReservationJson; readonly expiresAtMs: number }
  | { readonly kind: "confirmed"; readonly reservation: ReservationJson }
  | { readonly kind: "limit-reached" }
  | { readonly kind: "outlet-limit" }
  | { readonly kind: "not-eligible" }
  | { readonly kind: "sold-out" }
  | { readonly kind: "ended" };

/** Decides the stage. What the customer has goes first, then the sale's phase, then its stock. */
export function stageOf(facts: Facts): Stage {
  const { campaign, me, nowMs, signedIn } = facts;
  const reservations = me?.reservations ?? [];
  const held = reservations.find((one) => isHeld(one, nowMs));
  if (held !== undefined) {
    return { kind: "held", reservation: held, expiresAtMs: Date.parse(held.expiresAt) };
  }
  const confirmed = reservations.find((one) => one.state === "confirmed");
  const unitsLeft = campaign.perCustomerMax - activeUnits(reservations, nowMs);
  const over = isOver(campaign, nowMs);
  if (confirmed !== undefined && (unitsLeft <= 0 || over)) {
    return { kind: "confirmed", reservation: confirmed };
  }
  if (over) return { kind: "ended" };
  if (campaign.phase === "paused") return { kind: "paused" };
  if (nowMs < Date.parse(campaign.startsAt) + facts.jitterMs) {
    return { kind: "early", signedIn, reminded: me?.reminded ?? false };
  }
  return openStage(facts, {
    again: confirmed !== undefined,
    unitsMax: Math.max(1, Math.min(campaign.perOrderMax, unitsLeft)),
  });
}

function openStage(facts: Facts, grab: { again: boolean; unitsMax: number }): Stage {
  const { campaign, me, refusal, nowMs, signedIn } = facts;
  const waiting = me?.waiting ?? null;
  const deadlineMs = waiting?.offer ? Date.parse(waiting.offer.deadline) : 0;
  if (deadlineMs > nowMs) return { kind: "offer", deadlineMs };
  switch (refusal?.code) {
    case "not-eligible":
    case "limit-reached":
      return { kind: refusal.code };
  }
  const denied = currentDenial(campaign, refusal);
  // Those who wait are told as well once no unit can reach them.
  if (campaign.soldOut === "final" || denied === "sold-out") return { kind: "sold-out" };
  if (waiting !== null && waiting.place !== null) {
    return { kind: "waiting", place: waiting.place, held: campaign.units.held };
  }
  if (denied === "outlet-limit") return { kind: denied };
  if (campaign.soldOut === "all-held" || denied === "all-held") {
    const held = refusal?.problem?.heldByOthers ?? 0;
    return { kind: "all-held", held: Math.max(campaign.units.held, held), signedIn };
  }
  return { kind: "open", signedIn, ...grab };
}

/** A refusal for want of units counts until the server has said something newer. */
function currentDenial(campaign: CampaignJson, refusal: Refusal | null): FailureCode | null {
  return refusal !== null && refusal.version >= campaign.version ? refusal.code : null;
}

function isOver(campaign: CampaignJson, nowMs: number): boolean {
  return campaign.phase === "ended" || campaign.phase === "settled" ||
    nowMs >= Date.parse(campaign.endsAt);
}

function isHeld(reservation: ReservationJson, nowMs: number): boolean {
  return reservation.state === "held" && Date.parse(reservation.expiresAt) > nowMs;
}

function activeUnits(reservations: readonly ReservationJson[], nowMs: number): number {
  return reservations
    .filter((one) => one.state === "confirmed" || isHeld(one, nowMs))
    .reduce((sum, one) => sum + one.units, 0);
}

/** The instant that the page counts down to, null for none. */
export function deadlineOf(stage: Stage, campaign: CampaignJson): number | null {
  switch (stage.kind) {
    case "early":
      return Date.parse(campaign.startsAt);
    case "held":
      return stage.expiresAtMs;
    case "offer":
      return stage.deadlineMs;
    case "ended":
    case "sold-out":
    case "confirmed":
      return null;
    case "open":
    case "paused":
    case "all-held":
    case "waiting":
    case "limit-reached":
    case "outlet-limit":
    case "not-eligible":
      return Date.parse(campaign.endsAt);
  }
}

/** Whether two stages say the same. */
export function sameStage(a: Stage, b: Stage): boolean {
  const left = Object.entries(a);
  const right: Record<string, unknown> = { ...b };
  return left.length === Object.keys(right).length &&
    left.every(([name, value]) => right[name] === value);
}
