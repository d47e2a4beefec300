import type { BlockData } from "./data.ts";
import type { StorefrontModel } from "./model.ts";

/** Articles that were picked for customers. */
export function News(
  { block, model }: { block: Extract<BlockData, { kind: "news" }>; model: StorefrontModel },
) {
  const { words } = model;
  return (
    <section class="news" aria-labelledby="news-title">
      <h2 id="news-title">{words.news}</h2>
      <ul class="card">
        {block.items.map(({ id, title, summary, cover, published }) => (
          <li key={id}>
            <a
              href={model.link(`/a/${encodeURIComponent(id)}`)}
              onClick={() => model.track({ kind: "article", item: id })}
            >
              <span class="told">
                <strong>{title}</strong>
                <span>{summary}</span>
                {published !== null && <small>{published}</small>}
              </span>
              {cover !== null && <img src={cover} alt="" width="96" height="72" loading="lazy" />}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
