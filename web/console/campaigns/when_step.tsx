import type { ComponentChildren, ComponentProps } from "preact";
import { fromLocalInput, span, toLocalInput } from "../../shared/format.ts";
import { hrefOf } from "../route.ts";
import { Input } from "../ui/input.tsx";
import type { BuilderWords } from "./builder_words.ts";
import { Releases } from "./releases.tsx";
import { type CommonBuilder, fieldOf, type StepProps } from "./step_fields.ts";
import type { Words } from "./words.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;

/** From when to when, and in which portions. */
export function WhenStep(props: StepProps) {
  const { model, words, builder } = props;
  return (
    <>
      <Times
        model={model}
        words={words}
        fieldOf={(name) => fieldOf(props, name)}
        {...{ starts: builder.quickStart, lengths: builder.quickLength, builder }}
      />
      <div class="wide">
        <Overlaps {...props} />
        <Releases model={model} words={words} />
      </div>
    </>
  );
}

type QuickChoice = readonly (readonly [label: string, minutes: number])[];

/** Start and end, with the usual ones at hand. */
export function Times(
  { model, words, builder, fieldOf, starts, lengths }: {
    model: CommonBuilder;
    words: Words;
    builder: BuilderWords;
    fieldOf: (name: "startsAt" | "endsAt") => ComponentProps<typeof Input>;
    starts: QuickChoice;
    lengths: QuickChoice;
  },
) {
  const { startsAt, endsAt } = model.texts.value;
  const startsAtMs = fromLocalInput(startsAt);
  const lengthMs = (fromLocalInput(endsAt) ?? 0) - (startsAtMs ?? 0);
  const start = (ms: number) => {
    const endMs = ms + (lengthMs > 0 ? lengthMs : 2 * HOUR_MS);
    model.set({ startsAt: toLocalInput(ms), endsAt: toLocalInput(endMs) }, "startsAt");
  };
  return (
    <>
      <div>
        <Input {...fieldOf("startsAt")} type="datetime-local" hint={words.form.china} />
        <Quick label={builder.startsIn}>
          {starts.map(([label, minutes]) => (
            <button
              key={label}
              type="button"
              class="chip"
              onClick={() => start(quickStartMs(minutes, model.shell.nowMs.peek()))}
            >
              {label}
            </button>
          ))}
        </Quick>
      </div>
      <div>
        <Input {...fieldOf("endsAt")} type="datetime-local" hint={words.form.china} />
        <Quick label={builder.lasts}>
          {lengths.map(([label, minutes]) => (
            <button
              key={label}
              type="button"
              class="chip"
              aria-pressed={lengthMs === minutes * MINUTE_MS}
              onClick={() => {
                if (startsAtMs === null) return;
                model.set({ endsAt: toLocalInput(startsAtMs + minutes * MINUTE_MS) }, "endsAt");
              }}
            >
              {label}
            </button>
          ))}
        </Quick>
      </div>
    </>
  );
}

function Quick({ label, children }: { label: string; children: ComponentChildren }) {
  return <p class="quick" role="group" aria-label={label}>{children}</p>;
}

/** Minutes from now; 0 is the next full hour, a negative number the next such hour of the day in China. */
export function quickStartMs(minutes: number, nowMs: number): number {
  if (minutes > 0) return Math.ceil((nowMs + minutes * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  if (minutes === 0) return Math.ceil((nowMs + 1) / HOUR_MS) * HOUR_MS;
  const chinaMs = nowMs + 8 * HOUR_MS;
  const dayMs = Math.floor(chinaMs / DAY_MS) * DAY_MS - 8 * HOUR_MS;
  const atMs = dayMs - minutes * HOUR_MS;
  return atMs > nowMs ? atMs : atMs + DAY_MS;
}

/** Sales of the same product at the same time. */
export function Overlaps({ model, builder }: StepProps) {
  const sales = model.overlaps.value;
  if (sales.length === 0) return <div role="status" />;
  const at = { nowMs: model.shell.nowMs.value, locale: model.shell.locale.value };
  return (
    <div class="note" role="status">
      <strong>{builder.overlapTitle}</strong>
      <ul>
        {sales.map((one) => {
          const times = { fromMs: Date.parse(one.startsAt), toMs: Date.parse(one.endsAt) };
          return (
            <li key={one.id}>
              <a href={hrefOf("/campaigns/:id", { id: one.id })} target="_blank">
                {builder.overlap(one.title, span(times, at))}
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
