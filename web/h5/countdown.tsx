import { left, pad } from "../shared/format.ts";
import type { SaleModel } from "./model.ts";
import type { Words } from "./words.ts";

/** Counts down to the opening or to the end, in server time. */
export function Countdown({ model, words }: { model: SaleModel; words: Words }) {
  const { startsAt, endsAt } = model.campaign.value;
  const kind = model.stage.value.kind;
  if (kind === "ended" || kind === "sold-out") return null;
  const early = model.nowMs.value < Date.parse(startsAt);
  const parts = left(Date.parse(early ? startsAt : endsAt) - model.nowMs.value);
  const { days, hours, minutes, seconds } = parts;
  const w = words.countdown;
  return (
    <div class={`countdown ${early ? "early" : "running"}`}>
      <span class="label" id="countdown-label">{early ? w.early : w.open}</span>
      <span
        class="digits"
        role="timer"
        aria-live="off"
        aria-labelledby="countdown-label"
      >
        <span class="sr-only">{words.countdownRead(days, hours, minutes, seconds)}</span>
        <span aria-hidden="true">
          {days > 0 && <Digits value={String(days)} unit={w.days} />}
          <Digits value={pad(hours)} unit={w.hours} />
          <Digits value={pad(minutes)} unit={w.minutes} />
          <Digits value={pad(seconds)} unit={w.seconds} />
        </span>
      </span>
    </div>
  );
}

function Digits({ value, unit }: { value: string; unit: string }) {
  return (
    <>
      <b>{value}</b>
      <i>{unit}</i>
    </>
  );
}
