/** The form of a sale: texts as typed, what is wrong with each, and the request that they make. */
import type { FlashSaleRequest, ReleaseJson, StaffCampaignJson } from "../../shared/api.ts";
import { fromLocalInput, toLocalInput } from "../../shared/format.ts";
import {
  checkCommon,
  type Checked,
  checkText,
  type CommonTexts,
  type Fault,
  fen,
  type FieldName,
  whole,
} from "./form.ts";
import { checkReward, NO_REWARD, type RewardTexts, rewardTexts } from "./reward_texts.ts";

/** Fields as typed. */
export interface SaleTexts extends CommonTexts {
  /** What everyone gets who pays. */
  readonly grants: RewardTexts;
  readonly product: string;
  readonly price: string;
  readonly units: string;
  readonly perCustomerMax: string;
  readonly perOrderMax: string;
  readonly holdSeconds: string;
  readonly releases: readonly { readonly at: string; readonly units: string }[];
}

const HOUR_MS = 3_600_000;
const PRODUCT_LENGTH_MAX = 200;
const HOLD_SECONDS_MAX = 86_400;

/** Good defaults: one per person, five minutes to pay, from the next full hour for two hours. */
export function newTexts(nowMs: number): SaleTexts {
  const startsAtMs = Math.ceil((nowMs + 1) / HOUR_MS) * HOUR_MS;
  return {
    title: "",
    product: "",
    price: "",
    units: "",
    perCustomerMax: "1",
    perOrderMax: "",
    holdSeconds: "300",
    startsAt: toLocalInput(startsAtMs),
    endsAt: toLocalInput(startsAtMs + 2 * HOUR_MS),
    expectedPeak: "",
    newCustomersOnly: false,
    tags: "",
    orgUnitIds: "",
    theme: "field",
    note: "",
    releases: [],
    grants: NO_REWARD,
  };
}

/** The texts of a draft that is changed. */
export function textsOf(sale: StaffCampaignJson): SaleTexts {
  return {
    title: sale.title,
    product: sale.product,
    price: String(sale.priceFen / 100),
    units: String(sale.units.total),
    perCustomerMax: String(sale.perCustomerMax),
    perOrderMax: String(sale.perOrderMax),
    holdSeconds: String(sale.holdSeconds),
    startsAt: toLocalInput(Date.parse(sale.startsAt)),
    endsAt: toLocalInput(Date.parse(sale.endsAt)),
    expectedPeak: sale.expectedPeakPerSecond === null ? "" : String(sale.expectedPeakPerSecond),
    newCustomersOnly: sale.eligibility?.newCustomersOnly ?? false,
    tags: (sale.eligibility?.tags ?? []).join(" "),
    orgUnitIds: (sale.eligibility?.orgUnitIds ?? []).join(" "),
    theme: sale.look?.theme ?? "field",
    note: sale.look?.note ?? "",
    grants: rewardTexts(sale.grants),
    releases: sale.releases.map((one) => ({
      at: toLocalInput(Date.parse(one.at)),
      units: String(one.units),
    })),
  };
}

