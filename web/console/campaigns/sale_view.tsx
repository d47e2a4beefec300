import { useSignal } from "@preact/signals";
import type { StaffCampaignJson } from "../../shared/api.ts";
import { money, when } from "../../shared/format.ts";
import { type ActionName, actionsFor, isSelling, mayAudit } from "./action.ts";
import { ActionDialog } from "./action_dialog.tsx";
import { AuditCard } from "./audit_card.tsx";
import { LiveCard } from "./live_card.tsx";
import type { SaleModel } from "./sale_model.ts";
import { hrefOf } from "../route.ts";
import { Phase } from "./phase.tsx";
import type { Words } from "./words.ts";

/** One sale: what it does now, what can be done with it, whether its books balance, and who did what. */
export function SaleView({ model, words }: { model: SaleModel; words: Words }) {
  const asked = useSignal<ActionName | null>(null);
  const sale = model.sale.value;
  const staff = model.shell.staff.value;
  if (sale === null || !staff) return <p class="quiet" aria-busy="true">{words.loading}</p>;
  const actions = actionsFor(sale, staff);
  const published = sale.phase !== "draft" && sale.phase !== "in-review";
  return (
    <>
      <header class="title">
        <div>
          <p class="crumb">
            <a href={hrefOf("/campaigns")}>{words.back}</a>
          </p>
          <h1 tabIndex={-1}>{sale.title}</h1>
          <p class="under">
            <Phase phase={sale.phase} words={words} />
            {sale.soldOut !== "no" && isSelling(sale.phase) && (
              <span class="phase sold">{words.soldOut[sale.soldOut]}</span>
            )}
          </p>
        </div>
        {published && <Links sale={sale} words={words} />}
      </header>
      <Approval sale={sale} words={words} />
      {actions.length > 0 && (
        <div class="actions" role="group" aria-label={sale.title}>
          {actions.map((action, index) => (
            <button
              key={action}
              type="button"
              class={buttonClass(action, index)}
              onClick={() => asked.value = action}
            >
              {words.actions[action]}
            </button>
          ))}
          {sale.phase === "draft" && (
            <a class="button" href={hrefOf("/campaigns/:id/edit", { id: sale.id })}>{words.edit}</a>
          )}
        </div>
      )}
      <div class="grid">
        <LiveCard model={model} sale={sale} words={words} />
        {published && mayAudit(staff) && <AuditCard model={model} words={words} />}
        <Details model={model} sale={sale} words={words} />
        <History model={model} sale={sale} words={words} />
      </div>
      {asked.value !== null && (
        <ActionDialog
          key={asked.value}
          model={model}
          sale={sale}
          words={words}
          action={asked.value}
          onClose={() => asked.value = null}
        />
      )}
    </>
  );
}

function buttonClass(action: ActionName, index: number): string {
  if (action === "end" || action === "reject") return "button danger";
  return index === 0 && action !== "pause" && action !== "extend" ? "button brand" : "button";
}

function Approval({ sale, words }: { sale: StaffCampaignJson; words: Words }) {
  if (sale.phase !== "in-review") return null;
  return (
    <p class="note">
      {sale.approvedBy === null ? words.needsOther : words.approvedBy(sale.approvedBy)}
    </p>
  );
}

function Links({ sale, words }: { sale: StaffCampaignJson; words: Words }) {
  const copied = useSignal(false);
  const path = `/c/${encodeURIComponent(sale.id)}`;
  return (
    <p class="links">
      <a class="button" href={path} target="_blank" rel="noopener">{words.openPage}</a>
      <button
        type="button"
        class="button"
        onClick={async () => {
          // Absent on plain HTTP; the link beside it still works.
          await navigator.clipboard?.writeText(new URL(path, location.href).href);
          copied.value = true;
        }}
      >
        {copied.value ? words.copied : words.copyLink}
      </button>
    </p>
  );
}

function Details(
  { model, sale, words }: { model: SaleModel; sale: StaffCampaignJson; words: Words },
) {
  const labels = words.form.labels;
  const at = { nowMs: model.shell.nowMs.value, locale: model.shell.locale.value };
  const rows: readonly (readonly [string | undefined, string])[] = [
    [labels.product, sale.product],
    [words.columns.price, sale.priceFen === 0 ? words.free : money(sale.priceFen)],
    [labels.startsAt, when(Date.parse(sale.startsAt), at)],
    [labels.endsAt, when(Date.parse(sale.endsAt), at)],
    [labels.perCustomerMax, words.perPerson(sale.perCustomerMax, sale.perOrderMax)],
    [labels.holdSeconds, words.hold(sale.holdSeconds)],
    ...sale.releases.map((one) =>
      [
        labels.releases,
        `${when(Date.parse(one.at), at)} · ${one.units}`,
      ] as const
    ),
    ...(sale.eligibility?.newCustomersOnly ? [[labels.newCustomersOnly, "✓"] as const] : []),
    ...(sale.eligibility?.tags ? [[labels.tags, sale.eligibility.tags.join(" ")] as const] : []),
    [words.columns.author, sale.author],
  ];
  return (
    <section class="card">
      <h2>{words.details}</h2>
      <dl class="details">
        {rows.map(([name, value]) => (
          <div key={`${name}${value}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function History(
  { model, sale, words }: { model: SaleModel; sale: StaffCampaignJson; words: Words },
) {
  const at = { nowMs: model.shell.nowMs.value, locale: model.shell.locale.value };
  return (
    <section class="card">
      <h2>{words.history}</h2>
      <ol class="history">
        {sale.history.toReversed().map((one) => (
          <li key={`${one.at}${one.what}`}>
            <strong>{words.deeds[one.what] ?? one.what}</strong>
            <span>{one.by === "time" ? words.byTime : one.by}</span>
            <time dateTime={one.at}>{when(Math.floor(Date.parse(one.at) / 1000) * 1000, at)}</time>
            {one.reason !== null && <em>{one.reason}</em>}
          </li>
        ))}
      </ol>
    </section>
  );
}
