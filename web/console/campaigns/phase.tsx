import type { PhaseJson } from "../../shared/api.ts";
import type { Kind } from "./form.ts";
import type { Words } from "./words.ts";

/** The phase of a campaign as a coloured word. */
export function Phase(
  { phase, words, kind = "flash-sale" }: { phase: PhaseJson; words: Words; kind?: Kind },
) {
  const word = phase === "open" && kind === "referral" ? words.running : words.phase[phase];
  return <span class={`phase ${phase}`}>{word}</span>;
}