/** Checks all fields at once. */
export function check(texts: SaleTexts, nowMs: number): Checked<FlashSaleRequest> {
  const faults = new Map<FieldName, Fault>();
  const hindrances = new Map<FieldName, Fault>();
  const units = whole(texts.units);
  const perCustomerMax = whole(texts.perCustomerMax);
  const perOrderMax = texts.perOrderMax.trim() === "" ? perCustomerMax : whole(texts.perOrderMax);
  const holdSeconds = whole(texts.holdSeconds);
  const priceFen = fen(texts.price);
  const { startsAtMs, endsAtMs, peak, eligibility, look } = checkCommon(texts, { faults, nowMs });

  checkText(faults, "product", { value: texts.product, lengthMax: PRODUCT_LENGTH_MAX });
  if (priceFen === null) faults.set("price", texts.price.trim() === "" ? "required" : "price");
  if (units === null) faults.set("units", texts.units.trim() === "" ? "required" : "whole");
  if (perCustomerMax === null) faults.set("perCustomerMax", "whole");
  else if (units !== null && perCustomerMax > units) faults.set("perCustomerMax", "above-units");
  if (perOrderMax === null) faults.set("perOrderMax", "whole");
  else if (perCustomerMax !== null && perOrderMax > perCustomerMax) {
    faults.set("perOrderMax", "above-limit");
  }
  if (holdSeconds === null || holdSeconds > HOLD_SECONDS_MAX) faults.set("holdSeconds", "hold");
  const grants = checkReward(texts.grants, { faults, name: "grants" });
  const releases = checkReleases(texts, { faults, units, startsAtMs, endsAtMs });

  if (
    faults.size > 0 || units === null || perCustomerMax === null || perOrderMax === null ||
    holdSeconds === null || priceFen === null || startsAtMs === null || endsAtMs === null
  ) return { faults, hindrances, request: null };
  return {
    faults,
    hindrances,
    request: {
      kind: "flash-sale",
      title: texts.title.trim(),
      product: texts.product.trim(),
      priceFen,
      units,
      perCustomerMax,
      perOrderMax,
      startsAt: new Date(startsAtMs).toISOString(),
      endsAt: new Date(endsAtMs).toISOString(),
      holdSeconds,
      ...(releases.length > 0 ? { releases } : {}),
      ...(eligibility === null ? {} : { eligibility }),
      ...(look === null ? {} : { look }),
      ...(grants === null ? {} : { grants }),
      ...(peak ? { expectedPeakPerSecond: peak } : {}),
    },
  };
}

function checkReleases(
  texts: SaleTexts,
  sale: {
    faults: Map<FieldName, Fault>;
    units: number | null;
    startsAtMs: number | null;
    endsAtMs: number | null;
  },
): readonly ReleaseJson[] {
  const releases: ReleaseJson[] = [];
  let sum = 0;
  texts.releases.forEach((row, index) => {
    const atMs = fromLocalInput(row.at);
    const units = whole(row.units);
    if (units === null) sale.faults.set(`releases.${index}.units`, "whole");
    else if ((sum += units) > (sale.units ?? Infinity)) {
      sale.faults.set(`releases.${index}.units`, "releases-sum");
    }
    const inside = atMs !== null && atMs > (sale.startsAtMs ?? -Infinity) &&
      atMs < (sale.endsAtMs ?? Infinity);
    if (!inside) sale.faults.set(`releases.${index}.at`, "release-time");
    else if (units !== null) releases.push({ at: new Date(atMs).toISOString(), units });
  });
  return releases;
}

/** Where the server's path of a field stands in the form. */
export function fieldOf(path: string): FieldName {
  const names: Readonly<Record<string, FieldName>> = {
    priceFen: "price",
    expectedPeakPerSecond: "expectedPeak",
  };
  if (path === "look.note") return "note";
  if (path.startsWith("eligibility.tags")) return "tags";
  if (path.startsWith("eligibility.orgUnitIds")) return "orgUnitIds";
  return names[path] ?? path;
}

/** What a sale can cost and bring at most. */
export interface WorstCase {
  readonly units: number;
  readonly fen: number;
  /** As many customers at least and at most. */
  readonly customersMin: number;
  readonly customersMax: number;
  /** What one customer may take, in fen. */
  readonly perCustomerFen: number;
}

/** Everything is sold; null while the numbers are not right. */
export function worstCase(texts: SaleTexts): WorstCase | null {
  const units = whole(texts.units);
  const priceFen = fen(texts.price);
  const perCustomer = whole(texts.perCustomerMax);
  if (units === null || priceFen === null || perCustomer === null) return null;
  return {
    units,
    fen: units * priceFen,
    customersMin: Math.ceil(units / perCustomer),
    customersMax: units,
    perCustomerFen: perCustomer * priceFen,
  };
}
