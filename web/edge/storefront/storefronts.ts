/** Storefronts as the edge knows them: everything that a page is made of, read again where it changed. */
import type { Content, StorefrontProtocol } from "../../../actors/storefront/protocol.ts";
import type { Engine } from "../../../engine/mod.ts";
import { Newest } from "../../shared/newest.ts";
import type { Manager, Materials } from "./compose.ts";
import type { Shelf } from "./shelf.ts";
import type { Sources } from "./sources.ts";

/** What a manager has published, followed while somebody looks. */
interface Followed {
  content: Content | null;
  /** Changes that the engine told of, and how many `content` has seen. */
  changes: number;
  seen: number;
  readonly unwatch: () => void;
}

export type Found =
  /** `changes`: those that the content has seen. */
  | { readonly kind: "storefront"; readonly materials: Materials; readonly changes: number }
  /** The manager left: customers go on to another. */
  | { readonly kind: "moved"; readonly to: string }
  | { readonly kind: "none" };

export interface StorefrontsOptions {
  readonly engine: Engine;
  readonly sources: Sources;
  readonly shelf: Shelf;
  /** Storefronts that are followed. */
  readonly followedMax: number;
}

export class Storefronts {
  readonly #options: StorefrontsOptions;
  readonly #followed: Newest<string, Followed>;

  constructor(options: StorefrontsOptions) {
    this.#options = options;
    this.#followed = new Newest(options.followedMax);
  }

  /** Whose storefront this is; null for nobody's. */
  async manager(id: string): Promise<Manager | null> {
    return await this.#options.sources.manager(id);
  }

  /** What visitors may see now. Rejects with a `Fault`, or where the database was never read. */
  async find(id: string): Promise<Found> {
    const manager = await this.#options.sources.manager(id);
    if (manager === null) return { kind: "none" };
    if (manager.successor !== null) return { kind: "moved", to: manager.successor };
    if (!manager.serves) return { kind: "none" };
    const followed = await this.#content(id);
    const materials = await this.materials(manager, followed.content);
    return { kind: "storefront", materials, changes: followed.changes };
  }

  /** Everything about a manager's page with this content. */
  async materials(manager: Manager, content: Content | null): Promise<Materials> {
    const { sources, shelf } = this.#options;
    const { unit } = manager;
    const [templates, products, articles, campaigns] = await Promise.all([
      sources.templates(unit),
      sources.products(unit),
      sources.articles(unit),
      shelf.of(unit),
    ]);
    return { manager, content, templates, products, articles, campaigns };
  }

  /** A number that grows with every stored change of the storefront; -1 where nobody follows it. */
  changes(id: string): number {
    return this.#followed.get(id)?.changes ?? -1;
  }

  async #content(id: string): Promise<{ content: Content | null; changes: number }> {
    const followed = this.#followed.get(id) ?? this.#follow(id);
    const { changes } = followed;
    if (followed.seen === changes) return { content: followed.content, changes };
    const { engine } = this.#options;
    const reply = await engine.ask(engine.ref<StorefrontProtocol>("storefront", id), {
      kind: "view",
    });
    if (reply.kind !== "view") throw new Error(`Expected a view: ${reply.kind}`);
    // A later answer may have come first.
    if (changes >= followed.seen) {
      followed.seen = changes;
      const { published } = reply.view;
      followed.content = published?.content ?? null;
    }
    return { content: followed.content, changes: followed.seen };
  }

  #follow(id: string): Followed {
    const { engine } = this.#options;
    const followed: Followed = {
      content: null,
      changes: 0,
      seen: -1,
      unwatch: engine.watch(engine.ref<StorefrontProtocol>("storefront", id), () => {
        followed.changes++;
      }),
    };
    this.#followed.set(id, followed)?.value.unwatch();
    return followed;
  }
}
