/** What a unit sets for the storefronts below, as it is edited. */
import type {
  BlockJson,
  StorefrontTemplateJson,
  StorefrontTemplateRequest,
} from "../../shared/api_storefront.ts";
import { type BlockTexts, moved, type Step } from "./content.ts";

/** A block of a template. */
export type TemplateBlock = BlockJson & { readonly locked: boolean };

export interface TemplateTexts {
  readonly blocks: readonly TemplateBlock[];
  readonly hours: string;
}

/** Blocks of a storefront that nobody has said anything about. */
const USUAL: readonly TemplateBlock[] = [
  { kind: "card", id: "card", hidden: false, locked: false },
  { kind: "banner", id: "banner", hidden: true, title: "", text: "", image: null, locked: false },
  { kind: "campaigns", id: "campaigns", hidden: false, locked: false },
  { kind: "pitch", id: "pitch", hidden: true, text: "", locked: false },
  { kind: "products", id: "products", hidden: false, locked: false },
  { kind: "news", id: "news", hidden: false, locked: false },
];

/** The form of a template; what units above have locked is not in it. */
export function templateTexts(template: StorefrontTemplateJson): TemplateTexts {
  const above = new Set(template.locked.map((one) => one.block.id));
  const blocks = template.content?.blocks ?? USUAL;
  return {
    blocks: blocks.filter((block) => !above.has(block.id)),
    hours: template.content?.hours ?? "",
  };
}

/** What is sent. A locked block is shown, whatever was ticked before. */
export function templateRequest(texts: TemplateTexts, version: number): StorefrontTemplateRequest {
  return {
    version,
    content: {
      blocks: texts.blocks.map((block) => block.locked ? { ...block, hidden: false } : block),
      hours: texts.hours.trim(),
    },
  };
}

/** With one block changed. */
export function withTemplateBlock(
  blocks: readonly TemplateBlock[],
  id: string,
  part: { readonly locked?: boolean; readonly hidden?: boolean } & BlockTexts,
): readonly TemplateBlock[] {
  return blocks.map((block) => block.id === id ? { ...block, ...part } : block);
}

/** With one block a place further. */
export function withMoved(
  blocks: readonly TemplateBlock[],
  id: string,
  step: Step,
): readonly TemplateBlock[] {
  return moved(blocks, blocks.findIndex((block) => block.id === id), step);
}
