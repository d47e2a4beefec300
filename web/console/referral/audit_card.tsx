import { useSignal } from "@preact/signals";
import type { AuditJson } from "../../shared/api.ts";
import type { ReferralAuditJson, RewardStateJson } from "../../shared/api_referral.ts";
import { count, money } from "../../shared/format.ts";
import type { Words } from "../campaigns/words.ts";
import { amountText, gaugesOf } from "./budget.ts";
import type { ReferralModel } from "./referral_model.ts";
import type { ReferralWords } from "./words.ts";

const TERMS = ["available", "held", "paid", "withdrawn"] as const;
const STATES: readonly RewardStateJson[] = [
  "pending",
  "held",
  "flagged",
  "approved",
  "paid",
  "rejected",
  "clawed-back",
];

/** 账实核对: the budget against every reward, computed from the journal as stored. */
export function ReferralAuditCard(
  { model, common, words }: { model: ReferralModel; common: Words; words: ReferralWords },
) {
  const audit = useSignal<AuditJson | null>(null);
  const busy = useSignal(false);
  async function run(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    audit.value = await model.audit();
    busy.value = false;
  }
  return (
    <section class="card audit" aria-label={common.audit.title}>
      <h2>
        <span>{common.audit.title}</span>
        <button type="button" class="button" aria-disabled={busy.value} onClick={run}>
          {common.audit.run}
        </button>
      </h2>
      <div role="status">
        {busy.value
          ? <p class="quiet">{common.audit.running}</p>
          : audit.value === null
          ? <p class="quiet">{common.audit.hint}</p>
          : <Result audit={audit.value} common={common} words={words} />}
      </div>
    </section>
  );
}

function Result(
  { audit, common, words }: { audit: AuditJson; common: Words; words: ReferralWords },
) {
  return (
    <>
      <p class={`verdict ${audit.conserved ? "good" : "bad"}`}>
        {audit.conserved ? `✓ ${common.audit.good}` : `✗ ${common.audit.bad}`}
      </p>
      {audit.referral !== undefined && <Books books={audit.referral} words={words} />}
      <p class="quiet">{words.audit.head(audit.journalHead)}</p>
      {audit.violations.length > 0 && (
        <ul class="violations">{audit.violations.map((one) => <li key={one}>{one}</li>)}</ul>
      )}
    </>
  );
}

function Books({ books, words }: { books: ReferralAuditJson; words: ReferralWords }) {
  const names = { ...words.budget.parts, withdrawn: words.audit.withdrawn };
  const rewards = STATES.filter((state) => books.rewards[state].rewards > 0);
  return (
    <>
      {gaugesOf(books).map(({ pool, of }) => (
        <p key={pool} class="equation">
          <b>
            {amountText(pool, of.total)}
            <i>{words.budget.total}</i>
          </b>
          {TERMS.map((term, index) => (
            <span key={term}>
              {index === 0 ? "=" : "+"}
              <b>
                {amountText(pool, of[term])}
                <i>{names[term]}</i>
              </b>
            </span>
          ))}
        </p>
      ))}
      <p>{words.audit.people(books.participants, books.invited, books.qualified)}</p>
      {rewards.length > 0 && (
        <table class="compare">
          <caption class="sr-only">{words.rewards.title}</caption>
          <thead class="sr-only">
            <tr>
              <th scope="col">{words.rewards.state}</th>
              <th scope="col">{words.audit.number}</th>
              <th scope="col">{words.rewards.columns.fen}</th>
            </tr>
          </thead>
          <tbody>
            {rewards.map((state) => (
              <tr key={state}>
                <th scope="row">{words.reward.states[state]}</th>
                <td class="number">{count(books.rewards[state].rewards)}</td>
                <td class="number">{money(books.rewards[state].fen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
