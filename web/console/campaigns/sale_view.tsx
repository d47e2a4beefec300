import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { StaffCampaignJson } from "../../shared/api.ts";
import type { RewardJson } from "../../shared/api_referral.ts";
import { type Locale, money, when } from "../../shared/format.ts";
import { type ActionName, actionsFor, isSelling, mayAudit, mayCreate } from "./action.ts";
import { ActionDialog } from "./action_dialog.tsx";
import { AuditCard } from "./audit_card.tsx";
import { LiveCard } from "./live_card.tsx";
import type { SaleModel } from "./sale_model.ts";
import { hrefOf } from "../route.ts";
import type { CampaignResultsJson } from "../../shared/api_statistics.ts";
import { useResource } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { StaffName } from "../ui/names.tsx";
import { Title } from "../ui/title.tsx";
import { liveWordsOf } from "./live_words.ts";
import { PaceCard } from "./pace_card.tsx";
import { Phase } from "./phase.tsx";
import { referralWordsOf } from "./referral/words.ts";
import { Results } from "./results_card.tsx";
import type { Words } from "./words.ts";

const RESULTS_MS = 4_000;

/** One sale: what it does now, what can be done with it, whether its books balance, and who did what. */
export function SaleView({ model, words }: { model: SaleModel; words: Words }) {
  const asked = useSignal<ActionName | null>(null);
  const { shell } = model;
  const sale = model.sale.value;
  const staff = shell.staff.value;
  const live = liveWordsOf(shell.locale.value);
  const published = sale !== null && sale.phase !== "draft" && sale.phase !== "in-review";
  const begun = sale !== null && published && sale.phase !== "scheduled";
  const results = useResource<CampaignResultsJson>(
    shell,
    begun ? `/api/v1/campaigns/${encodeURIComponent(sale.id)}/results` : null,
    { refreshMs: RESULTS_MS, paused: () => model.sale.peek()?.phase === "settled" },
  );
  useEffect(() => void (shell.name.value = sale?.title ?? null), [sale?.title]);
  if (sale === null || !staff) return null;
  const actions = actionsFor(sale, staff);
  return (
    <>
      <Title
        title={sale.title}
        back={{ href: hrefOf("/campaigns"), label: words.back }}
        under={
          <>
            <Phase phase={sale.phase} words={words} />
            {sale.soldOut !== "no" && isSelling(sale.phase) && (
              <span class="phase sold">{words.soldOut[sale.soldOut]}</span>
            )}
          </>
        }
      >
        {published && <Links sale={sale} words={words} />}
        <Clone shell={shell} id={sale.id} />
      </Title>
      <Approval model={model} sale={sale} words={words} />
      {actions.length > 0 && (
        <div class="actions" role="group" aria-label={sale.title}>
          {sale.phase === "draft" && mayCreate(staff) && (
            <a class="button" href={hrefOf("/campaigns/:id/edit", { id: sale.id })}>
              {words.edit}
            </a>
          )}
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
        </div>
      )}
      <div class="grid">
        <div class="column">
          <LiveCard model={model} sale={sale} words={words} />
          {isSelling(sale.phase) && begun && <PaceCard model={model} words={live} />}
          {begun && <Results shell={shell} words={live} results={results} />}
        </div>
        <div class="column">
          {published && mayAudit(staff) && <AuditCard model={model} words={words} />}
          <Details model={model} sale={sale} words={words} />
          <History model={model} sale={sale} words={words} />
        </div>
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

/** Its look: what stops is red. */
export function buttonClass(action: ActionName, index: number): string {
  if (action === "pause") return "button act";
  if (action === "end" || action === "reject") return "button danger";
  return index === 0 && action !== "extend" ? "button brand" : "button";
}

/** Who has approved, or that somebody else has to. */
export function Approval(
  { model, sale, words }: {
    model: Pick<SaleModel, "shell">;
    sale: Pick<StaffCampaignJson, "phase" | "approvedBy">;
    words: Words;
  },
) {
  if (sale.phase !== "in-review") return null;
  return (
    <p class="note">
      {sale.approvedBy === null ? words.needsOther : words.approved}{" "}
      {sale.approvedBy !== null && <StaffName shell={model.shell} id={sale.approvedBy} />}
    </p>
  );
}

/** To a new campaign with the same terms, for those who may write one. */
export function Clone({ shell, id }: { shell: Shell; id: string }) {
  const staff = shell.staff.value;
  if (!staff || !mayCreate(staff)) return null;
  const query = new URLSearchParams({ clone: id });
  return (
    <a class="button" href={`${hrefOf("/campaigns/new")}?${query}`}>
      {liveWordsOf(shell.locale.value).clone}
    </a>
  );
}

/** To the customers' page. */
export function Links(
  { sale, words }: { sale: Pick<StaffCampaignJson, "id">; words: Words },
) {
  const copied = useSignal(false);
  const path = `/c/${encodeURIComponent(sale.id)}`;
  return (
    <>
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
    </>
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
    ...(sale.grants === undefined
      ? []
      : [[labels.grants, grantText(sale.grants, at.locale)] as const]),
    ...(sale.eligibility?.newCustomersOnly ? [[labels.newCustomersOnly, "✓"] as const] : []),
    ...(sale.eligibility?.tags ? [[labels.tags, sale.eligibility.tags.join(" ")] as const] : []),
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
        <div>
          <dt>{words.columns.author}</dt>
          <dd>
            <StaffName shell={model.shell} id={sale.author} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function grantText(reward: RewardJson, locale: Locale): string {
  if (reward.kind === "points") return referralWordsOf(locale).reward.say(reward.amount);
  return `${reward.ref} ${money(reward.amount)}`;
}

/** Who did what and why, the newest first. */
export function History(
  { model, sale, words }: {
    model: Pick<SaleModel, "shell">;
    sale: Pick<StaffCampaignJson, "history">;
    words: Words;
  },
) {
  const at = { nowMs: model.shell.nowMs.value, locale: model.shell.locale.value };
  return (
    <section class="card">
      <h2>{words.history}</h2>
      <ol class="history">
        {sale.history.toReversed().map((one) => (
          <li key={`${one.at}${one.what}`}>
            <strong>{words.deeds[one.what] ?? one.what}{deltaOf(one)}</strong>
            <span>
              {one.by === "time" ? words.byTime : <StaffName shell={model.shell} id={one.by} />}
            </span>
            <time dateTime={one.at}>{when(Math.floor(Date.parse(one.at) / 1000) * 1000, at)}</time>
            {one.reason !== null && <em>{one.reason}</em>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How many more or fewer: ` +50`, ` −20`, ` −¥1,700.00`. */
function deltaOf({ units, pool, what }: StaffCampaignJson["history"][number]): string {
  if (units === undefined || units === 0) return "";
  const amount = pool === "fen" ? money(Math.abs(units)) : String(Math.abs(units));
  return what === "released" ? ` ${amount}` : ` ${units > 0 ? "+" : "−"}${amount}`;
}
