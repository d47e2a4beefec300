/** A storefront as staff look at it: the draft, and through the eyes of any customer. */
import type { Content, StorefrontProtocol } from "../../../actors/storefront/protocol.ts";
import type { Engine } from "../../../engine/mod.ts";
import { lineOf } from "../../store/catalogue/rules.ts";
import type { Visitor } from "./audience.ts";
import type { Manager } from "./compose.ts";

const TAGS_MAX = 50;

/** What is published, or what is not yet. */
export async function previewContent(
  { engine }: { readonly engine: Engine },
  manager: Manager,
  draft: boolean,
): Promise<Content | null> {
  const storefront = engine.ref<StorefrontProtocol>("storefront", manager.id);
  const reply = await engine.ask(storefront, { kind: "view" });
  if (reply.kind !== "view") return null;
  const { view } = reply;
  return (draft ? view.draft?.content : undefined) ?? view.published?.content ?? null;
}

/** `tags=a,b&new=1&unit=jx.3601`; who says nothing of being new is new without tags, as strangers are. */
export function previewVisitor(
  query: Readonly<Record<string, string | undefined>>,
): Visitor {
  const tags = (query.tags ?? "").split(",").map((tag) => tag.trim()).filter((tag) => tag !== "")
    .slice(0, TAGS_MAX);
  const unit = query.unit ?? "";
  return {
    tags,
    isNew: query.new === undefined ? tags.length === 0 && unit === "" : query.new === "1",
    orgUnitIds: unit === "" ? [] : [...lineOf(unit)],
  };
}
