import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Shell } from "../shell.ts";

/** What is asked of the server while somebody types: after a pause, not at each key. */
const REST_MS = 300;

/** A text once it has not changed for a moment. */
export function useRested(shell: Shell, text: string): string {
  const rested = useSignal(text);
  useEffect(() => {
    if (text === rested.peek()) return;
    return shell.outside.after(REST_MS, () => rested.value = text);
  }, [text]);
  return rested.value;
}
