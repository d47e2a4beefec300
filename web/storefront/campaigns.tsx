import type { StorefrontCampaignJson } from "../shared/api_storefront.ts";
import { left, money, pad, when } from "../shared/format.ts";
import type { BlockData } from "./data.ts";
import { Icon } from "./icons.tsx";
import type { StorefrontModel } from "./model.ts";

/** Sales that are on or coming, each with its countdown. */
export function Campaigns(
  { block, model }: { block: Extract<BlockData, { kind: "campaigns" }>; model: StorefrontModel },
) {
  return (
    <section class="campaigns" aria-labelledby="campaigns-title">
      <h2 id="campaigns-title">{model.words.campaigns}</h2>
      <ul>
        {block.items.map((one) => (
          <li key={one.id}>
            <Sale sale={one} model={model} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sale({ sale, model }: { sale: StorefrontCampaignJson; model: StorefrontModel }) {
  const { words, locale } = model;
  const nowMs = model.nowMs.value;
  const state = stateAt(sale, nowMs);
  const atMs = Date.parse(state === "coming" ? sale.startsAt : sale.endsAt);
  return (
    <a
      class={`sale ${state}`}
      href={model.link(`/c/${sale.id}`)}
      onClick={() => model.track({ kind: "campaign", item: sale.id })}
    >
      <span class="status">{words.state[state]}</span>
      <strong>{sale.title}</strong>
      <span class="what">{sale.product}</span>
      <span class="terms">
        <b class="price">{sale.priceFen === 0 ? words.free : money(sale.priceFen)}</b>
        {state !== "sold-out" && (
          <span class="time">
            {state === "coming" ? words.startsIn : words.endsIn}
            <Left durationMs={atMs - nowMs} days={words.days} />
            <span class="sr-only">{when(atMs, { nowMs, locale })}</span>
          </span>
        )}
      </span>
      <span class="go" aria-hidden="true">
        <Icon name="go" />
      </span>
    </a>
  );
}

/** A page may be older than the opening: time alone opens a sale. */
export function stateAt(
  sale: StorefrontCampaignJson,
  nowMs: number,
): StorefrontCampaignJson["state"] {
  return sale.state === "coming" && nowMs >= Date.parse(sale.startsAt) ? "open" : sale.state;
}

/** The running digits are for eyes; beside them stands the instant. */
function Left({ durationMs, days: word }: { durationMs: number; days: string }) {
  const { days, hours, minutes, seconds } = left(durationMs);
  return (
    <span class="digits" aria-hidden="true">
      {days > 0 && <i>{`${days} ${word}`}</i>}
      {`${pad(hours)}:${pad(minutes)}:${pad(seconds)}`}
    </span>
  );
}
