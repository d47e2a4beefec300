import { faceOf } from "./face.ts";
import type { ReferralModel } from "./model.ts";
import type { Notice } from "./state.ts";
import type { Words } from "./words.ts";

/** What went well. */
const DONE: readonly Notice[] = ["joined", "copied", "shared"];

/** The one action, within reach of the thumb, and the sentence that goes with it. */
export function ActBar({ model, words }: { model: ReferralModel; words: Words }) {
  const face = faceOf(model, words);
  const notice = model.notice.value;
  return (
    <div class="act-bar">
      <p
        class={`line ${notice === null ? "" : DONE.includes(notice) ? "done" : "notice"}`}
        id="act-line"
      >
        {notice === null ? face.line : words.notice[notice]}
      </p>
      <div class="row">
        <button
          type="button"
          class={`the-button ${face.tone}`}
          // Not `disabled`: that would take the focus from whoever waits on it with a keyboard.
          aria-disabled={!face.enabled}
          aria-busy={model.busy.value !== null}
          aria-describedby="act-line"
          onClick={() => face.enabled && void model.act()}
        >
          {face.label}
        </button>
      </div>
    </div>
  );
}

/** Speaks what matters, once each: how an action ended, and every friend that counts. */
export function Announcer({ model, words }: { model: ReferralModel; words: Words }) {
  const notice = model.notice.value;
  const stage = model.stage.value;
  const qualified = model.me.value?.progress.qualified ?? 0;
  // Without the running digits, so that it changes with the stage only.
  const line = stage.kind === "early" ? words.line.early : faceOf(model, words).line;
  return (
    <>
      <p class="sr-only" role="status">{notice === null ? line : words.notice[notice]}</p>
      <p class="sr-only" role="status">
        {qualified === 0 ? "" : words.announce.qualified(qualified)}
      </p>
    </>
  );
}
