/** Campaigns as JSON. */
import type {
  CampaignSpec,
  CampaignView,
  FlashSaleSpec,
  SaleView,
} from "../../actors/campaign/protocol.ts";
import type { CampaignSummary } from "../../actors/directory/protocol.ts";
import type {
  CampaignJson,
  CampaignSummaryJson,
  FlashSaleRequest,
  StaffCampaignJson,
} from "../shared/api.ts";
import type { ReferralJson, ReferralRequest, StaffReferralJson } from "../shared/api_referral.ts";
import { isoInstant } from "./instant.ts";
import {
  referralJson,
  referralRequestOf,
  referralSpecOf,
  staffReferralJson,
} from "./referral_json.ts";
import { transitionJson } from "./transition_json.ts";

/** What anyone may see. */
export function campaignJson(view: CampaignView, nowMs: number): CampaignJson | ReferralJson {
  return view.kind === "referral" ? referralJson(view, nowMs) : saleJson(view, nowMs);
}

/** What staff in scope see. */
export function staffCampaignJson(
  view: CampaignView,
  nowMs: number,
): StaffCampaignJson | StaffReferralJson {
  return view.kind === "referral" ? staffReferralJson(view, nowMs) : staffSaleJson(view, nowMs);
}

/** What staff wrote, in the engine's terms. */
export function specOf(request: FlashSaleRequest | ReferralRequest): CampaignSpec {
  return request.kind === "referral" ? referralSpecOf(request) : saleSpecOf(request);
}

/** The inverse, so that a patch can be laid over what is stored. */
export function requestOf(spec: CampaignSpec): FlashSaleRequest | ReferralRequest {
  return spec.kind === "referral" ? referralRequestOf(spec) : saleRequestOf(spec);
}

/** What anyone may see of a sale. */
export function saleJson(view: SaleView, nowMs: number): CampaignJson {
  const { spec } = view;
  return {
    id: view.id,
    kind: spec.kind,
    title: spec.title,
    product: spec.product,
    phase: view.phase,
    startsAt: isoInstant(spec.startsAtMs),
    endsAt: isoInstant(spec.endsAtMs),
    serverTime: isoInstant(nowMs),
    priceFen: spec.priceFen,
    perCustomerMax: spec.perCustomerMax,
    perOrderMax: spec.perOrderMax ?? spec.perCustomerMax,
    holdSeconds: spec.holdSeconds,
    soldOut: view.soldOut,
    units: view.units,
    waiting: view.waiting,
    releases: view.releases.map(({ atMs, units }) => ({ at: isoInstant(atMs), units })),
    eligibility: spec.eligibility ?? null,
    ...(spec.look === undefined ? {} : { look: spec.look }),
    ...(spec.grants === undefined ? {} : { grants: spec.grants }),
    version: view.version,
  };
}

function staffSaleJson(view: SaleView, nowMs: number): StaffCampaignJson {
  return {
    ...saleJson(view, nowMs),
    author: view.author,
    unit: view.unit,
    expectedPeakPerSecond: view.spec.expectedPeakPerSecond ?? null,
    cells: view.cells,
    approval: view.approval,
    approvedBy: view.approvedBy,
    archived: view.archived,
    history: view.history.map(transitionJson),
  };
}

/** A row of the list. */
export function summaryJson(summary: CampaignSummary): CampaignSummaryJson {
  const { startsAtMs, endsAtMs, ...rest } = summary;
  return { ...rest, startsAt: isoInstant(startsAtMs), endsAt: isoInstant(endsAtMs) };
}

function saleSpecOf(request: FlashSaleRequest): FlashSaleSpec {
  const { startsAt, endsAt, releases, ...rest } = request;
  const spec = { ...rest, startsAtMs: Date.parse(startsAt), endsAtMs: Date.parse(endsAt) };
  if (releases === undefined || releases.length === 0) return spec;
  return {
    ...spec,
    releases: releases.map(({ at, units }) => ({ atMs: Date.parse(at), units }))
      .toSorted((one, other) => one.atMs - other.atMs),
  };
}

function saleRequestOf(spec: FlashSaleSpec): FlashSaleRequest {
  const { startsAtMs, endsAtMs, releases, grantRules: _, ...rest } = spec;
  const request = { ...rest, startsAt: isoInstant(startsAtMs), endsAt: isoInstant(endsAtMs) };
  if (releases === undefined) return request;
  return {
    ...request,
    releases: releases.map(({ atMs, units }) => ({ at: isoInstant(atMs), units })),
  };
}
