/** For the manager on the road: the code to be scanned, what to share, and how today goes. */
import { useSignal } from "@preact/signals";
import type { StaffJson } from "../../shared/api.ts";
import type { LinkJson, LinkListJson } from "../../shared/api_links.ts";
import type { LeaderboardJson, StatisticsJson } from "../../shared/api_statistics.ts";
import type { StorefrontJson, StorefrontTodayJson } from "../../shared/api_storefront.ts";
import { count } from "../../shared/format.ts";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { dayOf } from "../statistics/place.ts";
import { Dialog } from "../ui/dialog.tsx";
import { AsOf, Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { Campaigns } from "./campaigns.tsx";
import { Links } from "./links.tsx";
import { Poster } from "./poster.tsx";
import { qrPng, qrSvg } from "./share.ts";
import { MINE, type MineWords } from "./words.ts";

export function MinePage({ shell }: PageProps) {
  const staff = shell.staff.value;
  if (!staff) return null;
  return <Mine key={staff.id} shell={shell} staff={staff} />;
}

function Mine({ shell, staff }: { shell: Shell; staff: StaffJson }) {
  const words = MINE[shell.locale.value];
  const poster = useSignal<string | null>(null);
  const links = useResource<LinkListJson>(shell, "/api/v1/links?limit=100");
  const own = encodeURIComponent(staff.id);
  const storefront = useResource<StorefrontJson>(shell, `/api/v1/storefronts/${own}`);
  const campaigns =
    storefront.value.value?.blocks.flatMap((block) =>
      block.kind === "campaigns" ? block.items : []
    ) ?? null;
  return (
    <div class="mine">
      <Title title={words.title} />
      <Loaded shell={shell} of={links} lines={8}>
        {({ items, unreachable }) => {
          const printed = items.find((one) => one.printed);
          return (
            <>
              {unreachable !== null && <p class="banner warn">{unreachable}</p>}
              {printed !== undefined && (
                <Code shell={shell} staff={staff} link={printed} words={words} />
              )}
              <Today shell={shell} staff={staff} words={words} />
              {printed !== undefined && (
                <Campaigns
                  shell={shell}
                  words={words}
                  items={campaigns}
                  printed={printed}
                  onPoster={(id) => poster.value = id}
                />
              )}
              <Poster
                shell={shell}
                managerId={staff.id}
                words={words}
                campaigns={campaigns ?? []}
                chosen={poster.value}
                onChoose={(id) => poster.value = id}
              />
              <Links
                shell={shell}
                words={words}
                items={items}
                campaigns={campaigns ?? []}
                reload={links.load}
              />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Code(
  { shell, staff, link, words }: {
    shell: Shell;
    staff: StaffJson;
    link: LinkJson;
    words: MineWords;
  },
) {
  const large = useSignal(false);
  return (
    <section class="card code-card" aria-label={words.qr}>
      <button
        type="button"
        class="code"
        aria-label={`${words.qr} ${words.bigger}`}
        onClick={() => large.value = true}
      >
        <img src={qrSvg(link.code)} alt={words.qr} width="240" height="240" />
      </button>
      <p class="code-name">
        <strong>{staff.name}</strong>
        <span class="quiet">{staff.unitName}</span>
      </p>
      <p class="quiet">{words.scan}</p>
      <div class="buttons">
        <a class="button brand" href={qrPng(link.code)} download={`${staff.name}-qr.png`}>
          {words.save}
        </a>
        <a class="button" href={`/s/${encodeURIComponent(staff.id)}`}>{words.open}</a>
        <a class="button" href={hrefOf("/storefront")}>{words.edit}</a>
      </div>
      {large.value && (
        <Dialog
          title={words.scan}
          kind="ask code-large"
          onClose={() => large.value = false}
        >
          <img src={qrSvg(link.code)} alt={words.qr} />
          <p>
            <strong>{staff.name}</strong> · {staff.unitName}
          </p>
          <button
            type="button"
            class="button"
            onClick={(event) => event.currentTarget.closest("dialog")?.close()}
          >
            {shell.locale.value === "zh" ? "关闭" : "Close"}
          </button>
        </Dialog>
      )}
    </section>
  );
}

function Today({ shell, staff, words }: { shell: Shell; staff: StaffJson; words: MineWords }) {
  const day = dayOf(shell.nowMs.value);
  const own = encodeURIComponent(staff.id);
  const often = { refreshMs: 10_000 };
  const today = useResource<StorefrontTodayJson>(shell, `/api/v1/storefronts/${own}/today`, often);
  const done = useResource<StatisticsJson>(
    shell,
    `/api/v1/statistics?from=${day}&to=${day}&by=day`,
    often,
  );
  const board = useResource<LeaderboardJson>(
    shell,
    `/api/v1/leaderboard?from=${day}&to=${day}&measure=orders&limit=1`,
    often,
  );
  const counts = today.value.value;
  const mine = board.value.value?.mine ?? null;
  const figure = (value: number | undefined) => value === undefined ? "–" : count(value);
  const tiles = [
    [words.visits, figure(counts?.visits), hrefOf("/statistics")],
    [words.visitors, figure(counts?.visitors), hrefOf("/statistics")],
    [words.leads, figure(counts?.leads), hrefOf("/statistics")],
    [words.orders, figure(done.value.value?.total.figures.orders), hrefOf("/statistics")],
    [
      words.rank,
      mine === null ? words.noRank : words.rankOf(mine.rank, mine.of),
      hrefOf("/leaderboard"),
    ],
  ] as const;
  return (
    <section aria-labelledby="today-title">
      <h2 id="today-title" class="section-title">{words.today}</h2>
      <dl class="today">
        {tiles.map(([name, value, href]) => (
          <div key={name} class="card">
            <dt>{name}</dt>
            <dd>
              <a href={href}>{value}</a>
            </dd>
          </div>
        ))}
      </dl>
      <AsOf shell={shell} asOf={counts?.asOf ?? null} />
    </section>
  );
}
