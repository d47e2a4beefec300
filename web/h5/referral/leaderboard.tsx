import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { LeaderJson } from "../../shared/api_referral.ts";
import type { ReferralModel } from "./model.ts";
import type { Words } from "./words.ts";

const SHORT = 5;
const MOVE_MS = 180;

/** Who has brought most; rows move to their new places as the campaign moves. */
export function Leaderboard({ model, words }: { model: ReferralModel; words: Words }) {
  const { leaders } = model.campaign.value;
  const me = model.me.value;
  const all = useSignal(false);
  const mine = me?.participant.id ?? null;
  const shown = leaders.filter((one) => all.value || one.rank <= SHORT || one.id === mine);
  const list = useMoves(shown);
  const w = words.board;
  const onIt = leaders.some((one) => one.id === mine);
  return (
    <section class="card list board" aria-labelledby="board">
      <h2 id="board">{w.title}</h2>
      {leaders.length === 0 ? <p class="empty">{w.empty}</p> : (
        <ol ref={list}>
          {shown.map((one) => (
            <li key={one.id} data-id={one.id} class={one.id === mine ? "mine" : ""}>
              <b class={one.rank <= 3 ? `rank top${one.rank}` : "rank"}>
                <span class="sr-only">{w.rank(one.rank)}</span>
                <span aria-hidden="true">{one.rank}</span>
              </b>
              <span class="name">
                {one.name} {one.id === mine && <em class="badge">{w.me}</em>}
              </span>
              <strong>{w.people(one.qualified)}</strong>
            </li>
          ))}
        </ol>
      )}
      {leaders.length > SHORT && (
        <button
          type="button"
          class="plain"
          aria-expanded={all.value}
          onClick={() => all.value = !all.value}
        >
          {all.value ? w.few : w.all(leaders.length)}
        </button>
      )}
      {me !== null && !onIt && leaders.length > 0 && (
        <p class="small">{w.outside(me.progress.qualified)}</p>
      )}
    </section>
  );
}

/** Rows whose place changed glide there from where they were; nothing moves where motion is not wanted. */
function useMoves(rows: readonly LeaderJson[]) {
  const list = useRef<HTMLOListElement>(null);
  const tops = useRef(new Map<string, number>());
  const order = rows.map((one) => one.id).join(" ");
  useLayoutEffect(() => {
    const now = new Map<string, number>();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const row of list.current?.children ?? []) {
      if (!(row instanceof HTMLElement)) continue;
      const id = row.dataset.id ?? "";
      const before = tops.current.get(id);
      now.set(id, row.offsetTop);
      if (still || before === undefined || before === row.offsetTop) continue;
      row.animate(
        [{ transform: `translateY(${before - row.offsetTop}px)` }, { transform: "none" }],
        { duration: MOVE_MS, easing: "ease-out" },
      );
    }
    tops.current = now;
  }, [order]);
  return list;
}
