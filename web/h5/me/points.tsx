import type { PointsEntryJson } from "../../shared/api_wallet.ts";
import { count } from "../../shared/format.ts";
import { timeText } from "./coupons.tsx";
import type { MeModel } from "./model.ts";
import type { Words } from "./words.ts";

/** Points: how many, from when, until when, and every entry. */
export function Points({ model, words }: { model: MeModel; words: Words }) {
  const points = model.wallet.value?.points;
  if (points === undefined) return null;
  const { balance, locked, expiring, entries } = points;
  const w = words.points;
  return (
    <>
      <section class="card points" aria-label={w.balance}>
        <p>{w.balance}</p>
        <p class={balance < 0 ? "balance negative" : "balance"}>{signed(balance, false)}</p>
        {balance < 0 && <p class="small">{w.negative}</p>}
        {locked > 0 && <p class="small">{w.locked(locked)}</p>}
        {expiring !== null && (
          <p class="small">{w.expiring(expiring.points, timeText(expiring.at, model))}</p>
        )}
      </section>
      <section class="card list" aria-labelledby="entries">
        <h2 id="entries">{w.entries}</h2>
        {entries.length === 0 ? <p class="empty">{w.empty}</p> : (
          <ul>
            {entries.map((one) => <Entry key={one.no} {...{ entry: one, model, words }} />)}
          </ul>
        )}
      </section>
    </>
  );
}

function Entry(
  { entry, model, words }: { entry: PointsEntryJson; model: MeModel; words: Words },
) {
  const w = words.points;
  const nowMs = model.nowMs.value;
  const { lockedUntil, expiresAt } = entry;
  const notes = [
    w.against[entry.against],
    timeText(entry.at, model),
    ...(lockedUntil !== null && nowMs < Date.parse(lockedUntil)
      ? [w.lockedUntil(timeText(lockedUntil, model))]
      : []),
    ...(entry.points > 0 && expiresAt !== null ? [w.expires(timeText(expiresAt, model))] : []),
  ];
  return (
    <li>
      <p>
        <strong>{entry.title}</strong>
        <b class={entry.points < 0 ? "minus" : "plus"}>{signed(entry.points, true)}</b>
      </p>
      <p class="small">{notes.join(" · ")}</p>
      <p class="small">{w.left(entry.balance)}</p>
    </li>
  );
}

/** `+1,200`, `−50`: a sign that is read. */
function signed(points: number, plus: boolean): string {
  const sign = points < 0 ? "−" : plus && points > 0 ? "+" : "";
  return `${sign}${count(Math.abs(points))}`;
}
