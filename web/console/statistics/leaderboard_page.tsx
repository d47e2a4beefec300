/** Who is first: managers by one figure, and how equals are told apart. */
import type { LeaderboardJson, LeaderJson, RankMeasureJson } from "../../shared/api_statistics.ts";
import { when } from "../../shared/format.ts";
import { Choice } from "../bank/field.tsx";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { AsOf, Empty, Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { figureText } from "./figure.tsx";
import { Period } from "./period.tsx";
import { placeOf, proofOf } from "./place.ts";
import { STATISTICS, type StatisticsWords } from "./words.ts";

const SHOWN_MAX = 100;
const RANKED: readonly RankMeasureJson[] = [
  "orders",
  "netFen",
  "units",
  "grabs",
  "newCustomers",
  "newVisitors",
  "joins",
  "qualified",
  "visits",
  "clicks",
  "shares",
];

export function LeaderboardPage({ shell, query }: PageProps) {
  const words = STATISTICS[shell.locale.value];
  const { from, to, unit } = placeOf(query, shell.nowMs.peek());
  const measure = RANKED.find((one) => one === query.get("measure")) ?? "orders";
  const asked = { from, to, measure, ...(unit === null ? {} : { unit }) };
  const board = useResource<LeaderboardJson>(
    shell,
    `/api/v1/leaderboard?${new URLSearchParams({ ...asked, limit: String(SHOWN_MAX) })}`,
    { refreshMs: 10_000 },
  );
  const go = (part: Partial<typeof asked>) =>
    shell.go(`${hrefOf("/leaderboard")}?${new URLSearchParams({ ...asked, ...part })}`, {
      replace: true,
    });
  return (
    <>
      <Title title={words.board.title}>
        <Period shell={shell} days={{ from, to }} onChange={go} />
      </Title>
      <div class="filters">
        <Choice
          name="measure"
          label={words.board.measure}
          value={measure}
          options={RANKED.map((one) => [one, words.measures[one]] as const)}
          onChange={(next) => go({ measure: next })}
        />
      </div>
      <Loaded shell={shell} of={board} lines={8}>
        {(value) => <Board shell={shell} value={value} words={words} />}
      </Loaded>
    </>
  );
}

function Board(
  { shell, value, words }: { shell: Shell; value: LeaderboardJson; words: StatisticsWords },
) {
  return (
    <>
      {value.mine !== null && (
        <p class="mine-rank" role="status">
          <strong>{words.board.mine(value.mine.rank, value.mine.of)}</strong>
          <span>{figureText(value.measure, value.mine.value)}</span>
        </p>
      )}
      {value.items.length === 0
        ? <Empty text={words.board.empty} />
        : (
          <div class="scroll card" tabIndex={0} role="region" aria-label={words.board.title}>
            <table class="grid-table board">
              <thead>
                <tr>
                  <th scope="col" class="number">{words.board.rank}</th>
                  <th scope="col">{words.columns.manager}</th>
                  <th scope="col" class="number">{words.measures[value.measure]}</th>
                  <th scope="col">{words.board.reached}</th>
                </tr>
              </thead>
              <tbody>
                {value.items.map((one) => (
                  <Row key={one.manager} shell={shell} value={value} one={one} words={words} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      <p class="quiet note-line">{value.tieBreak}</p>
      <AsOf shell={shell} asOf={value.asOf} />
    </>
  );
}

function Row(
  { shell, value, one, words }: {
    shell: Shell;
    value: LeaderboardJson;
    one: LeaderJson;
    words: StatisticsWords;
  },
) {
  const text = figureText(value.measure, one.value);
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const own = one.manager === shell.staff.value?.id;
  return (
    <tr class={own ? "asked" : undefined}>
      <td class="number rank">{one.rank}</td>
      <th scope="row">
        {one.name}
        <small>{one.unit.name}</small>
      </th>
      <td class="number">
        {one.href === null ? text : (
          <a
            class="figure"
            href={proofOf(one.href)}
            aria-label={words.proof.of(words.measures[value.measure], text)}
          >
            {text}
          </a>
        )}
      </td>
      <td class="quiet">
        {one.reachedAt === null
          ? "–"
          : when(Math.floor(Date.parse(one.reachedAt) / 1000) * 1000, at)}
      </td>
    </tr>
  );
}
