import type { CouponJson } from "../../shared/api_wallet.ts";
import { count, money, when } from "../../shared/format.ts";
import { toMinute } from "../minute.ts";
import { COUPON_FILTERS, endsSoon, groupOf, isShowable } from "./coupon_groups.ts";
import type { MeModel } from "./model.ts";
import type { Words } from "./words.ts";

/** Coupons, by what can be done with them. */
export function Coupons({ model, words }: { model: MeModel; words: Words }) {
  const coupons = model.wallet.value?.coupons ?? [];
  const nowMs = model.nowMs.value;
  const filter = model.filter.value;
  const shown = coupons.filter((one) => groupOf(one, nowMs) === filter);
  const w = words.coupons;
  return (
    <>
      <div class="filters" role="group" aria-label={w.filterLabel}>
        {COUPON_FILTERS.map((one) => (
          <button
            key={one}
            type="button"
            class="button"
            aria-pressed={filter === one}
            onClick={() => model.filterBy(one)}
          >
            {w.filter[one]}{" "}
            <span>{count(coupons.filter((each) => groupOf(each, nowMs) === one).length)}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 ? <p class="card empty">{w.empty[filter]}</p> : (
        <ul class="coupons">
          {shown.map((one) => <Coupon key={one.id} coupon={one} model={model} words={words} />)}
        </ul>
      )}
    </>
  );
}

function Coupon(
  { coupon, model, words }: { coupon: CouponJson; model: MeModel; words: Words },
) {
  const { rules } = coupon;
  const w = words.coupons;
  const nowMs = model.nowMs.value;
  const group = groupOf(coupon, nowMs);
  const showable = isShowable(coupon, nowMs);
  return (
    <li class={`card coupon ${group}${endsSoon(coupon, nowMs) ? " soon" : ""}`}>
      <p class="worth">
        <strong>{money(rules.amountFen)}</strong>
        <small>{w.minimum(rules.minimumFen)}</small>
      </p>
      <div>
        <h2>
          {rules.title} <em class="badge">{stateText(coupon, { nowMs, words })}</em>
        </h2>
        <p class="small">{termText(coupon, model, words)}</p>
        {rules.note !== "" && <p class="small">{rules.note}</p>}
        {showable && (
          <button
            type="button"
            class="button brand"
            aria-label={w.showName(rules.title)}
            onClick={() => model.hold(coupon.id)}
          >
            {w.show}
          </button>
        )}
      </div>
    </li>
  );
}

function stateText(
  coupon: CouponJson,
  { nowMs, words }: { nowMs: number; words: Words },
): string {
  const w = words.coupons;
  if (coupon.state !== "unused") return w.state[coupon.state];
  if (groupOf(coupon, nowMs) === "over") return w.state.expired;
  if (nowMs < Date.parse(coupon.validFrom)) return w.notYet;
  return endsSoon(coupon, nowMs) ? w.soon : w.state.unused;
}

/** What became of it, or where and until when it can be used. */
function termText(coupon: CouponJson, model: MeModel, words: Words): string {
  const w = words.coupons;
  const { use, rules, reason } = coupon;
  if (use !== null) return useText(coupon, model, words) ?? "";
  if (reason !== null) return reason;
  const names = coupon.unitNames ?? [];
  const where = rules.units.length === 0
    ? w.everywhere
    : names.length === 0
    ? w.somewhere
    : w.at(names);
  const early = model.nowMs.value < Date.parse(coupon.validFrom);
  const validity = early
    ? w.from(timeText(coupon.validFrom, model))
    : w.until(timeText(coupon.validUntil, model));
  return `${validity} · ${where}`;
}

/** When and where a coupon was used; null for one that was not. */
export function useText({ use }: CouponJson, model: MeModel, words: Words): string | null {
  const w = words.coupons;
  if (use === null) return null;
  const time = timeText(use.at, model);
  return use.kind === "order" ? w.usedOrder(time) : w.usedAt(time, use.unitName ?? w.outlet);
}

/** To the minute, as customers read it. */
export function timeText(iso: string, model: MeModel): string {
  return when(toMinute(iso), {
    nowMs: model.nowMs.value,
    locale: model.locale.value,
  });
}
