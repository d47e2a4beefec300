/** News for customers: what there is, and where it stands. */
import { useSignal } from "@preact/signals";
import type { ArticleRowJson, PublicationJson } from "../../shared/api_catalogue.ts";
import { when } from "../../shared/format.ts";
import { Choice, Field } from "../bank/field.tsx";
import { Listing } from "../bank/listing.tsx";
import { pictureUrl } from "../bank/picture.tsx";
import { useRested } from "../bank/rested.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { useList } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { Title } from "../ui/title.tsx";
import { ARTICLES, type ArticleWords } from "./words.ts";

const STATUSES: readonly PublicationJson[] = ["published", "draft", "withdrawn"];

export function ArticlesPage({ shell }: PageProps) {
  const words = ARTICLES[shell.locale.value];
  const kit = KIT[shell.locale.value];
  const search = useSignal("");
  const asked = useRested(shell, search.value.trim());
  const status = useSignal<PublicationJson | "">("");
  const role = shell.staff.value?.role;
  const writes = role === "province" || role === "bank";
  const query = new URLSearchParams({ limit: "30" });
  if (asked !== "") query.set("q", asked);
  if (status.value !== "") query.set("status", status.value);
  const list = useList<ArticleRowJson>(shell, `/api/v1/articles?${query}`);
  return (
    <>
      <Title title={words.title}>
        {writes && <a class="button brand" href={hrefOf("/articles/new")}>{words.add}</a>}
      </Title>
      <div class="filters">
        <Field
          name="search"
          kind="search"
          label={words.search}
          value={search.value}
          onInput={(value) => search.value = value}
        />
        {writes && (
          <Choice
            name="status"
            label={words.status}
            value={status.value}
            options={[
              ["", words.anyStatus] as const,
              ...STATUSES.map((one) => [one, words.statuses[one]] as const),
            ]}
            onChange={(value) => status.value = value}
          />
        )}
      </div>
      <Listing
        shell={shell}
        of={list}
        empty={<p>{query.size > 1 ? kit.nothingFound : words.none}</p>}
      >
        {(items) => (
          <ul class="articles">
            {items.map((one) => <Entry key={one.id} shell={shell} words={words} one={one} />)}
          </ul>
        )}
      </Listing>
    </>
  );
}

function Entry({ shell, words, one }: { shell: Shell; words: ArticleWords; one: ArticleRowJson }) {
  const locale = shell.locale.value;
  const english = locale === "en";
  const updatedMs = Math.floor(Date.parse(one.updatedAt) / 60_000) * 60_000;
  return (
    <li class="card">
      {one.cover === null
        ? <span class="cover blank" role="img" aria-label={words.noCover} />
        : <img class="cover" src={pictureUrl(one.cover)} alt="" loading="lazy" />}
      <div>
        <h2>
          <a href={hrefOf("/articles/:id", { id: one.id })}>
            {english && one.titleEn !== "" ? one.titleEn : one.title}
          </a>
        </h2>
        <p class="quiet">{english && one.summaryEn !== "" ? one.summaryEn : one.summary}</p>
        <p class="under">
          <span class={`phase ${one.status}`}>{words.statuses[one.status]}</span>
          <span class="quiet small">
            {one.tags.length === 0 ? words.everyone : one.tags.join("、")} · {words.updated}{" "}
            {when(updatedMs, { nowMs: shell.nowMs.value, locale })}
          </span>
        </p>
      </div>
    </li>
  );
}
