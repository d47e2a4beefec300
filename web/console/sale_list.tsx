import type { CampaignSummaryJson } from "../shared/api.ts";
import { count, money, span } from "../shared/format.ts";
import { mayCreate } from "./action.ts";
import type { ConsoleModel } from "./model.ts";
import { hashOf } from "./place.ts";
import { Phase } from "./phase.tsx";
import type { Words } from "./words.ts";

/** All sales in reach, newest first. */
export function SaleList({ model, words }: { model: ConsoleModel; words: Words }) {
  const items = model.items.value;
  const staff = model.staff.value;
  return (
    <>
      <header class="title">
        <h1 tabIndex={-1}>{words.sales}</h1>
        {staff && mayCreate(staff) && (
          <a class="button brand" href={hashOf({ kind: "new" })}>{words.newSale}</a>
        )}
      </header>
      {items === null
        ? <p class="quiet" aria-busy="true">{words.loading}</p>
        : items.length === 0
        ? <p class="card quiet">{words.noSales}</p>
        : <Table model={model} words={words} items={items} />}
      {model.hasMore.value && (
        <button
          type="button"
          class="button"
          onClick={() => void model.loadMore()}
        >
          {words.more}
        </button>
      )}
    </>
  );
}

function Table(
  { model, words, items }: {
    model: ConsoleModel;
    words: Words;
    items: readonly CampaignSummaryJson[];
  },
) {
  const c = words.columns;
  return (
    <table class="card list">
      <thead>
        <tr>
          <th scope="col">{c.title}</th>
          <th scope="col">{c.phase}</th>
          <th scope="col">{c.time}</th>
          <th scope="col" class="number">{c.units}</th>
          <th scope="col" class="number">{c.price}</th>
          <th scope="col">{c.author}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => <Row key={item.id} model={model} words={words} item={item} />)}
      </tbody>
    </table>
  );
}

function Row(
  { model, words, item }: { model: ConsoleModel; words: Words; item: CampaignSummaryJson },
) {
  const at = { nowMs: model.nowMs.value, locale: model.locale.value };
  return (
    <tr>
      <td>
        <a href={hashOf({ kind: "sale", id: item.id })}>{item.title}</a>
      </td>
      <td>
        <Phase phase={item.phase} words={words} />
      </td>
      <td class="time">
        {span({ fromMs: Date.parse(item.startsAt), toMs: Date.parse(item.endsAt) }, at)}
      </td>
      <td class="number">{count(item.units)}</td>
      <td class="number">{item.priceFen === 0 ? words.free : money(item.priceFen)}</td>
      <td class="author">{item.author}</td>
    </tr>
  );
}
