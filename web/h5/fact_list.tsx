import type { CampaignJson } from "../shared/api.ts";
import { span, when } from "../shared/format.ts";
import type { SaleModel } from "./model.ts";
import type { Words } from "./words.ts";

/** The sale's terms. */
export function FactList({ model, words }: { model: SaleModel; words: Words }) {
  const sale = model.campaign.value;
  const locale = model.locale.value;
  const nowMs = Date.parse(sale.serverTime);
  const time = (iso: string) => when(Date.parse(iso), { nowMs, locale });
  const facts = words.facts;
  const limits = [facts.perCustomer(sale.perCustomerMax)];
  if (sale.perCustomerMax > 1) limits.push(facts.perOrder(sale.perOrderMax));
  return (
    <section class="card terms" aria-label={words.rules}>
      <dl>
        <Fact
          name={facts.time}
          text={span({ fromMs: Date.parse(sale.startsAt), toMs: Date.parse(sale.endsAt) }, {
            nowMs,
            locale,
          })}
        />
        <Fact name={facts.limit} text={limits.join(" · ")} />
        {sale.priceFen > 0 && <Fact name={facts.hold} text={facts.holdText(sale.holdSeconds)} />}
        {sale.releases.length > 0 && (
          <Fact
            name={facts.releases}
            text={sale.releases.map((one) => facts.release(time(one.at), one.units)).join(" · ")}
          />
        )}
        {sale.grants !== undefined && (
          <Fact
            name={facts.grants}
            text={facts.grant[sale.grants.kind](sale.grants.amount)}
          />
        )}
        {sale.look?.note && <Fact name={facts.note} text={sale.look.note} />}
        {who(sale, words) !== null && <Fact name={facts.who} text={who(sale, words) ?? ""} />}
      </dl>
      <details>
        <summary>{words.rules}</summary>
        <ol>{words.ruleList.map((rule) => <li key={rule}>{rule}</li>)}</ol>
      </details>
      {model.signedIn.value && (
        <button
          type="button"
          class="plain"
          onClick={() => void model.signOut()}
        >
          {words.signOut}
        </button>
      )}
    </section>
  );
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function who(sale: CampaignJson, words: Words): string | null {
  const { newCustomersOnly, tags, orgUnitIds } = sale.eligibility ?? {};
  const parts = [
    ...(newCustomersOnly ? [words.facts.newOnly] : []),
    ...(tags !== undefined && tags.length > 0 ? [words.facts.tagged] : []),
    ...(orgUnitIds !== undefined && orgUnitIds.length > 0 ? [words.facts.orgUnits] : []),
  ];
  return parts.length === 0 ? null : parts.join(" · ");
}
