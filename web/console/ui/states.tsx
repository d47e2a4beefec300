/** What a page shows while it has nothing, cannot have it, or has it from before. */
import type { ComponentChildren } from "preact";
import type { ReadonlySignal } from "@preact/signals";
import type { Locale } from "../../shared/format.ts";
import type { Refusal, Shell } from "../shell.ts";
import { wordsOf } from "../words.ts";

/** Grey lines in the shape of what comes. */
export function Skeleton({ shell, lines = 4 }: { shell: Shell; lines?: number }) {
  return (
    <div class="skeleton" role="status" aria-busy="true">
      <span class="sr-only">{wordsOf(shell.locale.value).loading}</span>
      {Array.from({ length: lines }, (_, line) => <i key={line} />)}
    </div>
  );
}

/** There is nothing yet, and how to change that. */
export function Empty({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="card empty">
      <p>{text}</p>
      {children}
    </div>
  );
}

/** It could not be read: the server's own words, and a button. */
export function Failed(
  { shell, refusal, retry }: { shell: Shell; refusal: Refusal; retry: () => unknown },
) {
  const words = wordsOf(shell.locale.value);
  return (
    <div class="card failed" role="alert">
      <p>{refusal.text ?? words.offline}</p>
      {refusal.code !== "not-found" && refusal.code !== "forbidden" && (
        <button
          type="button"
          class="button"
          onClick={() => void retry()}
        >
          {words.retry}
        </button>
      )}
    </div>
  );
}

/** The value, or what stands in its place. An old value stays while a newer one cannot be read. */
export function Loaded<Value>(
  { shell, of, children, lines }: {
    shell: Shell;
    of: {
      readonly value: ReadonlySignal<Value | null>;
      readonly failure: ReadonlySignal<Refusal | null>;
      load(): Promise<void>;
    };
    children: (value: Value) => ComponentChildren;
    lines?: number;
  },
) {
  const value = of.value.value;
  const failure = of.failure.value;
  if (value !== null) return <>{children(value)}</>;
  if (failure !== null) return <Failed shell={shell} refusal={failure} retry={of.load} />;
  return <Skeleton shell={shell} {...(lines === undefined ? {} : { lines })} />;
}

/** As of when a figure is: `截至 20:00:05`. */
export function AsOf({ shell, asOf }: { shell: Shell; asOf: string | null }) {
  if (asOf === null) return null;
  return (
    <p class="as-of-line">
      {wordsOf(shell.locale.value).asOf(clockSeconds(Date.parse(asOf)))}
    </p>
  );
}

/** Lists and statistics stand still: since when, and that sales go on. */
export function StaleBanner({ shell }: { shell: Shell }) {
  const sinceMs = shell.staleSinceMs.value;
  if (sinceMs === null) return null;
  return (
    <p class="banner warn" role="status">
      {wordsOf(shell.locale.value).stale(clockSeconds(sinceMs))}
    </p>
  );
}

/** `20:00:05` in China. */
export function clockSeconds(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(11, 19);
}

/** Text of a language. */
export function say<Text>(both: Readonly<Record<Locale, Text>>, shell: Shell): Text {
  return both[shell.locale.value];
}
