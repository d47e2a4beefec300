import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { money, shortLeft } from "../shared/format.ts";
import { discountOf, fittingCoupons } from "./coupon_choice.ts";
import type { Payment, SaleModel } from "./model.ts";
import { Sheet } from "./sheet.tsx";
import type { Words } from "./words.ts";

const OUTCOMES: readonly Payment[] = ["pay", "fail", "late"];

/** Asks for the payment, with a coupon where one fits; in a demonstration also how it should end. */
export function PaySheet({ model, words }: { model: SaleModel; words: Words }) {
  const stage = model.stage.value;
  const held = stage.kind === "held" ? stage : null;
  const fullFen = held === null ? 0 : held.reservation.priceFen * held.reservation.units;
  return (
    <Sheet
      open={model.sheet.value === "pay" && held !== null}
      title={fullFen === 0 ? words.pay.titleFree : words.pay.title}
      closeLabel={words.pay.close}
      onClose={() => model.openSheet(null)}
    >
      <PayForm
        model={model}
        words={words}
        fullFen={fullFen}
        leftMs={held === null ? 0 : held.expiresAtMs - model.nowMs.value}
      />
    </Sheet>
  );
}

function PayForm(
  { model, words, fullFen, leftMs }: {
    model: SaleModel;
    words: Words;
    fullFen: number;
    leftMs: number;
  },
) {
  const outcome = useSignal<Payment>("pay");
  useEffect(() => {
    if (fullFen > 0) void model.readCoupons();
  }, []);
  const fitting = fittingCoupons(model.coupons.value ?? [], {
    dueFen: fullFen,
    nowMs: model.nowMs.value,
  });
  const taken = fitting.find((one) => one.id === model.couponId.value) ?? null;
  const discountFen = taken === null ? 0 : discountOf(taken, fullFen);
  const dueFen = fullFen - discountFen;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void model.pay(outcome.value, taken?.id ?? null);
      }}
    >
      <p class="amount">
        <span>{words.pay.amount}</span>
        <strong>{money(dueFen)}</strong>
        <span class="left">{shortLeft(leftMs)}</span>
      </p>
      {discountFen > 0 && <p class="why" role="status">{words.pay.discount(discountFen)}</p>}
      {fitting.length > 0 && (
        <fieldset class="sandbox coupon-choice">
          <legend>{words.pay.coupon}</legend>
          <label>
            <input
              type="radio"
              name="coupon"
              checked={taken === null}
              onChange={() => model.takeCoupon(null)}
            />
            {words.pay.noCoupon}
          </label>
          {fitting.map((one) => (
            <label key={one.id}>
              <input
                type="radio"
                name="coupon"
                checked={taken === one}
                onChange={() => model.takeCoupon(one.id)}
              />
              {one.rules.title} {words.pay.off(discountOf(one, fullFen))}
            </label>
          ))}
        </fieldset>
      )}
      {model.demo && dueFen > 0 && (
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
        {fullFen === 0
          ? words.pay.submitFree
          : dueFen === 0
          ? words.pay.submitCoupon
          : words.pay.submit(dueFen)}
      </button>
    </form>
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
