import type { StaffCampaignJson, UnitsJson } from "../../shared/api.ts";
import { count, shortLeft } from "../../shared/format.ts";
import { isSelling } from "./action.ts";
import type { SaleModel } from "./sale_model.ts";
import type { Words } from "./words.ts";

const PARTS = ["confirmed", "held", "available", "unreleased", "withdrawn"] as const;

/** Units by state, as they move. */
export function LiveCard(
  { model, sale, words }: { model: SaleModel; sale: StaffCampaignJson; words: Words },
) {
  const live = words.live;
  const time = new Date(model.asOfMs.value + 8 * 3_600_000).toISOString().slice(11, 19);
  return (
    <section class="card live" aria-label={live.title}>
      <h2>
        <span>{live.title}</span>
        <Clock model={model} sale={sale} words={words} />
      </h2>
      <UnitsBar units={sale.units} label={live.title} />
      <dl class="tiles">
        {PARTS.map((part) => (
          <div key={part} class={part}>
            <dt>{live.units[part]}</dt>
            <dd>{count(sale.units[part])}</dd>
          </div>
        ))}
        <div class="total">
          <dt>{live.units.total}</dt>
          <dd>{count(sale.units.total)}</dd>
        </div>
      </dl>
      <p class="as-of">
        <span>{live.waiting(sale.waiting)}</span>
        <span class={model.connected.value ? "" : "bad"}>
          {model.connected.value ? live.asOf(time) : live.lost(time)}
        </span>
      </p>
    </section>
  );
}

function Clock(
  { model, sale, words }: { model: SaleModel; sale: StaffCampaignJson; words: Words },
) {
  if (!isSelling(sale.phase)) return null;
  const nowMs = model.shell.nowMs.value;
  const startsInMs = Date.parse(sale.startsAt) - nowMs;
  const text = startsInMs > 0
    ? words.live.starts(shortLeft(startsInMs))
    : words.live.ends(shortLeft(Date.parse(sale.endsAt) - nowMs));
  return <small>{text}</small>;
}

/** Units by state as one bar. */
export function UnitsBar({ units, label }: { units: UnitsJson; label: string }) {
  let from = 0;
  const share = (part: number) => `${(100 * part) / Math.max(1, units.total)}%`;
  return (
    <svg class="parts" width="100%" height="16" role="img" aria-label={label}>
      <rect class="track" width="100%" height="16" />
      {PARTS.map((part) => {
        const x = share(from);
        from += units[part];
        return <rect key={part} class={part} x={x} width={share(units[part])} height="16" />;
      })}
    </svg>
  );
}
