/** The form of a sale: texts as typed, what is wrong with each, and the request that they make. */
import type {
  EligibilityJson,
  FlashSaleRequest,
  LookJson,
  ReleaseJson,
  StaffCampaignJson,
  ThemeJson,
} from "../../shared/api.ts";
import { fromLocalInput, toLocalInput } from "../../shared/format.ts";

/** Fields as typed. Times are China Standard Time, as `datetime-local` writes them. */
export interface SaleTexts {
  readonly title: string;
  readonly product: string;
  readonly price: string;
  readonly units: string;
  readonly perCustomerMax: string;
  readonly perOrderMax: string;
  readonly holdSeconds: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly expectedPeak: string;
  readonly newCustomersOnly: boolean;
  readonly tags: string;
  /** Ids of units, joined by spaces. */
  readonly orgUnitIds: string;
  readonly theme: ThemeJson;
  readonly note: string;
  readonly releases: readonly { readonly at: string; readonly units: string }[];
}

/** Name of a field, as errors point to it; rows of releases are `releases.0.units`. */
export type FieldName = string;

/** What is wrong with a field; a sentence is chosen by the page's language. */
export type Fault =
  | "required"
  | "too-long"
  | "price"
  | "whole"
  | "above-units"
  | "above-limit"
  | "time"
  | "past"
  | "order"
  | "hold"
  | "releases-sum"
  | "release-time";

/** Texts, faults by field, and the request once there are none. */
export interface Checked {
  readonly faults: ReadonlyMap<FieldName, Fault>;
  readonly request: FlashSaleRequest | null;
}

const HOUR_MS = 3_600_000;
const TITLE_LENGTH_MAX = 80;
const PRODUCT_LENGTH_MAX = 200;
const NOTE_LENGTH_MAX = 300;
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
    releases: sale.releases.map((one) => ({
      at: toLocalInput(Date.parse(one.at)),
      units: String(one.units),
    })),
  };
}

/** Checks all fields at once. */
export function check(texts: SaleTexts, nowMs: number): Checked {
  const faults = new Map<FieldName, Fault>();
  const units = whole(texts.units);
  const perCustomerMax = whole(texts.perCustomerMax);
  const perOrderMax = texts.perOrderMax.trim() === "" ? perCustomerMax : whole(texts.perOrderMax);
  const holdSeconds = whole(texts.holdSeconds);
  const priceFen = fen(texts.price);
  const startsAtMs = fromLocalInput(texts.startsAt);
  const endsAtMs = fromLocalInput(texts.endsAt);
  const peak = texts.expectedPeak.trim() === "" ? 0 : whole(texts.expectedPeak);

  text(faults, "title", { value: texts.title, lengthMax: TITLE_LENGTH_MAX });
  text(faults, "product", { value: texts.product, lengthMax: PRODUCT_LENGTH_MAX });
  if (texts.note.trim().length > NOTE_LENGTH_MAX) faults.set("note", "too-long");
  if (priceFen === null) faults.set("price", texts.price.trim() === "" ? "required" : "price");
  if (units === null) faults.set("units", texts.units.trim() === "" ? "required" : "whole");
  if (perCustomerMax === null) faults.set("perCustomerMax", "whole");
  else if (units !== null && perCustomerMax > units) faults.set("perCustomerMax", "above-units");
  if (perOrderMax === null) faults.set("perOrderMax", "whole");
  else if (perCustomerMax !== null && perOrderMax > perCustomerMax) {
    faults.set("perOrderMax", "above-limit");
  }
  if (holdSeconds === null || holdSeconds > HOLD_SECONDS_MAX) faults.set("holdSeconds", "hold");
  if (peak === null) faults.set("expectedPeak", "whole");
  if (startsAtMs === null) faults.set("startsAt", "time");
  if (endsAtMs === null) faults.set("endsAt", "time");
  else if (endsAtMs <= nowMs) faults.set("endsAt", "past");
  else if (startsAtMs !== null && endsAtMs <= startsAtMs) faults.set("endsAt", "order");
  const releases = checkReleases(texts, { faults, units, startsAtMs, endsAtMs });

  if (
    faults.size > 0 || units === null || perCustomerMax === null || perOrderMax === null ||
    holdSeconds === null || priceFen === null || startsAtMs === null || endsAtMs === null
  ) return { faults, request: null };
  const eligibility = eligibilityOf(texts);
  const look = lookOf(texts);
  return {
    faults,
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
      ...(peak ? { expectedPeakPerSecond: peak } : {}),
    },
  };
}

function eligibilityOf(texts: SaleTexts): EligibilityJson | null {
  const tags = words(texts.tags);
  const orgUnitIds = words(texts.orgUnitIds);
  if (tags.length === 0 && orgUnitIds.length === 0 && !texts.newCustomersOnly) return null;
  return {
    ...(tags.length > 0 ? { tags } : {}),
    ...(orgUnitIds.length > 0 ? { orgUnitIds } : {}),
    ...(texts.newCustomersOnly ? { newCustomersOnly: true } : {}),
  };
}

function lookOf(texts: SaleTexts): LookJson | null {
  const note = texts.note.trim();
  if (texts.theme === "field" && note === "") return null;
  return { theme: texts.theme, ...(note === "" ? {} : { note }) };
}

/** Parts of a text that are set apart by blanks or commas of either language. */
export function words(text: string): readonly string[] {
  return text.split(/[\s,，、]+/).filter((word) => word !== "");
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

function text(
  faults: Map<FieldName, Fault>,
  name: FieldName,
  field: { value: string; lengthMax: number },
): void {
  const length = field.value.trim().length;
  if (length === 0) faults.set(name, "required");
  else if (length > field.lengthMax) faults.set(name, "too-long");
}

/** A whole number from 1, null for anything else. */
function whole(value: string): number | null {
  const number = /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : 0;
  return number > 0 ? number : null;
}

/** Yuan as typed to fen, without floating point; null where it is no price. */
export function fen(value: string): number | null {
  const match = /^\s*[¥￥]?(\d{1,7})(?:\.(\d{1,2}))?\s*$/.exec(value);
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
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
