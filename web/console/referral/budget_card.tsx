import { useSignal } from "@preact/signals";
import type { StaffReferralJson } from "../../shared/api_referral.ts";
import { when } from "../../shared/format.ts";
import { amountText, type Gauge, gaugesOf } from "./budget.ts";
import { BudgetDialog } from "./budget_dialog.tsx";
import type { ReferralModel } from "./referral_model.ts";
import { mayChangeBudget } from "./rights.ts";
import type { ReferralWords } from "./words.ts";

const CHANGEABLE: readonly string[] = ["scheduled", "warming", "open", "paused"];

/** What is paid, kept and left of the budget, and a way to change it. */
export function BudgetCard(
  { model, campaign, words }: {
    model: ReferralModel;
    campaign: StaffReferralJson;
    words: ReferralWords;
  },
) {
  const asks = useSignal(false);
  const staff = model.shell.staff.value;
  const gauges = gaugesOf(campaign.budget);
  const changeable = CHANGEABLE.includes(campaign.phase) && staff && mayChangeBudget(staff);
  return (
    <section class="card budget" aria-label={words.budget.title}>
      <h2>
        <span>{words.budget.title}</span>
        {changeable && (
          <button
            type="button"
            class="button small-button"
            onClick={() => asks.value = true}
          >
            {words.budget.edit}
          </button>
        )}
      </h2>
      <Warning model={model} campaign={campaign} gauges={gauges} words={words} />
      {gauges.map((one) => <GaugeView key={one.pool} gauge={one} words={words} />)}
      <AsOfLine model={model} words={words} />
      {asks.value && (
        <BudgetDialog
          model={model}
          gauges={gauges}
          words={words}
          onClose={() => asks.value = false}
        />
      )}
    </section>
  );
}

function Warning(
  { model, campaign, gauges, words }: {
    model: ReferralModel;
    campaign: StaffReferralJson;
    gauges: readonly Gauge[];
    words: ReferralWords;
  },
) {
  if (campaign.soldOut === "final") return <p class="note" role="status">{words.budget.empty}</p>;
  // Whoever added to the budget since is not warned of what was.
  if (campaign.budgetWarnedAt === null || gauges.every((one) => !one.low)) return null;
  const at = { nowMs: model.shell.nowMs.value, locale: model.shell.locale.value };
  const warnedMs = Math.floor(Date.parse(campaign.budgetWarnedAt) / 1000) * 1000;
  return <p class="note" role="status">{words.budget.warned(when(warnedMs, at))}</p>;
}

function GaugeView({ gauge, words }: { gauge: Gauge; words: ReferralWords }) {
  const { pool, of } = gauge;
  const text = (amount: number) => amountText(pool, amount);
  const parts = words.budget.parts;
  const said = gauge.parts.map(({ part }) => `${parts[part]} ${text(of[part])}`).join(words.joint);
  const starts = gauge.parts.map((_, index) =>
    gauge.parts.slice(0, index).reduce((sum, one) => sum + one.share, 0)
  );
  return (
    <div class="gauge">
      <h3>
        <span>{words.budget.pools[pool]}</span>
        <strong>{text(gauge.present)}</strong>
        {gauge.low && <span class="phase sold">{words.budget.low}</span>}
      </h3>
      <svg
        class="parts"
        width="100%"
        height="16"
        role="img"
        aria-label={words.reward.because(words.budget.pools[pool], said)}
      >
        <rect class="track" width="100%" height="16" />
        {gauge.parts.map(({ part, share }, index) => (
          <rect
            key={part}
            class={PART_CLASS[part]}
            x={`${100 * (starts[index] ?? 0)}%`}
            width={`${100 * share}%`}
            height="16"
          />
        ))}
      </svg>
      <dl class="tiles">
        {gauge.parts.map(({ part }) => (
          <div key={part} class={PART_CLASS[part]}>
            <dt>{parts[part]}</dt>
            <dd>{text(of[part])}</dd>
          </div>
        ))}
      </dl>
      {of.withdrawn > 0 && <p class="quiet small">{words.budget.withdrawn(text(of.withdrawn))}</p>}
    </div>
  );
}

/** The colours of a sale's units: sold, held, free. */
const PART_CLASS = { paid: "confirmed", held: "held", available: "available" } as const;

/** As of when it is, or since when the connection is lost. */
export function AsOfLine({ model, words }: { model: ReferralModel; words: ReferralWords }) {
  const time = new Date(model.asOfMs.value + 8 * 3_600_000).toISOString().slice(11, 19);
  return (
    <p class="as-of">
      <span class={model.connected.value ? "" : "bad"}>
        {model.connected.value ? words.live.asOf(time) : words.live.lost(time)}
      </span>
    </p>
  );
}
