/** Editing a storefront's content: each function answers a new content, or the same where nothing can change. */
import type {
  AudienceJson,
  BlockJson,
  ContentJson,
  RuleJson,
} from "../../shared/api_storefront.ts";

/** One place up or down. */
export type Step = -1 | 1;

/** Free texts beside the fixed blocks; the server has the same bound. */
export const TEXT_BLOCKS_MAX = 6;

/** A list with the entry at `index` moved one place. */
export function moved<Item>(list: readonly Item[], index: number, step: Step): readonly Item[] {
  const to = index + step;
  const item = list[index];
  if (item === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, at) => at !== index);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** Moves a block past its neighbour; locked blocks are not neighbours: they stay where they are. */
export function moveBlock(
  content: ContentJson,
  move: { readonly id: string; readonly step: Step; readonly locked: ReadonlySet<string> },
): ContentJson {
  return withFree(content, move.locked, (free) => {
    const index = free.findIndex((block) => block.id === move.id);
    return moved(free, index, move.step);
  });
}

/** Changes the list of blocks that are not locked; those that are keep their place on the page. */
function withFree(
  content: ContentJson,
  locked: ReadonlySet<string>,
  change: (free: readonly BlockJson[]) => readonly BlockJson[],
): ContentJson {
  const free = content.blocks.filter((block) => !locked.has(block.id));
  const next = change(free);
  if (next === free) return content;
  const rest = [...next];
  const blocks = content.blocks.flatMap((block) =>
    locked.has(block.id) ? block : rest.shift() ?? []
  );
  return { ...content, blocks: [...blocks, ...rest] };
}

/** One's own blocks in their order around those that are locked by now, which stand as in `there`. */
export function settled(
  content: ContentJson,
  there: { readonly blocks: readonly BlockJson[]; readonly locked: ReadonlySet<string> },
): ContentJson {
  const own = content.blocks.filter((block) => !there.locked.has(block.id));
  const blocks = there.blocks.flatMap((block) =>
    there.locked.has(block.id) ? block : own.shift() ?? []
  );
  return { ...content, blocks: [...blocks, ...own] };
}

/** Shows or hides a block. */
export function showBlock(content: ContentJson, id: string, shown: boolean): ContentJson {
  return withBlock(content, id, (block) => ({ ...block, hidden: !shown }));
}

/** Fields of the blocks that have texts. */
export interface BlockTexts {
  readonly title?: string;
  readonly text?: string;
  readonly image?: string | null;
}

/** Writes the texts of a banner, pitch or text; what the block has no place for is left out. */
export function writeBlock(content: ContentJson, id: string, texts: BlockTexts): ContentJson {
  return withBlock(content, id, (block) => {
    switch (block.kind) {
      case "banner":
        return { ...block, ...texts };
      case "pitch":
        return { ...block, text: texts.text ?? block.text };
      case "text":
        return { ...block, title: texts.title ?? block.title, text: texts.text ?? block.text };
      case "card":
      case "campaigns":
      case "products":
      case "news":
        return block;
    }
  });
}

/** Adds an empty text at the end. */
export function addText(content: ContentJson): ContentJson {
  const texts = content.blocks.filter((block) => block.kind === "text");
  if (texts.length >= TEXT_BLOCKS_MAX) return content;
  const taken = new Set(content.blocks.map((block) => block.id));
  let number = 1;
  while (taken.has(`text-${number}`)) number++;
  const block: BlockJson = {
    kind: "text",
    id: `text-${number}`,
    hidden: false,
    title: "",
    text: "",
  };
  return { ...content, blocks: [...content.blocks, block] };
}

/** Takes a text away, with the rules about it. */
export function removeText(
  content: ContentJson,
  text: { readonly id: string; readonly locked: ReadonlySet<string> },
): ContentJson {
  const { id, locked } = text;
  const without = withFree(
    content,
    locked,
    (free) => free.filter((block) => block.kind !== "text" || block.id !== id),
  );
  return {
    ...without,
    rules: content.rules.filter((rule) => rule.of !== "block" || rule.id !== id),
  };
}

/** What is chosen: products or news. */
export type Chosen = "products" | "news";

/** Puts an entry at the end of what is chosen, or takes it out. */
export function choose(
  content: ContentJson,
  choice: { readonly of: Chosen; readonly id: string; readonly on: boolean },
): ContentJson {
  const before = content[choice.of] ?? [];
  const rest = before.filter((id) => id !== choice.id);
  return { ...content, [choice.of]: choice.on ? [...rest, choice.id] : rest };
}

/** Moves what is chosen one place. */
export function moveChosen(
  content: ContentJson,
  move: { readonly of: Chosen; readonly id: string; readonly step: Step },
): ContentJson {
  const list = content[move.of];
  if (list === null) return content;
  const next = moved(list, list.indexOf(move.id), move.step);
  return next === list ? content : { ...content, [move.of]: next };
}

/** Null: everything that is offered, in the bank's order. */
export function chooseAll(content: ContentJson, of: Chosen): ContentJson {
  return { ...content, [of]: null };
}

/** Puts a rule at `index`; past the end it is added. */
export function putRule(content: ContentJson, index: number, rule: RuleJson): ContentJson {
  const rules = index >= content.rules.length
    ? [...content.rules, rule]
    : content.rules.map((one, at) => at === index ? rule : one);
  return { ...content, rules };
}

/** Takes a rule away. */
export function removeRule(content: ContentJson, index: number): ContentJson {
  return { ...content, rules: content.rules.filter((_, at) => at !== index) };
}

/** Tags as typed, parted by spaces and commas of either language. */
export function tagsIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).filter((tag) => tag !== ""))];
}

/** An audience without conditions that say nothing. */
export function audienceOf(
  texts: { readonly tags: string; readonly isNew: "any" | "new" | "known" },
): AudienceJson {
  const tags = tagsIn(texts.tags);
  return {
    ...(tags.length > 0 ? { tags } : {}),
    ...(texts.isNew === "any" ? {} : { isNew: texts.isNew === "new" }),
  };
}

/** Address of the page as one sort of customer sees the draft. */
export function previewHref(
  managerId: string,
  as: { readonly tags: string; readonly isNew: boolean; readonly unit: string; saved: number },
): string {
  const query = new URLSearchParams({ preview: "1", draft: "1" });
  const tags = tagsIn(as.tags);
  if (tags.length > 0) query.set("tags", tags.join(","));
  if (as.isNew) query.set("new", "1");
  if (as.unit !== "") query.set("unit", as.unit);
  // Another address after each saving, so that the frame shows it.
  query.set("at", String(as.saved));
  return `/s/${encodeURIComponent(managerId)}?${query}`;
}

function withBlock(
  content: ContentJson,
  id: string,
  change: (block: BlockJson) => BlockJson,
): ContentJson {
  return {
    ...content,
    blocks: content.blocks.map((block) => block.id === id ? change(block) : block),
  };
}
