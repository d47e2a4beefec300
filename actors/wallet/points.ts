/** Points: double entry, locked at first, first in first out, below zero after a claw-back. */
import { DAY_MS, endOfDayMs } from "./day.ts";
import type { Grant } from "../referral/transfer.ts";
import { type Ground, type Outcome, refuse } from "./ground.ts";
import type { WalletEvent } from "./events.ts";
import type { PointsEntry, WalletCommand } from "./protocol.ts";
import type { Lot } from "./state.ts";

type Takes = readonly (readonly [grant: string, points: number])[];

/** What was granted fills what is owed first. */
export function givePoints(
  ground: Ground,
  { id, reward, campaign, title }: Grant,
): Partial<Outcome> {
  const { state, atMs, limits } = ground;
  const filled = Math.min(state.debt, reward.amount);
  const entry = {
    ...next(ground, reward.amount),
    against: "granted",
    id,
    campaign,
    title,
    lockedUntilMs: atMs + limits.pointsLockedDays * DAY_MS,
    expiresMs: endOfDayMs(atMs, limits.pointsValidDays),
  } as const;
  return { events: [{ kind: "points-moved", entry, takes: [], debt: -filled }] };
}

/** Takes back what was granted, less what has expired: of that grant first, then of others; the rest is owed. */
export function takePointsBack(
  ground: Ground,
  { id, reason }: { readonly id: string; readonly reason: string },
): readonly WalletEvent[] {
  const { state } = ground;
  const points = state.given.get(id) ?? 0;
  if (points === 0) return [];
  const own = state.lots.filter((lot) => lot.grant === id);
  const others = state.lots.filter((lot) => lot.grant !== id);
  const { takes, missing } = take([...own, ...others], points);
  const granted = state.entries.find((one) => one.id === id && one.against === "granted");
  const entry = {
    ...next(ground, -points),
    against: "clawed-back",
    id,
    campaign: granted?.campaign ?? "",
    title: reason,
    lockedUntilMs: ground.atMs,
    expiresMs: null,
  } as const;
  return [{ kind: "points-moved", entry, takes, debt: missing }];
}

/** Spends unlocked points, those that expire first before others; the same id spends once. */
export function spendPoints(
  ground: Ground,
  { id, points, title }: WalletCommand & { kind: "spend" },
): Outcome {
  const { state, atMs } = ground;
  if (state.spent.has(id)) return { reply: { kind: "noted" } };
  const free = state.lots.filter((lot) => lot.lockedUntilMs <= atMs);
  const { takes, missing } = take(free, points);
  if (missing > 0 || !Number.isSafeInteger(points) || points <= 0) {
    return refuse("too-few-points");
  }
  const why = { id, campaign: "", title, against: "spent" } as const;
  const entry = { ...next(ground, -points), ...why };
  return { reply: { kind: "noted" }, events: [movement(entry, takes)] };
}

/** An entry that takes points out. */
export function movement(
  entry: Omit<PointsEntry, "lockedUntilMs" | "expiresMs">,
  takes: Takes,
): WalletEvent {
  return {
    kind: "points-moved",
    entry: { ...entry, lockedUntilMs: entry.atMs, expiresMs: null },
    takes,
    debt: 0,
  };
}

function next({ state, atMs }: Ground, points: number) {
  return { no: state.entriesEver + 1, points, atMs, balance: state.accounts.balance + points };
}

/** So many points out of these lots, in their order. */
function take(lots: readonly Lot[], points: number): { takes: Takes; missing: number } {
  const takes: (readonly [string, number])[] = [];
  let missing = points;
  for (const { grant, left } of lots) {
    const taken = Math.min(left, missing);
    if (taken > 0) takes.push([grant, taken]);
    missing -= taken;
  }
  return { takes, missing };
}
