/** A product as typed, and as the server takes it. Pure; the server checks again. */
import type {
  ActionKind,
  ProductCategory,
  ProductFeeJson,
  ProductFields,
  ProductRateJson,
} from "../../shared/api_catalogue.ts";
import { fromLocalInput, toLocalInput } from "../../shared/format.ts";

export interface FeeText {
  readonly name: string;
  /** Yuan; empty: the note says how much. */
  readonly yuan: string;
  readonly note: string;
}

export interface RateText {
  readonly name: string;
  /** Percent a year. */
  readonly from: string;
  readonly to: string;
  readonly note: string;
}

/** Lists have one entry a line. */
export interface ProductTexts {
  readonly category: ProductCategory;
  readonly name: string;
  readonly nameEn: string;
  readonly summary: string;
  readonly summaryEn: string;
  readonly features: string;
  readonly eligibility: string;
  readonly documents: string;
  readonly steps: string;
  readonly fees: readonly FeeText[];
  readonly rates: readonly RateText[];
  readonly pricedOn: string;
  readonly notice: string;
  readonly actionKind: ActionKind;
  readonly target: string;
  readonly label: string;
  readonly labelEn: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly position: string;
}

/** Why a field is not right yet. */
export type ProductFault = "required" | "amount" | "percent" | "range" | "target" | "order" | "day";

export type ProductFaults = ReadonlyMap<string, ProductFault>;

/** Categories in the order of the storefront. */
export const CATEGORIES: readonly ProductCategory[] = [
  "apps",
  "deposits",
  "loans",
  "credit-cards",
  "social-security",
  "counter",
  "utilities",
  "education",
  "community",
  "health",
];

export const ACTION_KINDS: readonly ActionKind[] = [
  "apply",
  "query",
  "pay",
  "appointment",
  "download",
  "register",
  "link",
  "phone",
  "contact",
];

const POSITION_NEW = 1000;

/** A blank form. */
export function newProduct(category: ProductCategory): ProductTexts {
  return {
    category,
    name: "",
    nameEn: "",
    summary: "",
    summaryEn: "",
    features: "",
    eligibility: "",
    documents: "",
    steps: "",
    fees: [],
    rates: [],
    pricedOn: "",
    notice: "",
    actionKind: "contact",
    target: "manager",
    label: "咨询客户经理",
    labelEn: "Ask the manager",
    validFrom: "",
    validTo: "",
    position: String(POSITION_NEW),
  };
}

/** The form of a product that is there. */
export function productTexts(product: ProductFields): ProductTexts {
  return {
    category: product.category,
    name: product.name,
    nameEn: product.nameEn,
    summary: product.summary,
    summaryEn: product.summaryEn,
    features: product.features.join("\n"),
    eligibility: product.eligibility.join("\n"),
    documents: product.documents.join("\n"),
    steps: product.steps.join("\n"),
    fees: product.fees.map((fee) => ({
      name: fee.name,
      yuan: fee.fen === null ? "" : hundredthsText(fee.fen),
      note: fee.note ?? "",
    })),
    rates: product.rates.map((rate) => ({
      name: rate.name,
      from: hundredthsText(rate.basisPoints),
      to: rate.toBasisPoints === undefined ? "" : hundredthsText(rate.toBasisPoints),
      note: rate.note ?? "",
    })),
    pricedOn: product.pricedOn ?? "",
    notice: product.notice,
    actionKind: product.action.kind,
    target: product.action.target,
    label: product.action.label,
    labelEn: product.action.labelEn,
    validFrom: instantText(product.validFrom),
    validTo: instantText(product.validTo),
    position: String(product.position),
  };
}

