/**
 * What storefronts may show, kept in memory: every storefront page asks, hardly anything changes. What this process
 * changes is seen at once, what another changed within `staleMs`. While the database is down, the last that was
 * read goes on being shown.
 */
import type { ArticleRowJson, ProductJson } from "../../shared/api_catalogue.ts";
import { type Database, DatabaseUnavailable } from "../database.ts";
import { currentArticles } from "../articles/articles.ts";
import { bankOf, isCurrent, lineOf, publicationOf } from "./rules.ts";
import { publishedProducts, switchedOff } from "./products.ts";

/** The catalogue as the edge asks it. */
export interface Catalogue {
  /** Products that a storefront of `unit` may show now, in the catalogue's order. */
  products(unit: string): Promise<readonly ProductJson[]>;
  /** Articles for a storefront of `unit` now, newest first, without their text. */
  articles(unit: string): Promise<readonly ArticleRowJson[]>;
  /** A product that is offered somewhere now; null where there is none, or `unit`'s bank does not offer it. */
  product(id: string, unit: string | null): Promise<ProductJson | null>;
  /** To be called after every change. */
  invalidate(): void;
}

export interface CatalogueOptions {
  readonly database: Pick<Database, "sql" | "available">;
  nowMs(): number;
  /** Oldest that is shown without asking again. */
  readonly staleMs: number;
  readonly productsMax: number;
  readonly articlesMax: number;
}

/** Of published products those that are valid at an instant and not switched off. */
export function effective(
  products: readonly ProductJson[],
  options: { readonly off: ReadonlySet<string>; readonly atMs: number },
): readonly ProductJson[] {
  const { off, atMs } = options;
  return products.filter((one) => !off.has(one.id) && isCurrent(publicationOf(one), atMs));
}

/** Opens the cache; it reads nothing before it is asked. */
export function createCatalogue(options: CatalogueOptions): Catalogue {
  return new CachedCatalogue(options);
}

const NONE: ReadonlySet<string> = new Set();

interface Snapshot {
  readonly readMs: number;
  /** Changes of this process that it has seen. */
  readonly generation: number;
  readonly products: readonly ProductJson[];
  readonly off: ReadonlyMap<string, ReadonlySet<string>>;
  /** By unit, each with its place among all, newest first. */
  readonly articles: ReadonlyMap<string, readonly Placed[]>;
}

interface Placed {
  readonly place: number;
  readonly article: ArticleRowJson;
}

class CachedCatalogue implements Catalogue {
  readonly #options: CatalogueOptions;
  #snapshot: Snapshot | null = null;
  #reading: Promise<Snapshot> | null = null;
  #generation = 0;

  constructor(options: CatalogueOptions) {
    this.#options = options;
  }

  async products(unit: string): Promise<readonly ProductJson[]> {
    const { products, off } = await this.#current();
    const atMs = this.#options.nowMs();
    return effective(products, { off: off.get(bankOf(unit) ?? "") ?? NONE, atMs });
  }

  async articles(unit: string): Promise<readonly ArticleRowJson[]> {
    const { articles } = await this.#current();
    const atMs = this.#options.nowMs();
    return lineOf(unit)
      .flatMap((one) => articles.get(one) ?? [])
      .toSorted((one, other) => one.place - other.place)
      .map(({ article }) => article)
      .filter((one) => isCurrent(publicationOf(one), atMs));
  }

  async product(id: string, unit: string | null): Promise<ProductJson | null> {
    return (await this.products(unit ?? "")).find((one) => one.id === id) ?? null;
  }

  invalidate(): void {
    this.#generation++;
  }

  async #current(): Promise<Snapshot> {
    const held = this.#snapshot;
    if (held === null) return await this.#read();
    if (held.generation === this.#generation) {
      const isStale = this.#options.nowMs() - held.readMs > this.#options.staleMs;
      // Nobody waits for what is a little old; a database that is down leaves it as it is.
      if (isStale) this.#read().catch(() => {});
      return held;
    }
    return await this.#read().catch(() => held);
  }

  /** One read at a time; one that began before the last change is followed by another. */
  async #read(): Promise<Snapshot> {
    for (;;) {
      const snapshot = await (this.#reading ??= this.#load().finally(() => this.#reading = null));
      if (snapshot.generation === this.#generation) return snapshot;
    }
  }

  async #load(): Promise<Snapshot> {
    const { database, nowMs, productsMax, articlesMax } = this.#options;
    // Before its migrations ran it has not even the tables.
    if (!database.available()) throw new DatabaseUnavailable("The database does not answer");
    const { sql } = database;
    const generation = this.#generation;
    const readMs = nowMs();
    const [products, off, articles] = await Promise.all([
      publishedProducts(sql, productsMax),
      switchedOff(sql),
      currentArticles(sql, { atMs: readMs, limit: articlesMax }),
    ]);
    this.#snapshot = { readMs, generation, products, off, articles: byUnit(articles) };
    return this.#snapshot;
  }
}

function byUnit(articles: readonly ArticleRowJson[]): ReadonlyMap<string, readonly Placed[]> {
  const map = new Map<string, Placed[]>();
  articles.forEach((article, place) => {
    const of = map.get(article.unit);
    if (of === undefined) map.set(article.unit, [{ place, article }]);
    else of.push({ place, article });
  });
  return map;
}
