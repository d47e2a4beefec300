import type { ReferralAuditJson, RewardStateJson } from "../../shared/api_referral.ts";
import { count, money } from "../../shared/format.ts";
import { AuditCard, Equation } from "../campaigns/audit_card.tsx";
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

/** 账实核对: the budget against every reward. */
export function ReferralAuditCard(
  { model, common, words }: { model: ReferralModel; common: Words; words: ReferralWords },
) {
  return (
    <AuditCard
      model={model}
      words={common}
      books={({ referral, journalHead }) => (
        <>
          {referral !== undefined && <Books books={referral} words={words} />}
          <p class="quiet">{words.audit.head(journalHead)}</p>
        </>
      )}
    />
  );
}

function Books({ books, words }: { books: ReferralAuditJson; words: ReferralWords }) {
  const names = { ...words.budget.parts, withdrawn: words.audit.withdrawn };
  const rewards = STATES.filter((state) => books.rewards[state].rewards > 0);
  return (
    <>
      {gaugesOf(books).map(({ pool, of }) => (
        <Equation
          key={pool}
          total={{ text: amountText(pool, of.total), name: words.budget.total }}
          terms={TERMS.map((term) => ({ text: amountText(pool, of[term]), name: names[term] }))}
        />
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
