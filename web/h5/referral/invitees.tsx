import { when } from "../../shared/format.ts";
import { toMinute } from "../minute.ts";
import type { ReferralModel } from "./model.ts";
import type { Words } from "./words.ts";

const INVITEES_MAX = 50;

/** Friends who came, masked, each with where they stand and why. */
export function Invitees({ model, words }: { model: ReferralModel; words: Words }) {
  const me = model.me.value;
  if (me === null) return null;
  const w = words.invitees;
  const time = (iso: string) =>
    when(toMinute(iso), {
      nowMs: model.nowMs.value,
      locale: model.locale.value,
    });
  return (
    <section class="card list" aria-labelledby="invitees">
      <h2 id="invitees">{w.title}</h2>
      {me.invitees.length === 0 ? <p class="empty">{w.empty}</p> : (
        <ul>
          {me.invitees.slice(0, INVITEES_MAX).map((one) => (
            <li key={one.id} class={`invitee ${one.state}`}>
              <p>
                <strong>{one.name}</strong>
                <em class="badge">{w.state[one.state]}</em>
              </p>
              <p class="small">{w.joined(time(one.joinedAt))}</p>
              {one.why !== null && <p class="small">{one.why}</p>}
            </li>
          ))}
        </ul>
      )}
      {me.progress.invited > Math.min(INVITEES_MAX, me.invitees.length) &&
        me.invitees.length > 0 && (
        <p class="small">{w.more(Math.min(INVITEES_MAX, me.invitees.length))}</p>
      )}
    </section>
  );
}