/** What is wrong, and the fields where nothing is. */
export function checkProduct(
  texts: ProductTexts,
): { readonly faults: ProductFaults; readonly fields: ProductFields | null } {
  const faults = new Map<string, ProductFault>();
  for (const name of ["name", "summary", "label"] as const) {
    if (texts[name].trim() === "") faults.set(name, "required");
  }
  const fees = texts.fees.map((fee, index) => feeOf(fee, { faults, index }));
  const rates = texts.rates.map((rate, index) => rateOf(rate, { faults, index }));
  const validFrom = instantOf(texts.validFrom);
  const validTo = instantOf(texts.validTo);
  if (validFrom !== null && validTo !== null && validTo <= validFrom) {
    faults.set("validTo", "order");
  }
  if (fees.length + rates.length > 0 && texts.pricedOn === "") faults.set("pricedOn", "day");
  if (!isTarget(texts.target.trim())) faults.set("target", "target");
  const position = /^\s*\d{1,6}\s*$/.test(texts.position) ? Number(texts.position) : null;
  if (position === null) faults.set("position", "amount");
  if (faults.size > 0 || position === null) return { faults, fields: null };
  return {
    faults,
    fields: {
      category: texts.category,
      name: texts.name.trim(),
      nameEn: texts.nameEn.trim(),
      summary: texts.summary.trim(),
      summaryEn: texts.summaryEn.trim(),
      features: linesIn(texts.features),
      eligibility: linesIn(texts.eligibility),
      documents: linesIn(texts.documents),
      steps: linesIn(texts.steps),
      fees,
      rates,
      pricedOn: texts.pricedOn === "" ? null : texts.pricedOn,
      notice: texts.notice.trim(),
      action: {
        kind: texts.actionKind,
        target: texts.target.trim(),
        label: texts.label.trim(),
        labelEn: texts.labelEn.trim(),
      },
      validFrom,
      validTo,
      position,
    },
  };
}

/** The lines of a text without the empty ones. */
export function linesIn(text: string): readonly string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

interface RowChecks {
  readonly faults: Map<string, ProductFault>;
  readonly index: number;
}

function feeOf(fee: FeeText, { faults, index }: RowChecks): ProductFeeJson {
  const fen = fee.yuan.trim() === "" ? null : hundredths(fee.yuan);
  if (fee.name.trim() === "") faults.set(`fees.${index}.name`, "required");
  if (fee.yuan.trim() !== "" && fen === null) faults.set(`fees.${index}.fen`, "amount");
  const note = fee.note.trim();
  return { name: fee.name.trim(), fen, ...(note === "" ? {} : { note }) };
}

function rateOf(rate: RateText, { faults, index }: RowChecks): ProductRateJson {
  const basisPoints = hundredths(rate.from);
  const to = rate.to.trim() === "" ? null : hundredths(rate.to);
  if (rate.name.trim() === "") faults.set(`rates.${index}.name`, "required");
  if (basisPoints === null) faults.set(`rates.${index}.basisPoints`, "percent");
  if (rate.to.trim() !== "" && (to === null || to <= (basisPoints ?? 0))) {
    faults.set(`rates.${index}.toBasisPoints`, "range");
  }
  const note = rate.note.trim();
  return {
    name: rate.name.trim(),
    basisPoints: basisPoints ?? 0,
    ...(to === null ? {} : { toBasisPoints: to }),
    ...(note === "" ? {} : { note }),
  };
}

/** `12.5` → 1250, without floating point; null where it is no such number. */
export function hundredths(text: string): number | null {
  const match = /^\s*(\d{1,9})(?:\.(\d{1,2}))?\s*$/.exec(text);
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

function hundredthsText(value: number): string {
  return `${Math.floor(value / 100)}.${String(value % 100).padStart(2, "0")}`;
}

function isTarget(target: string): boolean {
  return target === "manager" || /^(https:\/\/\S+|\/\S*|tel:[\d+-]{3,20})$/.test(target);
}

function instantText(instant: string | null): string {
  return instant === null ? "" : toLocalInput(Date.parse(instant));
}

function instantOf(text: string): string | null {
  const ms = text === "" ? null : fromLocalInput(text);
  return ms === null ? null : new Date(ms).toISOString();
}
