import { left, pad } from "../shared/format.ts";
import type { FrameWords } from "./frame_words.ts";

/** Counts down to the opening or to the end, in server time. */
export function Countdown(
  { startsAt, endsAt, nowMs, labels, words }: {
    startsAt: string;
    endsAt: string;
    nowMs: number;
    labels: { readonly early: string; readonly open: string };
    words: FrameWords;
  },
) {
  const early = nowMs < Date.parse(startsAt);
  const parts = left(Date.parse(early ? startsAt : endsAt) - nowMs);
  const { days, hours, minutes, seconds } = parts;
  const w = words.digits;
  return (
    <div class={`countdown ${early ? "early" : "running"}`}>
      <span class="label" id="countdown-label">{early ? labels.early : labels.open}</span>
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
