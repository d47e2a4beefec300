import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Choice, Field } from "../bank/field.tsx";
import { KIT } from "../bank/words.ts";
import type { Refusal } from "../shell.ts";
import { Dialog } from "../ui/dialog.tsx";
import { amountText, deltaOf, type Gauge, type PoolName } from "./budget.ts";
import type { ReferralModel } from "./referral_model.ts";
import type { ReferralWords } from "./words.ts";

/** More or less of one pool; what is reserved or paid cannot be taken back. */
export function BudgetDialog(
  { model, gauges, words, onClose }: {
    model: ReferralModel;
    gauges: readonly Gauge[];
    words: ReferralWords;
    onClose: () => void;
  },
) {
  const pool = useSignal<PoolName>(gauges[0]?.pool ?? "fen");
  const text = useSignal("");
  const error = useSignal<string | null>(null);
  const busy = useSignal(false);
  // One key for one intention: a repetition after a lost answer does not act twice.
  const key = useMemo(() => model.newKey(), [pool.value, text.value]);
  const gauge = gauges.find((one) => one.pool === pool.value);
  if (gauge === undefined) return null;
  const said = (amount: number) => words.budget.amounts[gauge.pool](amountText(gauge.pool, amount));
  const delta = deltaOf(gauge.pool, text.value);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    error.value = delta === null ? words.budget.bad[pool.value] : null;
    if (delta === null || busy.value) return;
    busy.value = true;
    const refusal = await model.act("units", { delta, pool: pool.value }, key);
    busy.value = false;
    if (refusal !== null) {
      error.value = refusedText(refusal) ?? KIT[model.shell.locale.value].offline;
      return;
    }
    model.shell.say({ tone: "good", text: words.budget.done });
    onClose();
  }

  function refusedText(refusal: Refusal): string | null {
    const stranded = refusal.problem?.stranded;
    if (refusal.code === "would-strand" && stranded !== undefined) {
      return words.budget.stranded(said(stranded));
    }
    return refusal.fields[0]?.message ?? refusal.text;
  }

  return (
    <Dialog title={words.budget.edit} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <p>{words.budget.consequence(said(gauge.of.held), said(gauge.of.paid))}</p>
        {gauges.length > 1 && (
          <Choice
            name="pool"
            label={words.budget.pool}
            value={pool.value}
            options={gauges.map((one) => [one.pool, words.budget.pools[one.pool]] as const)}
            onChange={(value) => pool.value = value}
          />
        )}
        <Field
          name="delta"
          label={words.budget.delta[gauge.pool]}
          hint={delta === null
            ? words.budget.hint[gauge.pool](said(gauge.of.available))
            : words.budget.after(said(gauge.present + delta))}
          error={error.value}
          value={text.value}
          onInput={(value) => {
            text.value = value;
            error.value = null;
          }}
        />
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>{words.deeds.cancel}</button>
          <button type="submit" class="button brand" aria-disabled={busy.value}>
            {words.budget.edit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
