/** Rules between the fields of a sale. They name every wrong field, also where others are malformed. */
import type { Limits } from "../../engine/mod.ts";
import type { FieldError } from "../shared/api.ts";
import { instant, integer } from "./loose_fields.ts";
import type { Language } from "./words.ts";

/** Errors by field; `data` is a body that may be wrong in any way. */
export function checkSale(
  data: unknown,
  options: { language: Language; limits: Limits; nowMs: number },
): FieldError[] {
  if (typeof data !== "object" || data === null) return [];
  const errors: FieldError[] = [];
  const wrong = (field: string, zh: string, en: string) => {
    errors.push({ field, message: options.language === "zh" ? zh : en });
  };
  const units = integer(data, "units");
  const perCustomer = integer(data, "perCustomerMax");
  const perOrder = integer(data, "perOrderMax");
  const startsMs = instant(data, "startsAt");
  const endsMs = instant(data, "endsAt");
  const { campaignUnitsMax } = options.limits;
  if (units !== null && units > campaignUnitsMax) {
    wrong("units", `最多为 ${campaignUnitsMax}`, `Must be at most ${campaignUnitsMax}`);
  }
  if (perCustomer !== null && perOrder !== null && perOrder > perCustomer) {
    wrong(
      "perOrderMax",
      `不能超过每人限购 ${perCustomer}`,
      `Must be at most perCustomerMax, ${perCustomer}`,
    );
  }
  if (endsMs !== null && endsMs <= options.nowMs) {
    wrong("endsAt", "应晚于现在", "Must be in the future");
  } else if (startsMs !== null && endsMs !== null && endsMs <= startsMs) {
    wrong("endsAt", "应晚于开始时间", "Must be after startsAt");
  }
  if ("releases" in data && Array.isArray(data.releases)) {
    let released = 0;
    data.releases.forEach((release: unknown, n) => {
      if (typeof release !== "object" || release === null) return;
      const atMs = instant(release, "at");
      released += integer(release, "units") ?? 0;
      if (atMs === null || startsMs === null || endsMs === null) return;
      if (atMs < startsMs || atMs >= endsMs) {
        wrong(`releases.${n}.at`, "应在开始和结束之间", "Must be between startsAt and endsAt");
      }
    });
    if (units !== null && released > units) {
      wrong(
        "releases",
        `合计不能超过总数 ${units}`,
        `Must add up to at most units, ${units}`,
      );
    }
  }
  return errors;
}
