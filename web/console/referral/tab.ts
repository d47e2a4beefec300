/** Views of a campaign, as its address names them: `?tab=tree&of=3.17`. */
import { hrefOf } from "../route.ts";

export const TABS = ["live", "tree", "reviews", "rewards", "results"] as const;

export type Tab = (typeof TABS)[number];

/** The view that is asked for; the first where it is none of `tabs`. */
export function tabOf(query: URLSearchParams, tabs: readonly Tab[] = TABS): Tab {
  return tabs.find((tab) => tab === query.get("tab")) ?? "live";
}

/** Address of a view; `of` is a participant. */
export function tabHref(id: string, tab: Tab, of?: string): string {
  const query = new URLSearchParams();
  if (tab !== "live") query.set("tab", tab);
  if (of !== undefined) query.set("of", of);
  const path = hrefOf("/campaigns/:id", { id });
  return query.size === 0 ? path : `${path}?${query}`;
}

/** The place (`3.17`) that was typed, null where it is none. */
export function placeIn(text: string): string | null {
  const match = /^(\d{1,6})\s*[.．。]\s*(\d{1,9})$/.exec(text.trim());
  return match === null ? null : `${Number(match[1])}.${Number(match[2])}`;
}
