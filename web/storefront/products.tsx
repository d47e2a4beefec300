import type { BlockData, ProductData, ProductGroup } from "./data.ts";
import { Icon } from "./icons.tsx";
import type { StorefrontModel } from "./model.ts";

/** Of each category so many stand open, the rest unfolds. */
const OPEN_MAX = 4;

/** What the manager offers, by category. */
export function Products(
  { block, model }: { block: Extract<BlockData, { kind: "products" }>; model: StorefrontModel },
) {
  const { words } = model;
  return (
    <section class="products" id="products" aria-labelledby="products-title" tabIndex={-1}>
      <h2 id="products-title">{words.products}</h2>
      {block.groups.length === 0 ? <p class="card empty">{words.productsEmpty}</p> : (
        <>
          {block.groups.length > 1 && (
            <nav class="chips" aria-label={words.categories}>
              {block.groups.map(({ category }) => (
                <a key={category} href={`#cat-${category}`}>
                  <Icon name={category} />
                  {words.category[category]}
                </a>
              ))}
            </nav>
          )}
          {block.groups.map((group) => <Group key={group.category} group={group} model={model} />)}
        </>
      )}
    </section>
  );
}

function Group({ group, model }: { group: ProductGroup; model: StorefrontModel }) {
  const { words } = model;
  const { category, items } = group;
  // One more than fits is no reason to fold.
  const open = items.length <= OPEN_MAX + 1 ? items : items.slice(0, OPEN_MAX);
  const folded = items.slice(open.length);
  return (
    <section class="card group" id={`cat-${category}`} aria-labelledby={`name-${category}`}>
      <h3 id={`name-${category}`}>
        <Icon name={category} />
        {words.category[category]}
      </h3>
      <List items={open} model={model} />
      {folded.length > 0 && (
        <details>
          <summary>{words.more(folded.length)}</summary>
          <List items={folded} model={model} />
        </details>
      )}
    </section>
  );
}

function List({ items, model }: { items: readonly ProductData[]; model: StorefrontModel }) {
  return (
    <ul>
      {items.map(({ id, name, summary }) => (
        <li key={id}>
          <a
            href={model.link(`/p/${encodeURIComponent(id)}`)}
            onClick={() => model.track({ kind: "click", item: id })}
          >
            <strong>{name}</strong>
            <span>{summary}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
