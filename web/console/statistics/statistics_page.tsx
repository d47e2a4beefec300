/** Figures of three domains at every level, from the province down to one manager's days. */
import type {
  MeasureJson,
  StatisticsJson,
  StatisticsLineJson,
} from "../../shared/api_statistics.ts";
import type { UnitDetailJson } from "../../shared/api_organisation.ts";
import { Listed } from "./table.tsx";
import type { PageProps } from "../page_table.ts";
import { useList, useResource } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { DayChart } from "./day_chart.tsx";
import { Figure } from "./figure.tsx";
import { Period } from "./period.tsx";
import {
  CHARTED,
  chartPath,
  DOMAINS,
  hrefAt,
  MEASURES,
  placeOf,
  type StatisticsPlace,
  tablePath,
} from "./place.ts";
import { STATISTICS, type StatisticsWords } from "./words.ts";

export function StatisticsPage({ shell, query }: PageProps) {
  const words = STATISTICS[shell.locale.value];
  const place = placeOf(query, shell.nowMs.peek());
  const measures = MEASURES[place.domain];
  const byDay = useResource<StatisticsJson>(shell, chartPath(place), { refreshMs: 10_000 });
  const lines = useList<StatisticsLineJson>(shell, tablePath(place), { refreshMs: 10_000 });
  return (
    <>
      <Title title={words.title}>
        <Period
          shell={shell}
          days={place}
          onChange={(days) => shell.go(hrefAt({ ...place, ...days }), { replace: true })}
        />
      </Title>
      <Crumbs shell={shell} place={place} words={words} />
      <nav class="tabs" aria-label={words.domain}>
        {DOMAINS.map((domain) => (
          <a
            key={domain}
            href={hrefAt({ ...place, domain })}
            aria-current={domain === place.domain ? "page" : undefined}
          >
            {words.domains[domain]}
          </a>
        ))}
      </nav>
      <Loaded shell={shell} of={byDay}>
        {(value) => (
          <>
            <Totals value={value} measures={measures} words={words} />
            <DayChart
              shell={shell}
              items={value.items}
              measure={CHARTED[place.domain]}
              words={words}
            />
          </>
        )}
      </Loaded>
      <Listed shell={shell} of={lines} place={place} measures={measures} words={words} />
      <p class="quiet note-line">{words.proof.link}</p>
    </>
  );
}

function Totals(
  { value, measures, words }: {
    value: StatisticsJson;
    measures: readonly MeasureJson[];
    words: StatisticsWords;
  },
) {
  const { total, unattributed } = value;
  return (
    <dl class="figures">
      {measures.map((measure) => (
        <div key={measure} class="card">
          <dt>{words.measures[measure]}</dt>
          <dd>
            <Figure line={total} measure={measure} words={words} />
          </dd>
          {unattributed !== null && unattributed.figures[measure] > 0 && (
            <dd class="part">
              {words.unattributed} <Figure line={unattributed} measure={measure} words={words} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** Province › bank › outlet › manager, as far as one may look up. */
function Crumbs(
  { shell, place, words }: { shell: Shell; place: StatisticsPlace; words: StatisticsWords },
) {
  const own = shell.staff.value?.unit ?? "";
  const unit = place.unit ?? own;
  const detail = useResource<UnitDetailJson>(
    shell,
    unit === "" ? null : `/api/v1/units/${encodeURIComponent(unit)}`,
  );
  const here = detail.value.value;
  if (here === null) return null;
  const above = [...here.ancestors, here].filter((one) => one.id.length >= own.length);
  const shown = shell.staff.value?.role === "sre" ? [...here.ancestors, here] : above;
  return (
    <nav class="crumbs" aria-label={words.crumbs}>
      <ol>
        {shown.map((one, index) => {
          const last = index === shown.length - 1 && place.manager === null;
          return (
            <li key={one.id}>
              {last
                ? <span aria-current="true">{one.name}</span>
                : <a href={hrefAt({ ...place, unit: one.id, manager: null })}>{one.name}</a>}
            </li>
          );
        })}
        {place.manager !== null && <ManagerCrumb shell={shell} id={place.manager} />}
      </ol>
    </nav>
  );
}

function ManagerCrumb({ shell, id }: { shell: Shell; id: string }) {
  const staff = useResource<{ readonly name: string }>(
    shell,
    `/api/v1/staff/${encodeURIComponent(id)}`,
  );
  return (
    <li>
      <span aria-current="true">{staff.value.value?.name ?? id}</span>
    </li>
  );
}
