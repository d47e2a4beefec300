/** The blocks of a page: what the bank, the outlet and the manager say, in this order; what is locked stays. */
import { type Block, DEFAULT_CONTENT } from "../../../actors/storefront/protocol.ts";

export type TemplateBlock = Block & { readonly locked: boolean };

/** What a unit says about the storefronts below it. */
export interface Template {
  readonly unit: string;
  readonly unitName: string;
  readonly blocks: readonly TemplateBlock[];
  readonly hours: string;
}

/** A block at its place; `lockedBy` is the template that fixed it. */
export interface PlacedBlock {
  readonly block: Block;
  readonly lockedBy: Template | null;
}

/** Templates from the province down, then the manager's own blocks; null: the manager has none. */
export function placeBlocks(
  templates: readonly Template[],
  own: readonly Block[] | null,
): readonly PlacedBlock[] {
  let placed: readonly PlacedBlock[] = DEFAULT_CONTENT.blocks.map((block) => ({
    block,
    lockedBy: null,
  }));
  for (const template of templates) {
    const blocks = template.blocks.map(({ locked, ...block }) => ({
      // A fixed block is shown, whatever was ticked before it was fixed.
      block: locked ? { ...block, hidden: false } : block,
      lockedBy: locked ? template : null,
    }));
    placed = lay(placed, blocks);
  }
  return own === null ? placed : lay(placed, own.map((block) => ({ block, lockedBy: null })));
}

/** Lays blocks over others: locked ones keep their place, the rest follow in the new order, none is lost. */
function lay(
  under: readonly PlacedBlock[],
  over: readonly PlacedBlock[],
): readonly PlacedBlock[] {
  const locked = new Set(
    under.filter(({ lockedBy }) => lockedBy !== null).map(({ block }) => block.id),
  );
  const said = new Set(over.map(({ block }) => block.id));
  const free = [
    ...over.filter(({ block }) => !locked.has(block.id)),
    ...under.filter(({ block }) => !locked.has(block.id) && !said.has(block.id)),
  ];
  const placed: PlacedBlock[] = [];
  for (const one of under) {
    if (one.lockedBy !== null) placed.push(one);
    else {
      const next = free.shift();
      if (next !== undefined) placed.push(next);
    }
  }
  return [...placed, ...free];
}

/** Where a manager's blocks contradict what is locked: index of the block, and who locked it. */
export function lockedProblems(
  templates: readonly Template[],
  own: readonly Block[],
): readonly { readonly at: number; readonly what: "hidden" | "moved"; readonly by: Template }[] {
  const placed = placeBlocks(templates, own);
  const problems: { at: number; what: "hidden" | "moved"; by: Template }[] = [];
  own.forEach((block, at) => {
    const place = placed.findIndex((one) => one.block.id === block.id);
    const by = placed[place]?.lockedBy ?? null;
    if (by === null) return;
    if (block.hidden) problems.push({ at, what: "hidden", by });
    else if (place !== at) problems.push({ at, what: "moved", by });
  });
  return problems;
}
