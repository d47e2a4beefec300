import { faceOf, noticeText } from "./button.ts";
import { left } from "../shared/format.ts";
import type { SaleModel } from "./model.ts";
import type { Words } from "./words.ts";

const MINUTES: readonly number[] = [60, 30, 10, 5, 1];

/** Speaks changes that matter, once each: a new stage, a refusal, a few marks of the countdown. */
export function Announcer({ model, words }: { model: SaleModel; words: Words }) {
  return (
    <>
      <p class="sr-only" role="status">{spoken(model, words)}</p>
      <p class="sr-only" role="status">{mark(model, words)}</p>
    </>
  );
}

function spoken(model: SaleModel, words: Words): string {
  const notice = noticeText(model, words);
  if (notice !== null) return notice;
  // Without the running digits, so that it changes with the stage only.
  const { line } = faceOf(model, words);
  return model.stage.value.kind === "open" ? `${words.announce.open}。${line}` : line;
}

function mark(model: SaleModel, words: Words): string {
  const deadlineMs = model.deadlineMs.value;
  const { kind } = model.stage.value;
  if (deadlineMs === null || (kind !== "early" && kind !== "held")) return "";
  const { totalSeconds } = left(deadlineMs - model.nowMs.value);
  if (kind === "held") {
    if (totalSeconds <= 30) return words.announce.payLast;
    const minutes = [5, 2, 1].findLast((one) => totalSeconds <= one * 60);
    return minutes === undefined ? "" : words.announce.payLeft(minutes);
  }
  if (totalSeconds <= 10) return words.announce.seconds(10);
  const minutes = MINUTES.findLast((one) => totalSeconds <= one * 60);
  return minutes === undefined ? "" : words.announce.minutes(minutes);
}
