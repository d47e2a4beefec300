import { count, shortLeft } from "../../shared/format.ts";
import { TimeChart } from "../charts/time_chart.tsx";
import { peakOf, sellOutInMs } from "./pace.ts";
import type { SaleModel } from "./sale_model.ts";
import type { LiveWords } from "./live_words.ts";

const SECONDS_MIN = 60;

/** Units taken per second as the stream tells it, and when they are gone at this pace. */
export function PaceCard({ model, words }: { model: SaleModel; words: LiveWords }) {
  const pace = model.pace.value;
  const units = model.sale.value?.units;
  if (units === undefined || pace.perSecond.length === 0) return null;
  // The axis is a minute wide from the first look on.
  const early = Math.max(0, SECONDS_MIN - pace.perSecond.length);
  const perSecond = [...Array<number>(early).fill(0), ...pace.perSecond];
  const first = pace.atS - perSecond.length + 1;
  const left = sellOutInMs(pace, units.available);
  return (
    <section class="card pace" aria-label={words.pace}>
      <TimeChart
        shell={model.shell}
        title={words.pace}
        at={perSecond.map((_, index) => first + index)}
        series={[{
          label: words.perSecond,
          values: perSecond,
          colour: "brand",
          kind: "bars",
        }]}
        heightPx={150}
      />
      <dl class="facts">
        <div>
          <dt>{words.now}</dt>
          <dd>{count(pace.perSecond.at(-2) ?? 0)}</dd>
        </div>
        <div>
          <dt>{words.peak}</dt>
          <dd>{count(peakOf(pace))}</dd>
        </div>
        <div>
          <dt>{words.sellOut}</dt>
          <dd>{left === null ? words.unknown : words.about(shortLeft(left))}</dd>
        </div>
      </dl>
    </section>
  );
}
