/** A coupon template as typed, and as the server takes it. */
import type { CouponTemplateJson, CouponTemplateRequest } from "../../shared/api_wallet.ts";
import { fromLocalInput, pad, toLocalInput } from "../../shared/format.ts";

export interface CouponTexts {
  readonly title: string;
  /** In yuan. */
  readonly amount: string;
  readonly minimum: string;
  readonly validity: "days" | "dates";
  readonly days: string;
  /** First and last day, `2026-11-22`. */
  readonly from: string;
  readonly until: string;
  /** Where it is redeemed; empty: everywhere. */
  readonly units: readonly string[];
  readonly note: string;
}

export type CouponFault = "required" | "amount" | "money" | "days" | "order";

export const NEW_COUPON: CouponTexts = {
  title: "",
  amount: "",
  minimum: "",
  validity: "days",
  days: "30",
  from: "",
  until: "",
  units: [],
  note: "",
};

const DAYS_MAX = 3_650;
const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

/** The form of a template that is there. */
export function couponTexts(one: CouponTemplateJson): CouponTexts {
  const { validity } = one;
  const dated = validity.kind === "dates";
  return {
    title: one.title,
    amount: yuanText(one.amountFen),
    minimum: one.minimumFen === 0 ? "" : yuanText(one.minimumFen),
    validity: validity.kind,
    days: dated ? NEW_COUPON.days : String(validity.days),
    from: dated ? dayOf(validity.from) : "",
    until: dated ? dayOf(validity.until, -1) : "",
    units: one.units,
    note: one.note,
  };
}

/** What is wrong, and the request where nothing is. */
export function checkCoupon(texts: CouponTexts): {
  readonly faults: ReadonlyMap<string, CouponFault>;
  readonly request: CouponTemplateRequest | null;
} {
  const faults = new Map<string, CouponFault>();
  const amountFen = fenOf(texts.amount);
  const minimumFen = texts.minimum.trim() === "" ? 0 : fenOf(texts.minimum);
  if (texts.title.trim() === "") faults.set("title", "required");
  if (amountFen === null || amountFen === 0) faults.set("amountFen", "amount");
  if (minimumFen === null) faults.set("minimumFen", "money");
  const validity = validityOf(texts, faults);
  if (faults.size > 0 || amountFen === null || minimumFen === null || validity === null) {
    return { faults, request: null };
  }
  return {
    faults,
    request: {
      title: texts.title.trim(),
      amountFen,
      minimumFen,
      validity,
      units: texts.units,
      note: texts.note.trim(),
    },
  };
}

function validityOf(
  texts: CouponTexts,
  faults: Map<string, CouponFault>,
): CouponTemplateRequest["validity"] | null {
  if (texts.validity === "days") {
    const days = /^\d{1,4}$/.test(texts.days.trim()) ? Number(texts.days) : 0;
    if (days < 1 || days > DAYS_MAX) faults.set("validity.days", "days");
    return { kind: "days", days };
  }
  const fromMs = DAY.test(texts.from) ? fromLocalInput(`${texts.from}T00:00`) : null;
  const lastMs = DAY.test(texts.until) ? fromLocalInput(`${texts.until}T00:00`) : null;
  if (fromMs === null) faults.set("validity.from", "required");
  if (lastMs === null) faults.set("validity.until", "required");
  if (fromMs === null || lastMs === null) return null;
  if (lastMs < fromMs) faults.set("validity.until", "order");
  return {
    kind: "dates",
    from: new Date(fromMs).toISOString(),
    until: new Date(lastMs + DAY_MS).toISOString(),
  };
}

/** `12.5` → 1250; null where it is no sum of money. */
function fenOf(text: string): number | null {
  const match = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(",", ""));
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

function yuanText(fen: number): string {
  const rest = fen % 100;
  return rest === 0 ? String(fen / 100) : `${Math.floor(fen / 100)}.${pad(rest)}`;
}

/** The day in China; with -1 that of the instant before. */
function dayOf(iso: string, shiftMs = 0): string {
  return toLocalInput(Date.parse(iso) + shiftMs).slice(0, 10);
}
