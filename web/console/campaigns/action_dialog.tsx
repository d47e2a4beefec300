import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { StaffCampaignJson } from "../../shared/api.ts";
import { fromLocalInput, toLocalInput, when } from "../../shared/format.ts";
import type { ActionName } from "./action.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Input } from "../ui/input.tsx";
import type { SaleModel } from "./sale_model.ts";
import type { ConsequenceFacts, Words } from "./words.ts";

/** What acts: a sale's model, or another campaign's. */
export type Acting = Pick<SaleModel, "shell" | "act" | "newKey">;

/** What the dialog says of a campaign. */
export type Acted = Pick<StaffCampaignJson, "startsAt" | "endsAt" | "units"> & {
  readonly waiting?: number;
};

/** Asks before an action: what follows from it, in numbers, and what it needs to know. */
export function ActionDialog(
  { model, sale, words, action, onClose }: {
    model: Acting;
    sale: Acted;
    words: Words;
    action: ActionName;
    onClose: () => void;
  },
) {
  const text = useSignal(
    action === "extend" ? toLocalInput(Date.parse(sale.endsAt) + 3_600_000) : "",
  );
  const error = useSignal<string | null>(null);
  const busy = useSignal(false);
  // One key for one intention: a repetition after a lost answer does not act twice.
  const key = useMemo(() => model.newKey(), [text.value]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const body = bodyOf(action, text.value, sale);
    error.value = body === undefined ? faultOf(action, words) : null;
    if (body === undefined || busy.value) return;
    busy.value = true;
    const refusal = await model.act(action, body, key);
    busy.value = false;
    if (refusal !== null) {
      error.value = refusal.fields[0]?.message ?? refusal.text ?? words.offline;
      return;
    }
    model.shell.say({ tone: "good", text: words.done[action] });
    onClose();
  }

  return (
    <Dialog title={words.actions[action]} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <p>{words.consequence[action](factsOf(model, sale))}</p>
        <Question
          action={action}
          sale={sale}
          words={words}
          text={text.value}
          error={error.value}
          onInput={(value) => text.value = value}
        />
        <p class="error" role="alert">{error.value}</p>
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>{words.ask.cancel}</button>
          <button
            type="submit"
            class={action === "end" || action === "pause" ? "button act" : "button brand"}
            aria-disabled={busy.value}
          >
            {words.actions[action]}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Question(
  { action, sale, words, text, error, onInput }: {
    action: ActionName;
    sale: Acted;
    words: Words;
    text: string;
    error: string | null;
    onInput: (value: string) => void;
  },
) {
  const ask = words.ask;
  const common = { name: "answer", value: text, error: error === null ? null : "", onInput };
  switch (action) {
    case "reject":
      return <Input {...common} label={ask.reason} hint={null} />;
    case "pause":
    case "end":
      return <Input {...common} label={`${ask.reason}${ask.optional}`} hint={null} />;
    case "extend":
      return (
        <>
          <Input {...common} label={ask.endsAt} type="datetime-local" hint={words.form.china} />
          <p class="quick">
            {ask.later.map(([minutes, label]) => (
              <button
                key={label}
                type="button"
                class="button"
                onClick={() => onInput(toLocalInput(Date.parse(sale.endsAt) + minutes * 60_000))}
              >
                {label}
              </button>
            ))}
          </p>
        </>
      );
    case "units": {
      const delta = deltaOf(text);
      const hint = delta === null
        ? ask.deltaHint(sale.units.available + sale.units.unreleased)
        : ask.newTotal(sale.units.total - sale.units.withdrawn + delta);
      return <Input {...common} label={ask.delta} hint={hint} />;
    }
    case "release":
      return (
        <Input
          {...common}
          label={ask.release}
          inputMode="numeric"
          hint={`1 – ${sale.units.unreleased}`}
        />
      );
    case "submit":
    case "approve":
    case "schedule":
    case "resume":
    case "archive":
    case "unarchive":
      return null;
  }
}

/** The body of the request; null for none, undefined where the answer is not right. */
function bodyOf(action: ActionName, text: string, sale: Acted): unknown {
  const reason = text.trim();
  switch (action) {
    case "reject":
      return reason === "" ? undefined : { reason };
    case "pause":
    case "end":
      return reason === "" ? null : { reason };
    case "extend": {
      const ms = fromLocalInput(text);
      if (ms === null || ms <= Date.parse(sale.endsAt)) return undefined;
      return { endsAt: new Date(ms).toISOString() };
    }
    case "units": {
      const delta = deltaOf(text);
      return delta === null ? undefined : { delta };
    }
    case "release": {
      const units = deltaOf(text);
      const right = units !== null && units > 0 && units <= sale.units.unreleased;
      return right ? { units } : undefined;
    }
    case "submit":
    case "approve":
    case "schedule":
    case "resume":
    case "archive":
    case "unarchive":
      return null;
  }
}

function faultOf(action: ActionName, words: Words): string {
  if (action === "extend") return words.ask.badTime;
  return action === "reject" ? words.ask.badReason : words.ask.badNumber;
}

function deltaOf(text: string): number | null {
  const delta = /^\s*[+-]?\d{1,9}\s*$/.test(text) ? Number(text) : 0;
  return delta === 0 ? null : delta;
}

function factsOf(model: Acting, sale: Acted): ConsequenceFacts {
  const at = { nowMs: model.shell.nowMs.value, locale: model.shell.locale.value };
  return {
    ...sale.units,
    waiting: sale.waiting ?? 0,
    startsAt: when(Date.parse(sale.startsAt), at),
    endsAt: when(Date.parse(sale.endsAt), at),
  };
}
