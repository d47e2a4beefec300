/** `/a/:articleId?m=<manager>`: one article. Its text is drawn block by block; there is no HTML in it. */
import type { ArticleBlock, ArticleJson, ProductJson } from "../shared/api_catalogue.ts";
import {
  ContactSheet,
  type DetailLook,
  ManagerLine,
  renderDetail,
  storefrontPath,
} from "./detail_frame.tsx";
import { dayText, detailWords } from "./detail_words.ts";

/** HTML of the page. `products` are those of its blocks that are offered here now; others are left out. */
export function renderArticlePage(
  look: DetailLook,
  article: ArticleJson,
  products: readonly ProductJson[],
): string {
  const { locale, manager } = look;
  const words = detailWords(locale);
  const say = (zh: string, en: string) => locale === "en" && en !== "" ? en : zh;
  const title = say(article.title, article.titleEn);
  const summary = say(article.summary, article.summaryEn);
  const query = manager === null ? "" : `?m=${encodeURIComponent(manager.id)}`;
  const english = locale === "en" ? article.blocksEn : undefined;
  const cover = article.cover === null ? null : mediaPath(article.cover);
  return renderDetail(look, {
    preview: {
      title,
      description: summary,
      picture: cover,
      path: `/a/${encodeURIComponent(article.id)}${query}`,
    },
    boot: { locale, managerId: manager?.id ?? null, kind: "article", id: article.id },
    children: (
      <>
        <main id="text" tabIndex={-1}>
          <article class="card article">
            {cover !== null && <img class="cover" src={cover} alt="" width="640" height="360" />}
            <h1>{title}</h1>
            {article.publishedAt !== null && (
              <p class="hint">
                <time dateTime={article.publishedAt}>
                  {words.published(dayText(article.publishedAt, locale))}
                </time>
              </p>
            )}
            {locale === "en" && english === undefined && (
              <>
                <p>{summary}</p>
                <p class="hint">{words.onlyChinese}</p>
              </>
            )}
            <div class="text" lang={english === undefined ? "zh-CN" : "en"}>
              {(english ?? article.blocks).map((block, at) => (
                <Block key={at} block={block} look={look} products={products} />
              ))}
            </div>
          </article>
          {manager !== null && <ManagerLine manager={manager} words={words} />}
        </main>
        {manager !== null && (
          <>
            <footer class="act-bar">
              <a
                class="button brand the-button"
                id="act"
                href={storefrontPath(manager)}
                data-contact=""
              >
                {words.ask}
              </a>
            </footer>
            <ContactSheet manager={manager} words={words} />
          </>
        )}
      </>
    ),
  });
}

function Block(
  { block, look, products }: {
    block: ArticleBlock;
    look: DetailLook;
    products: readonly ProductJson[];
  },
) {
  switch (block.kind) {
    case "paragraph":
      return <p>{block.text}</p>;
    case "heading":
      return <h2>{block.text}</h2>;
    case "quote":
      return <blockquote>{block.text}</blockquote>;
    case "list":
      return <ul class="dots">{block.items.map((one) => <li key={one}>{one}</li>)}</ul>;
    case "image":
      return (
        <figure>
          <img src={mediaPath(block.media)} alt={block.alt} loading="lazy" />
        </figure>
      );
    case "product": {
      const product = products.find(({ id }) => id === block.product);
      return product === undefined ? null : <ProductLink product={product} look={look} />;
    }
  }
}

function ProductLink({ product, look }: { product: ProductJson; look: DetailLook }) {
  const { manager, locale } = look;
  const words = detailWords(locale);
  const query = manager === null ? "" : `?m=${encodeURIComponent(manager.id)}`;
  const english = locale === "en";
  return (
    <a
      class="product-link"
      href={`/p/${encodeURIComponent(product.id)}${query}`}
      data-product={product.id}
      lang={words.lang}
    >
      <small>{words.relatedProduct}</small>
      <strong>{english ? product.nameEn : product.name}</strong>
      <span>{english ? product.summaryEn : product.summary}</span>
    </a>
  );
}

function mediaPath(id: string): string {
  return `/api/v1/media/${id}`;
}
