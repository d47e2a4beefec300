/** The organisation as a tree on the screen: what is open, what is loaded, and where the keyboard goes. */

/** What the tree needs of a unit. */
export interface TreeUnit {
  readonly id: string;
  readonly name: string;
  /** Whether it can be opened. */
  readonly hasChildren: boolean;
}

/** What is known below one unit. */
export interface Branch<Unit extends TreeUnit> {
  readonly units: readonly Unit[];
  /** Cursor of the next page, null when all are here. */
  readonly next: string | null;
}

export interface Tree<Unit extends TreeUnit> {
  readonly roots: readonly Unit[];
  readonly open: ReadonlySet<string>;
  readonly branches: ReadonlyMap<string, Branch<Unit>>;
}

/** One line of the tree as it stands on the screen. */
export type Line<Unit extends TreeUnit> =
  | {
    readonly kind: "unit";
    readonly key: string;
    readonly unit: Unit;
    /** 1 at the top. */
    readonly level: number;
    readonly open: boolean;
    readonly place: number;
    readonly siblings: number;
  }
  /** Its branch is on the way. */
  | { readonly kind: "loading"; readonly key: string; readonly level: number }
  /** There are more below `parent`. */
  | {
    readonly kind: "more";
    readonly key: string;
    readonly parent: string;
    readonly level: number;
  };

/** The lines from top to bottom. */
export function linesOf<Unit extends TreeUnit>(tree: Tree<Unit>): readonly Line<Unit>[] {
  const lines: Line<Unit>[] = [];
  add(tree.roots, 1);
  return lines;

  function add(units: readonly Unit[], level: number): void {
    units.forEach((unit, index) => {
      const open = tree.open.has(unit.id) && unit.hasChildren;
      const place = index + 1;
      lines.push({ kind: "unit", key: unit.id, unit, level, open, place, siblings: units.length });
      if (open) below(unit.id, level + 1);
    });
  }

  function below(id: string, level: number): void {
    const branch = tree.branches.get(id);
    if (branch === undefined) {
      lines.push({ kind: "loading", key: `${id}/loading`, level });
      return;
    }
    add(branch.units, level);
    if (branch.next !== null) lines.push({ kind: "more", key: `${id}/more`, parent: id, level });
  }
}

/** What a key means on a line: the pattern of ARIA's tree view. */
export type TreeMove =
  | { readonly kind: "focus"; readonly key: string }
  | { readonly kind: "open"; readonly id: string }
  | { readonly kind: "close"; readonly id: string }
  | { readonly kind: "none" };

const NONE: TreeMove = { kind: "none" };

/** Where `key` leads from the line at `at`. */
export function moveOf<Unit extends TreeUnit>(
  lines: readonly Line<Unit>[],
  step: { readonly at: string; readonly key: string },
): TreeMove {
  const index = lines.findIndex((line) => line.key === step.at);
  const line = lines[index];
  if (line === undefined) return NONE;
  switch (step.key) {
    case "ArrowDown":
      return focus(next(lines, index, 1));
    case "ArrowUp":
      return focus(next(lines, index, -1));
    case "Home":
      return focus(next(lines, -1, 1));
    case "End":
      return focus(next(lines, lines.length, -1));
    case "ArrowRight":
      if (line.kind !== "unit" || !line.unit.hasChildren) return NONE;
      return line.open ? focus(child(lines, index)) : { kind: "open", id: line.unit.id };
    case "ArrowLeft":
      if (line.kind === "unit" && line.open) return { kind: "close", id: line.unit.id };
      return focus(parent(lines, index));
    default:
      return NONE;
  }
}

/** The next line that takes the focus; a line that loads does not. */
function next<Unit extends TreeUnit>(
  lines: readonly Line<Unit>[],
  from: number,
  step: 1 | -1,
): string | undefined {
  for (let index = from + step; index >= 0 && index < lines.length; index += step) {
    const line = lines[index];
    if (line !== undefined && line.kind !== "loading") return line.key;
  }
  return undefined;
}

function child<Unit extends TreeUnit>(
  lines: readonly Line<Unit>[],
  index: number,
): string | undefined {
  const below = lines[index + 1];
  return below !== undefined && below.kind !== "loading" &&
      below.level > (lines[index]?.level ?? 0)
    ? below.key
    : undefined;
}

function parent<Unit extends TreeUnit>(
  lines: readonly Line<Unit>[],
  index: number,
): string | undefined {
  const level = lines[index]?.level ?? 0;
  return lines.slice(0, index).findLast((line) => line.level < level)?.key;
}

function focus(key: string | undefined): TreeMove {
  return key === undefined ? NONE : { kind: "focus", key };
}
