/** A sale as its customers would see it, from a form that may not be complete yet. */
import type { CampaignJson, ReleaseJson, UnitsJson } from "../../shared/api.ts";
import { fromLocalInput } from "../../shared/format.ts";
import { fen } from "./form.ts";
import { rewardOf } from "./reward_texts.ts";
import type { SaleTexts } from "./sale_form.ts";

/** Moments of a sale that are worth a look. */
export const MOMENTS = ["early", "open", "few", "sold-out"] as const;
export type Moment = (typeof MOMENTS)[number];

const HOUR_MS = 3_600_000;

/** What is missing stands as a dash or a one. */
export function previewOf(
  texts: SaleTexts,
  options: { readonly moment: Moment; readonly nowMs: number },
): CampaignJson {
  const { moment, nowMs } = options;
  const total = wholeOr(texts.units, 100);
  const startsAtMs = fromLocalInput(texts.startsAt) ?? nowMs + HOUR_MS;
  const endsAtMs = fromLocalInput(texts.endsAt) ?? startsAtMs + HOUR_MS;
  const early = moment === "early";
  const lengthMs = Math.max(HOUR_MS, endsAtMs - startsAtMs);
  // A sale that opens in the past opens at once: before it there is nothing to show but the moment before.
  const shownStartMs = early ? Math.max(startsAtMs, nowMs + HOUR_MS / 60) : nowMs - HOUR_MS / 60;
  const releases = releasesOf(texts, shownStartMs - startsAtMs);
  const perCustomerMax = wholeOr(texts.perCustomerMax, 1);
  const grants = rewardOf(texts.grants);
  return {
    id: "preview",
    kind: "flash-sale",
    title: texts.title.trim() || "–",
    product: texts.product.trim() || "–",
    phase: early ? "scheduled" : "open",
    startsAt: new Date(shownStartMs).toISOString(),
    endsAt: new Date(shownStartMs + lengthMs).toISOString(),
    serverTime: new Date(nowMs).toISOString(),
    priceFen: fen(texts.price) ?? 0,
    perCustomerMax,
    perOrderMax: Math.min(perCustomerMax, wholeOr(texts.perOrderMax, perCustomerMax)),
    holdSeconds: wholeOr(texts.holdSeconds, 300),
    soldOut: moment === "sold-out" ? "final" : "no",
    units: moment === "early" ? beforeOpening(total, releases) : unitsOf(total, moment),
    waiting: 0,
    releases: early ? releases : [],
    eligibility: texts.newCustomersOnly ? { newCustomersOnly: true } : null,
    look: { theme: texts.theme, note: texts.note.trim() },
    ...(grants === null ? {} : { grants }),
    version: 0,
  };
}

/** Portions that come later, moved along where the opening is shown later than it was written. */
function releasesOf(texts: SaleTexts, laterMs: number): readonly ReleaseJson[] {
  return texts.releases.flatMap(({ at, units }) => {
    const atMs = fromLocalInput(at);
    return atMs === null
      ? []
      : [{ at: new Date(atMs + laterMs).toISOString(), units: wholeOr(units, 1) }];
  });
}

function beforeOpening(total: number, releases: readonly ReleaseJson[]): UnitsJson {
  const later = releases.reduce((sum, one) => sum + one.units, 0);
  const unreleased = Math.min(total, later);
  const available = total - unreleased;
  return { total, available, held: 0, confirmed: 0, withdrawn: 0, unreleased };
}

function unitsOf(total: number, moment: Exclude<Moment, "early">): UnitsJson {
  const nothing = { total, available: 0, held: 0, confirmed: 0, withdrawn: 0, unreleased: 0 };
  switch (moment) {
    case "open": {
      const confirmed = Math.floor(total * 0.4);
      return { ...nothing, available: total - confirmed, confirmed };
    }
    case "few": {
      const available = Math.max(1, Math.floor(total * 0.04));
      const held = Math.min(total - available, Math.floor(total * 0.1));
      return { ...nothing, available, held, confirmed: total - available - held };
    }
    case "sold-out":
      return { ...nothing, confirmed: total };
  }
}

function wholeOr(text: string, other: number): number {
  const number = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : 0;
  return number > 0 ? number : other;
}
