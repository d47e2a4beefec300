import { useEffect, useMemo, useRef } from "preact/hooks";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { Failed, Skeleton } from "../ui/states.tsx";
import { type Line, linesOf, moveOf } from "./tree.ts";
import { createUnitTree, type TreeNode, type UnitTreeModel } from "./unit_tree_model.ts";
import type { PeopleWords } from "./words.ts";

/** The organisation, read level by level as it is opened; arrows walk it. */
export function UnitTree(
  { shell, words, here, root }: { shell: Shell; words: PeopleWords; here: string; root: string },
) {
  const model = useMemo(() => createUnitTree(shell, root), [shell, root]);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => void model.start(here), [model]);
  const tree = model.tree.value;
  const failure = model.failure.value;
  if (tree === null) {
    return failure === null
      ? <Skeleton shell={shell} lines={5} />
      : <Failed shell={shell} refusal={failure} retry={() => model.start(here)} />;
  }
  const lines = linesOf(tree);
  const at = lines.some((line) => line.key === model.at.value) ? model.at.value : lines[0]?.key;
  const press = (event: KeyboardEvent) => {
    const move = moveOf(lines, { at: at ?? "", key: event.key });
    if (move.kind === "none") return;
    event.preventDefault();
    if (move.kind === "open") return void model.open(move.id);
    if (move.kind === "close") return model.close(move.id);
    model.at.value = move.key;
    const key = CSS.escape(move.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
  };
  return (
    <ul ref={list} class="tree" role="tree" aria-label={words.tree} onKeyDown={press}>
      {lines.map((line) => (
        <TreeLine
          key={line.key}
          shell={shell}
          words={words}
          line={line}
          model={model}
          here={here}
          focusable={line.key === at}
        />
      ))}
    </ul>
  );
}

function TreeLine(
  { shell, words, line, model, here, focusable }: {
    shell: Shell;
    words: PeopleWords;
    line: Line<TreeNode>;
    model: UnitTreeModel;
    here: string;
    focusable: boolean;
  },
) {
  const indent = `level level-${Math.min(line.level, 4)}`;
  if (line.kind === "loading") {
    return <li role="none" class={`${indent} quiet`} aria-busy="true">…</li>;
  }
  const common = {
    class: indent,
    tabIndex: focusable ? 0 : -1,
    "data-key": line.key,
    "aria-level": line.level,
    onFocus: () => void (model.at.value = line.key),
  } as const;
  if (line.kind === "more") {
    const run = () => void model.more(line.parent);
    return (
      <li {...common} role="treeitem" onClick={run} onKeyDown={(event) => onEnter(event, run)}>
        <span class="more-units">{words.moreUnits}</span>
      </li>
    );
  }
  const { unit } = line;
  const go = () => shell.go(hrefOf("/people/:id", { id: unit.id }));
  const toggle = () => line.open ? model.close(unit.id) : void model.open(unit.id);
  return (
    <li
      {...common}
      role="treeitem"
      aria-expanded={unit.hasChildren ? line.open : undefined}
      aria-selected={unit.id === here}
      aria-posinset={line.place}
      aria-setsize={line.siblings}
      onClick={go}
      onKeyDown={(event) => onEnter(event, go)}
    >
      <span
        class={unit.hasChildren ? "twist" : "twist none"}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          toggle();
        }}
      >
        {unit.hasChildren ? (line.open ? "▾" : "▸") : ""}
      </span>
      <span class="unit-name">{unit.name}</span>
      <small>{unit.managers}</small>
    </li>
  );
}

function onEnter(event: KeyboardEvent, run: () => void): void {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  run();
}
