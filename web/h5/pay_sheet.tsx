import { useSignal } from "@preact/signals";
import { money, shortLeft } from "../shared/format.ts";
import type { Payment, SaleModel } from "./model.ts";
import { Sheet } from "./sheet.tsx";
import type { Words } from "./words.ts";

const OUTCOMES: readonly Payment[] = ["pay", "fail", "late"];

/** Asks for the payment; in a demonstration also how it should end. */
export function PaySheet({ model, words }: { model: SaleModel; words: Words }) {
  const outcome = useSignal<Payment>("pay");
  const stage = model.stage.value;
  const held = stage.kind === "held" ? stage : null;
  const fen = held === null ? 0 : held.reservation.priceFen * held.reservation.units;
  const close = () => model.openSheet(null);
  return (
    <Sheet
      open={model.sheet.value === "pay" && held !== null}
      title={fen === 0 ? words.pay.titleFree : words.pay.title}
      closeLabel={words.pay.close}
      onClose={close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void model.pay(outcome.value);
        }}
      >
        <p class="amount">
          <span>{words.pay.amount}</span>
          <strong>{money(fen)}</strong>
          {held !== null && (
            <span class="left">{shortLeft(held.expiresAtMs - model.nowMs.value)}</span>
          )}
        </p>
        {model.demo && fen > 0 && (
          <fieldset class="sandbox">
            <legend>{words.pay.sandbox}</legend>
            {OUTCOMES.map((one) => (
              <label key={one}>
                <input
                  type="radio"
                  name="outcome"
                  value={one}
                  checked={outcome.value === one}
                  onChange={() => outcome.value = one}
                />
                {words.pay.outcome[one]}
              </label>
            ))}
          </fieldset>
        )}
        <button type="submit" class="the-button act" autofocus>
          {fen === 0 ? words.pay.submitFree : words.pay.submit(fen)}
        </button>
      </form>
    </Sheet>
  );
}

/** Giving up a unit asks once, and says what happens with it. */
export function CancelSheet({ model, words }: { model: SaleModel; words: Words }) {
  return (
    <Sheet
      open={model.sheet.value === "cancel" && model.stage.value.kind === "held"}
      title={words.cancel}
      closeLabel={words.keep}
      onClose={() => model.openSheet(null)}
    >
      <p>{words.cancelAsk}</p>
      <div class="choices">
        <button type="button" class="button" onClick={() => model.openSheet(null)}>
          {words.keep}
        </button>
        <button type="button" class="button danger" onClick={() => void model.cancel()}>
          {words.cancelYes}
        </button>
      </div>
    </Sheet>
  );
}
