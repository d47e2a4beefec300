import { count, money } from "../../shared/format.ts";
import type { ReferralModel } from "./model.ts";
import type { Words } from "./words.ts";

/** A participant's figures: who came, who counts, what was earned and what is coming. */
export function Progress({ model, words }: { model: ReferralModel; words: Words }) {
  const me = model.me.value;
  if (me === null) return null;
  const { qualified, invited, clicks, ...earned } = me.progress;
  const w = words.progress;
  return (
    <section class="card my-progress" aria-labelledby="progress">
      <h2 id="progress">
        {w.title} {me.rank !== null && <em>{w.rank(me.rank)}</em>}
      </h2>
      <dl class="figures">
        <Figure name={w.qualified} value={qualified} unit={w.people} main />
        <Figure name={w.invited} value={invited} unit={w.people} />
        <Figure name={w.clicks} value={clicks} unit={w.times} />
      </dl>
      <dl class="earned">
        <div>
          <dt>{w.earned}</dt>
          <dd>{sum(earned.earnedFen, earned.earnedPoints, words)}</dd>
        </div>
        <div>
          <dt>{w.coming}</dt>
          <dd>{sum(earned.comingFen, earned.comingPoints, words)}</dd>
        </div>
      </dl>
      {me.inviter !== null && <p class="small">{w.invitedBy(me.inviter.name)}</p>}
    </section>
  );
}

function Figure(
  { name, value, unit, main = false }: {
    name: string;
    value: number;
    unit: string;
    main?: boolean;
  },
) {
  return (
    <div class={main ? "main" : ""}>
      <dt>{name}</dt>
      <dd>
        <strong>{count(value)}</strong> <small>{unit}</small>
      </dd>
    </div>
  );
}

/** `¥10.00 · 100 积分`; both may be negative after something was taken back. */
function sum(fen: number, points: number, words: Words): string {
  const parts = [
    ...(fen === 0 ? [] : [money(fen)]),
    ...(points === 0 ? [] : [words.reward.points(points)]),
  ];
  return parts.length === 0 ? words.progress.nothing : parts.join(" · ");
}
