import type { Shell } from "../shell.ts";
import { Field } from "../bank/field.tsx";
import { lastDays } from "./place.ts";
import { STATISTICS } from "./words.ts";

interface Days {
  readonly from: string;
  readonly to: string;
}

/** Chooses days: one of three usual spans, or any. */
export function Period(
  { shell, days, onChange }: { shell: Shell; days: Days; onChange: (days: Days) => void },
) {
  const words = STATISTICS[shell.locale.value];
  const spans = [
    [words.periods.today, 1],
    [words.periods.week, 7],
    [words.periods.month, 30],
  ] as const;
  return (
    <div class="period">
      <div class="quick" role="group" aria-label={`${words.from} – ${words.to}`}>
        {spans.map(([label, many]) => {
          const span = lastDays(shell.nowMs.value, many);
          return (
            <button
              key={label}
              type="button"
              class="chip"
              aria-pressed={span.from === days.from && span.to === days.to}
              onClick={() => onChange(span)}
            >
              {label}
            </button>
          );
        })}
      </div>
      <Field
        name="from"
        kind="date"
        label={words.from}
        value={days.from}
        onInput={(from) => from !== "" && onChange({ ...days, from })}
      />
      <Field
        name="to"
        kind="date"
        label={words.to}
        value={days.to}
        onInput={(to) => to !== "" && onChange({ ...days, to })}
      />
    </div>
  );
}
