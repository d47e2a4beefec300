import type { PhaseJson } from "../../shared/api.ts";
import type { Words } from "./words.ts";

/** The phase of a sale as a coloured word. */
export function Phase({ phase, words }: { phase: PhaseJson; words: Words }) {
  return <span class={`phase ${phase}`}>{words.phase[phase]}</span>;
}
