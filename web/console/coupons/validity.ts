/** From when to when a coupon is valid, as people say it. */
import { type Locale, span } from "../../shared/format.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** `今天 20:00 – 11月30日 24:00`: an end at midnight is that of the day before. */
export function validityText(
  times: { readonly from: string; readonly until: string },
  at: { readonly nowMs: number; readonly locale: Locale },
): string {
  const fromMs = Math.floor(Date.parse(times.from) / MINUTE_MS) * MINUTE_MS;
  const toMs = Date.parse(times.until);
  if ((toMs + CHINA_OFFSET_MS) % DAY_MS !== 0) return span({ fromMs, toMs }, at);
  return span({ fromMs, toMs: toMs - MINUTE_MS }, at).replace(/23:59$/, "24:00");
}
