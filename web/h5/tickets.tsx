import type { ReservationJson } from "../shared/api.ts";
import { money, when } from "../shared/format.ts";
import type { SaleModel } from "./model.ts";
import type { Words } from "./words.ts";

/** What this customer has in the sale: a receipt for each reservation, newest first. */
export function Tickets({ model, words }: { model: SaleModel; words: Words }) {
  const reservations = model.me.value?.reservations ?? [];
  const shown = reservations.filter((one) => one.state !== "cancelled").slice(0, 5);
  if (shown.length === 0) return null;
  return (
    <section class="tickets" aria-label={words.ticket.title}>
      {shown.map((one) => <Ticket key={one.id} reservation={one} model={model} words={words} />)}
    </section>
  );
}

function Ticket(
  { reservation, model, words }: { reservation: ReservationJson; model: SaleModel; words: Words },
) {
  const { id, units, priceFen, state, expiresAt, refundFen, discountFen = 0 } = reservation;
  const expiresAtMs = Date.parse(expiresAt);
  const overdue = state === "held" && expiresAtMs <= model.nowMs.value;
  const shown = overdue ? "expired" : state;
  const pending = shown === "expired" && model.paymentPending.value;
  const t = words.ticket;
  return (
    <article class={`card ticket ${shown}`}>
      <h2>
        <span>{t.title}</span>
        <em>{pending ? words.button.pending : t.state[shown]}</em>
      </h2>
      <dl>
        <div>
          <dt>{t.units}</dt>
          <dd>{units} {words.unit}</dd>
        </div>
        <div>
          <dt>{t.amount}</dt>
          <dd>{priceFen === 0 ? words.free : money(priceFen * units - discountFen)}</dd>
        </div>
        <div class="number">
          <dt>{t.number}</dt>
          <dd>{id}</dd>
        </div>
      </dl>
      {shown === "held" && priceFen > 0 && (
        <p>
          {t.payBefore(
            when(Math.floor(expiresAtMs / 1000) * 1000, {
              nowMs: model.nowMs.value,
              locale: model.locale.value,
            }),
          )}
        </p>
      )}
      {discountFen > 0 && <p>{words.pay.discount(discountFen)}</p>}
      {refundFen !== undefined && <p>{t.refund(refundFen)}</p>}
    </article>
  );
}
