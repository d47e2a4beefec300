/** An article as typed, and as the server takes it. */
import type { ArticleBlock, ArticleFields } from "../../shared/api_catalogue.ts";
import { fromLocalInput, toLocalInput } from "../../shared/format.ts";
import { linesIn } from "../catalogue/product_form.ts";
import { tagsIn } from "../storefront/content.ts";

export interface ArticleTexts {
  readonly title: string;
  readonly titleEn: string;
  readonly summary: string;
  readonly summaryEn: string;
  readonly cover: string | null;
  readonly blocks: readonly BlockText[];
  readonly tags: string;
  readonly validFrom: string;
  readonly validTo: string;
}

/** One part of the body. `text` of a list has one entry a line; of a product it is its id. */
export interface BlockText {
  readonly kind: ArticleBlock["kind"];
  readonly text: string;
  readonly media: string | null;
}

export type ArticleFault = "required" | "order" | "picture" | "alt" | "product" | "body";

export const BLOCK_KINDS: readonly ArticleBlock["kind"][] = [
  "paragraph",
  "heading",
  "list",
  "quote",
  "image",
  "product",
];

/** A blank part. */
export function newBlock(kind: ArticleBlock["kind"]): BlockText {
  return { kind, text: "", media: null };
}

export const NEW_ARTICLE: ArticleTexts = {
  title: "",
  titleEn: "",
  summary: "",
  summaryEn: "",
  cover: null,
  blocks: [newBlock("paragraph")],
  tags: "",
  validFrom: "",
  validTo: "",
};

/** The form of an article that is there. */
export function articleTexts(article: ArticleFields): ArticleTexts {
  return {
    title: article.title,
    titleEn: article.titleEn,
    summary: article.summary,
    summaryEn: article.summaryEn,
    cover: article.cover,
    blocks: article.blocks.map(blockText),
    tags: article.tags.join(" "),
    validFrom: article.validFrom === null ? "" : toLocalInput(Date.parse(article.validFrom)),
    validTo: article.validTo === null ? "" : toLocalInput(Date.parse(article.validTo)),
  };
}

/** What is wrong, and the fields where nothing is. */
export function checkArticle(
  texts: ArticleTexts,
): { readonly faults: ReadonlyMap<string, ArticleFault>; readonly fields: ArticleFields | null } {
  const faults = new Map<string, ArticleFault>();
  if (texts.title.trim() === "") faults.set("title", "required");
  if (texts.summary.trim() === "") faults.set("summary", "required");
  const validFrom = instantOf(texts.validFrom);
  const validTo = instantOf(texts.validTo);
  if (validFrom !== null && validTo !== null && validTo <= validFrom) {
    faults.set("validTo", "order");
  }
  const blocks = texts.blocks.flatMap((block, index): readonly ArticleBlock[] => {
    const fault = faultOf(block);
    if (fault !== null) faults.set(`blocks.${index}`, fault);
    return fault === null ? blockOf(block) : [];
  });
  if (texts.blocks.length === 0) faults.set("blocks", "body");
  if (faults.size > 0) return { faults, fields: null };
  return {
    faults,
    fields: {
      title: texts.title.trim(),
      titleEn: texts.titleEn.trim(),
      summary: texts.summary.trim(),
      summaryEn: texts.summaryEn.trim(),
      cover: texts.cover,
      blocks,
      tags: tagsIn(texts.tags),
      validFrom,
      validTo,
    },
  };
}

function faultOf(block: BlockText): ArticleFault | null {
  const empty = block.text.trim() === "";
  switch (block.kind) {
    case "image":
      return block.media === null ? "picture" : empty ? "alt" : null;
    case "product":
      return empty ? "product" : null;
    case "list":
    case "paragraph":
    case "heading":
    case "quote":
      return empty ? "required" : null;
  }
}

function blockOf({ kind, text, media }: BlockText): readonly ArticleBlock[] {
  switch (kind) {
    case "paragraph":
    case "heading":
    case "quote":
      return [{ kind, text: text.trim() }];
    case "list":
      return [{ kind, items: linesIn(text) }];
    case "image":
      return media === null ? [] : [{ kind, media, alt: text.trim() }];
    case "product":
      return [{ kind, product: text }];
  }
}

function blockText(block: ArticleBlock): BlockText {
  switch (block.kind) {
    case "paragraph":
    case "heading":
    case "quote":
      return { kind: block.kind, text: block.text, media: null };
    case "list":
      return { kind: "list", text: block.items.join("\n"), media: null };
    case "image":
      return { kind: "image", text: block.alt, media: block.media };
    case "product":
      return { kind: "product", text: block.product, media: null };
  }
}

function instantOf(text: string): string | null {
  const ms = text === "" ? null : fromLocalInput(text);
  return ms === null ? null : new Date(ms).toISOString();
}
