/** Reservations of all sales, and the referrals that one takes part in. */
import type { ComponentChildren } from "preact";
import type { ReservationJson } from "../../shared/api.ts";
import { money } from "../../shared/format.ts";
import { timeText } from "./coupons.tsx";
import type { PagedList } from "./list.ts";
import type { MeModel } from "./model.ts";
import type { Words } from "./words.ts";

/** Reservations, newest first. */
export function Orders({ model, words }: { model: MeModel; words: Words }) {
  return (
    <List list={model.orders} words={words} label={words.tabs.orders} empty={words.orders.empty}>
      {(one) => <Order key={one.id} order={one} model={model} words={words} />}
    </List>
  );
}

function Order(
  { order, model, words }: { order: ReservationJson; model: MeModel; words: Words },
) {
  const w = words.orders;
  const { units, priceFen, discountFen = 0, refundFen } = order;
  const overdue = order.state === "held" && Date.parse(order.expiresAt) <= model.nowMs.value;
  const state = overdue ? "expired" : order.state;
  const dueFen = priceFen * units - discountFen;
  return (
    <li class={`order ${state}`}>
      <p>
        <strong>{order.title ?? w.sale}</strong>
        <em class="badge">{w.state[state]}</em>
      </p>
      <p class="small">
        {w.units(units)} · {dueFen === 0 && discountFen === 0 ? w.free : money(dueFen)} ·{" "}
        {timeText(order.createdAt, model)}
      </p>
      {discountFen > 0 && <p class="small">{w.discount(discountFen)}</p>}
      {refundFen !== undefined && <p class="small">{w.refund(refundFen)}</p>}
      <p class="small number">{w.number} {order.id}</p>
      <a class="plain" href={`/c/${encodeURIComponent(order.campaignId)}`}>
        {state === "held" ? w.pay : w.open}
      </a>
    </li>
  );
}

/** Referrals, newest first. */
export function Invites({ model, words }: { model: MeModel; words: Words }) {
  const w = words.invites;
  return (
    <List list={model.invites} words={words} label={words.tabs.invites} empty={w.empty}>
      {(one) => (
        <li key={one.campaignId}>
          <p>
            <strong>{one.title}</strong>
          </p>
          <p class="small">
            {w.counts(one.qualified, one.invited)} · {w.joined(timeText(one.joinedAt, model))}
          </p>
          <a class="plain" href={`/c/${encodeURIComponent(one.campaignId)}`}>{w.open}</a>
        </li>
      )}
    </List>
  );
}

function List<Item>(
  { list, words, label, empty, children }: {
    list: PagedList<Item>;
    words: Words;
    label: string;
    empty: string;
    children: (item: Item) => ComponentChildren;
  },
) {
  const items = list.items.value;
  const failure = list.failure.value;
  return (
    <section class="card list" aria-label={label} aria-busy={list.busy.value}>
      {items === null && failure === null && <Skeleton words={words} />}
      {items?.length === 0 && <p class="empty">{empty}</p>}
      {items !== null && items.length > 0 && <ul>{items.map(children)}</ul>}
      {failure !== null && (
        <Failed
          offline={failure === "offline"}
          words={words}
          onRetry={() => void list.next()}
        />
      )}
      {failure === null && list.more.value && (
        <button
          type="button"
          class="button"
          aria-disabled={list.busy.value}
          onClick={() => void list.next()}
        >
          {words.more}
        </button>
      )}
    </section>
  );
}

/** Holds the place of what is being read. */
export function Skeleton({ words }: { words: Words }) {
  return (
    <div class="skeleton" role="status">
      <span class="sr-only">{words.loading}</span>
      <i /> <i /> <i />
    </div>
  );
}

/** What could not be read, and how to try again. */
export function Failed(
  { offline, words, onRetry }: { offline: boolean; words: Words; onRetry: () => void },
) {
  return (
    <div class="failed" role="status">
      <p>{offline ? words.offline : words.failed}</p>
      <button type="button" class="button" onClick={onRetry}>{words.retry}</button>
    </div>
  );
}
