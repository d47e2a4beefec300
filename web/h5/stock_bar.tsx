import type { SaleModel } from "./model.ts";
import type { Words } from "./words.ts";

/** How many are left, how many others hold, how many come later. */
export function StockBar({ model, words }: { model: SaleModel; words: Words }) {
  const { units } = model.campaign.value;
  const offered = Math.max(1, units.total - units.withdrawn);
  const othersHeld = Math.max(0, units.held - myHeldUnits(model));
  const share = (part: number) => `${(100 * part) / offered}%`;
  const left = words.remaining(units.available);
  return (
    <div class="stock">
      <p class="left">
        <strong class={units.available * 10 < offered ? "low" : ""}>{left}</strong>{" "}
        <span>{words.ofTotal(offered)}</span>
      </p>
      <svg
        class="bar"
        role="img"
        aria-label={`${words.barLabel}: ${left}, ${words.ofTotal(offered)}`}
        width="100%"
        height="12"
      >
        <rect class="track" width="100%" height="12" rx="6" />
        <rect
          class="later"
          width={share(units.available + units.held + units.unreleased)}
          height="12"
          rx="6"
        />
        <rect class="held" width={share(units.available + units.held)} height="12" rx="6" />
        <rect class="available" width={share(units.available)} height="12" rx="6" />
      </svg>
      <p class="notes">
        <span>{words.soldShare(Math.floor((100 * units.confirmed) / offered))}</span>
        {othersHeld > 0 && <span class="held">{words.heldByOthers(othersHeld)}</span>}
        {units.unreleased > 0 && <span>{words.unreleased(units.unreleased)}</span>}
      </p>
    </div>
  );
}

/** Units that this customer holds: they are not held by others. */
function myHeldUnits(model: SaleModel): number {
  const stage = model.stage.value;
  return stage.kind === "held" ? stage.reservation.units : 0;
}
