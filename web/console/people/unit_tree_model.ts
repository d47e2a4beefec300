/** Reads the organisation level by level. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { UnitDetailJson, UnitJson, UnitListJson } from "../../shared/api_organisation.ts";
import type { Refusal, Shell } from "../shell.ts";
import type { Branch, Tree, TreeUnit } from "./tree.ts";

/** A unit as the tree shows it. */
export interface TreeNode extends TreeUnit {
  readonly managers: number;
}

export interface UnitTreeModel {
  /** Null until its root is known. */
  readonly tree: ReadonlySignal<Tree<TreeNode> | null>;
  readonly failure: ReadonlySignal<Refusal | null>;
  /** The line that the keyboard is on. */
  readonly at: Signal<string>;
  /** Reads the root, and opens the way down to `here`. */
  start(here: string): Promise<void>;
  open(id: string): Promise<void>;
  close(id: string): void;
  /** Reads the next page below `id`. */
  more(id: string): Promise<void>;
}

const PAGE = 100;

/** A tree below `root`, the unit of whoever looks. */
export function createUnitTree(shell: Shell, root: string): UnitTreeModel {
  const tree = signal<Tree<TreeNode> | null>(null);
  const failure = signal<Refusal | null>(null);
  const at = signal(root);

  async function read(parent: string, after: string | null): Promise<Branch<TreeNode> | null> {
    const query = new URLSearchParams({ parent, limit: String(PAGE) });
    if (after !== null) query.set("after", after);
    const answer = await shell.send<UnitListJson>({
      method: "GET",
      path: `/api/v1/units?${query}`,
    });
    if (answer.ok) return { units: answer.value.items.map(nodeOf), next: answer.value.next };
    shell.say({ tone: "bad", text: shell.refusalOf(answer)?.text ?? "" });
    return null;
  }

  function put(id: string, branch: Branch<TreeNode>): void {
    const before = tree.value;
    if (before === null) return;
    tree.value = { ...before, branches: new Map([...before.branches, [id, branch]]) };
  }

  function setOpen(id: string, open: boolean): void {
    const before = tree.value;
    if (before === null) return;
    const next = new Set(before.open);
    if (open) next.add(id);
    else next.delete(id);
    tree.value = { ...before, open: next };
  }

  async function open(id: string): Promise<void> {
    setOpen(id, true);
    if (tree.value?.branches.has(id)) return;
    const branch = await read(id, null);
    if (branch === null) setOpen(id, false);
    else put(id, branch);
  }

  return {
    tree,
    failure,
    at,
    open,
    close: (id) => setOpen(id, false),
    more: async (id) => {
      const before = tree.value?.branches.get(id);
      if (before === undefined || before.next === null) return;
      const branch = await read(id, before.next);
      if (branch !== null) {
        put(id, { units: [...before.units, ...branch.units], next: branch.next });
      }
    },
    start: async (here) => {
      const path = `/api/v1/units/${encodeURIComponent(root)}`;
      const answer = await shell.send<UnitDetailJson>({ method: "GET", path });
      failure.value = shell.refusalOf(answer);
      if (!answer.ok) return;
      tree.value = { roots: [nodeOf(answer.value)], open: new Set(), branches: new Map() };
      at.value = here;
      // `here` is a path, so the units above it are its beginnings.
      const parts = here.split(".");
      for (let length = 1; length <= parts.length; length++) {
        const id = parts.slice(0, length).join(".");
        const inside = id === root || id.startsWith(`${root}.`);
        if (inside && (id !== here || id === root)) await open(id);
      }
    },
  };
}

function nodeOf(unit: UnitJson): TreeNode {
  return {
    id: unit.id,
    name: unit.name,
    hasChildren: unit.kind !== "outlet" && unit.counts.banks + unit.counts.outlets > 0,
    managers: unit.counts.managers,
  };
}
