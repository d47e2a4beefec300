import { faceOf, noticeText } from "./button.ts";
import type { SaleModel } from "./model.ts";
import type { Words } from "./words.ts";

/** The one action, within reach of the thumb, and the sentence that goes with it. */
export function ActBar({ model, words }: { model: SaleModel; words: Words }) {
  const face = faceOf(model, words);
  const notice = noticeText(model, words);
  const stage = model.stage.value;
  return (
    <div class="act-bar">
      <p class={notice === null ? "line" : "line notice"} id="act-line">{notice ?? face.line}</p>
      <div class="row">
        {stage.kind === "open" && stage.unitsMax > 1 && (
          <Quantity model={model} words={words} max={stage.unitsMax} />
        )}
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
      <Second model={model} words={words} />
    </div>
  );
}

function Second({ model, words }: { model: SaleModel; words: Words }) {
  const stage = model.stage.value;
  if (stage.kind === "held" && !model.paymentPending.value) {
    return (
      <button type="button" class="plain" onClick={() => model.openSheet("cancel")}>
        {words.cancel}
      </button>
    );
  }
  if (stage.kind === "waiting") {
    return (
      <button type="button" class="plain" onClick={() => void model.leaveWaiting()}>
        {words.leaveWaiting}
      </button>
    );
  }
  return null;
}

function Quantity({ model, words, max }: { model: SaleModel; words: Words; max: number }) {
  const quantity = model.quantity.value;
  return (
    <div class="quantity" role="group" aria-label={words.quantity}>
      <button
        type="button"
        aria-label={words.fewer}
        disabled={quantity <= 1}
        onClick={() => model.choose(quantity - 1)}
      >
        −
      </button>
      <output aria-live="polite">{quantity}</output>
      <button
        type="button"
        aria-label={words.more}
        disabled={quantity >= max}
        onClick={() => model.choose(quantity + 1)}
      >
        +
      </button>
    </div>
  );
}
