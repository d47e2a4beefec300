import type { ArticleRowJson } from "../../shared/api_catalogue.ts";
import { Listing } from "../bank/listing.tsx";
import { KIT } from "../bank/words.ts";
import { useList } from "../resource.ts";
import { choose, chooseAll } from "./content.ts";
import { Picked } from "./picked.tsx";
import type { EditorProps } from "./storefront_page.tsx";

/** Which news: the newest, or a choice of one's own. */
export function NewsCard(props: EditorProps) {
  const { shell, editor, words } = props;
  const list = useList<ArticleRowJson>(shell, "/api/v1/articles?status=published&limit=50");
  const news = editor.content.value.news;
  const rows = list.items.value ?? [];
  const titleOf = (row: ArticleRowJson) =>
    shell.locale.value === "en" && row.titleEn !== "" ? row.titleEn : row.title;
  return (
    <section class="card" aria-labelledby="news-title">
      <h2 id="news-title">
        {words.blocks.news}
        {news !== null && <small>{words.news.chosen(news.length)}</small>}
      </h2>
      <fieldset class="either">
        <legend class="sr-only">{words.blocks.news}</legend>
        <label class="check">
          <input
            type="radio"
            name="news-by"
            checked={news === null}
            onChange={() => editor.edit((before) => chooseAll(before, "news"))}
          />
          {words.news.all}
        </label>
        <label class="check">
          <input
            type="radio"
            name="news-by"
            checked={news !== null}
            onChange={() => editor.edit((before) => ({ ...before, news: before.news ?? [] }))}
          />
          {words.news.some}
        </label>
      </fieldset>
      {news !== null && (
        <>
          <Picked
            {...props}
            of="news"
            ids={news}
            none={words.news.none}
            nameOf={(id) => {
              const row = rows.find((one) => one.id === id);
              return row === undefined ? null : titleOf(row);
            }}
            gone={(id) =>
              list.items.value !== null && !list.hasMore.value &&
                !rows.some((row) => row.id === id)
                ? words.news.gone
                : null}
          />
          <h3>{words.news.pick}</h3>
          <Listing
            shell={shell}
            of={list}
            empty={<p>{KIT[shell.locale.value].nothingFound}</p>}
          >
            {(items) => (
              <ul class="offers long">
                {items.map((row) => {
                  const on = news.includes(row.id);
                  const title = titleOf(row);
                  return (
                    <li key={row.id}>
                      <span>{title}</span>
                      <button
                        type="button"
                        class="button small-button"
                        aria-pressed={on}
                        aria-label={on ? words.products.added(title) : words.products.add(title)}
                        onClick={() =>
                          editor.edit((before) =>
                            choose(before, { of: "news", id: row.id, on: !on })
                          )}
                      >
                        {on ? `✓ ${words.products.in}` : words.products.addShort}
                      </button>
                    </li>
                  );
                })}
              </ul>
            )}
          </Listing>
        </>
      )}
    </section>
  );
}
