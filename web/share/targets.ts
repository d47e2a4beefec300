/** Where links lead. */
import type { LinkTargetJson } from "../shared/api_links.ts";

/** Paths of ours that customers may be sent to; nothing with a scheme, a host or a way up. */
const PATH_SHAPE = /^\/(?:s|c|p|a|q|me)(?:\/[A-Za-z0-9_-]{1,64})?$/;
/** Ids of campaigns, products and articles. */
const ID_SHAPE = /^[A-Za-z0-9_.-]{1,64}$/;

/** What a link says to the page that it leads to. */
export interface Bearer {
  /** Null: the manager left and nobody follows. */
  readonly manager: string | null;
  readonly channel: string;
}

/** Whether a path may be a link's target. */
export function isOwnPath(path: string): boolean {
  return PATH_SHAPE.test(path);
}

/** Whether a text may be the id of a campaign, a product or an article. */
export function isTargetId(id: string): boolean {
  return ID_SHAPE.test(id);
}

/** The page behind a link; null where it was the storefront of one who left. */
export function pathOf(target: LinkTargetJson, { manager, channel }: Bearer): string | null {
  const said = new URLSearchParams({ ...manager === null ? {} : { m: manager }, ch: channel });
  switch (target.kind) {
    case "storefront":
      return manager === null
        ? null
        : `/s/${encodeURIComponent(manager)}?${new URLSearchParams({ ch: channel })}`;
    case "campaign":
      return `/c/${encodeURIComponent(target.id)}?${said}`;
    case "product":
      return `/p/${encodeURIComponent(target.id)}?${said}`;
    case "article":
      return `/a/${encodeURIComponent(target.id)}?${said}`;
    case "path":
      return `${target.path}?${said}`;
  }
}

/** A target as it was stored; throws on anything else. */
export function readTarget(value: unknown): LinkTargetJson {
  if (typeof value === "object" && value !== null && "kind" in value) {
    const { kind } = value;
    if (kind === "storefront") return { kind };
    if (kind === "path" && "path" in value && typeof value.path === "string") {
      return { kind, path: value.path };
    }
    if (kind === "campaign" || kind === "product" || kind === "article") {
      if ("id" in value && typeof value.id === "string") return { kind, id: value.id };
    }
  }
  throw new Error(`Cannot read the target of a link: ${JSON.stringify(value)}`);
}
