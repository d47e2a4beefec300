import { count, money } from "../../../shared/format.ts";
import { mostOfInviter, rewardsOf, worstCaseOf } from "../../../shared/liability.ts";
import type { ReferralStepProps } from "./fields.tsx";
import { termsOf } from "./terms.ts";

/** The most that it can cost by its terms, beside what the budget holds it to; it moves as one types. */
export function Liability({ model, own }: ReferralStepProps) {
  const { worst } = own;
  const terms = termsOf(model.texts.value);
  if (rewardsOf(terms.rewards).length === 0) {
    return (
      <div class="worst wide">
        <h3>{worst.title}</h3>
        <p class="quiet">{worst.unknown}</p>
      </div>
    );
  }
  const { fen, rewards, cappedFen, cappedRewards } = worstCaseOf(terms);
  const budgeted = terms.budget.fen !== undefined || terms.budget.units !== undefined;
  const most = mostOfInviter(terms);
  const lines = [
    fen === null || rewards === null
      ? worst.unbounded
      : worst.terms(terms.expectedParticipants ?? 0, money(fen), rewards),
    budgeted
      ? worst.capped(cappedFen === null ? null : money(cappedFen), cappedRewards)
      : worst.noBudget,
    most === null ? worst.inviterUnbounded : worst.inviter(money(most)),
  ];
  return (
    <div class="worst wide" role="status">
      <h3>{worst.title}</h3>
      {fen !== null && fen > 0 && budgeted && cappedFen !== null && (
        <Bars terms={fen} budget={cappedFen} own={own} />
      )}
      <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </div>
  );
}

/** Both to one scale, from zero. */
function Bars(
  { terms, budget, own }: { terms: number; budget: number; own: ReferralStepProps["own"] },
) {
  const percent = Math.min(100, Math.floor((budget / terms) * 100));
  return (
    <div class="bars">
      <p>
        <span>{own.worst.bars.terms}</span>
        <i style={{ width: "100%" }} />
        <b>{money(terms)}</b>
      </p>
      <p>
        <span>{own.worst.bars.budget}</span>
        <i class="held" style={{ width: `${Math.max(1, percent)}%` }} />
        <b>{money(budget)}</b>
      </p>
      <p class="quiet">{own.worst.covers(Number(count(percent)))}</p>
    </div>
  );
}
