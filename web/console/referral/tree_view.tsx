import { useRef } from "preact/hooks";
import { count } from "../../shared/format.ts";
import { type Line, linesOf, moveOf } from "../people/tree.ts";
import { type Person, ROOTS, type TreeModel } from "./tree_model.ts";
import type { ReferralWords } from "./words.ts";

const STEP = 20;
const ROW = 44;
/** Deeper levels are not indented further. */
const LEVELS_MAX = 14;
const BAR = 80;

/** The tree as lines that one can walk with arrows: who, how they stand, and how large the branch is. */
export function TreeView({ tree: model, words }: { tree: TreeModel; words: ReferralWords }) {
  const list = useRef<HTMLUListElement>(null);
  const tree = model.tree.value;
  if (tree === null) return null;
  const lines = linesOf(tree);
  if (tree.roots[0]?.id === ROOTS && lines.length <= 1 && !tree.roots[0].hasChildren) {
    return <p class="quiet">{words.tree.empty}</p>;
  }
  const most = Math.max(1, ...lines.map(invitedOn));
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
    <ul
      ref={list}
      class="tree branches"
      role="tree"
      aria-label={words.tree.title}
      onKeyDown={press}
    >
      {lines.map((line) => (
        <TreeLine
          key={line.key}
          line={line}
          model={model}
          words={words}
          most={most}
          focusable={line.key === at}
        />
      ))}
    </ul>
  );
}

interface LineProps {
  readonly line: Line<Person>;
  readonly model: TreeModel;
  readonly words: ReferralWords;
  /** Invitees of the largest branch on the screen. */
  readonly most: number;
  readonly focusable: boolean;
}

function TreeLine(props: LineProps) {
  const { line, model, words, focusable } = props;
  if (line.kind === "loading") {
    return (
      <li role="none" class="quiet" aria-busy="true">
        <Guide level={line.level} />…
      </li>
    );
  }
  const common = {
    tabIndex: focusable ? 0 : -1,
    "data-key": line.key,
    "aria-level": line.level,
    onFocus: () => void (model.at.value = line.key),
  } as const;
  if (line.kind === "more") {
    const run = () => void model.more(line.parent);
    return (
      <li {...common} role="treeitem" onClick={run} onKeyDown={(event) => onEnter(event, run)}>
        <Guide level={line.level} />
        <span class="more-units">{words.tree.more}</span>
      </li>
    );
  }
  return <PersonLine {...props} line={line} common={common} />;
}

function PersonLine(
  { line, model, words, most, common }: LineProps & {
    line: Extract<Line<Person>, { kind: "unit" }>;
    common: {
      readonly tabIndex: number;
      readonly "data-key": string;
      readonly "aria-level": number;
      readonly onFocus: () => void;
    };
  },
) {
  const { unit } = line;
  const { invitee } = unit;
  const toggle = () => line.open ? model.close(unit.id) : void model.open(unit.id);
  const choose = () => invitee === null ? toggle() : void (model.chosen.value = unit.id);
  return (
    <li
      {...common}
      role="treeitem"
      aria-expanded={unit.hasChildren ? line.open : undefined}
      aria-selected={unit.id === model.chosen.value}
      aria-posinset={line.place}
      aria-setsize={line.siblings}
      onClick={choose}
      onKeyDown={(event) => onEnter(event, choose)}
    >
      <Guide level={line.level} />
      <span
        class={unit.hasChildren ? "twist" : "twist none"}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (unit.hasChildren) toggle();
        }}
      >
        {unit.hasChildren ? (line.open ? "▾" : "▸") : ""}
      </span>
      <span class="unit-name">
        {unit.name}
        {invitee !== null && <small>{invitee.id}</small>}
      </span>
      {invitee !== null && (
        <>
          <span class={`standing-of ${invitee.state}`}>{words.tree.states[invitee.state]}</span>
          <span class="branch-size">
            {invitee.invited > 0 && <small>{words.tree.invited(invitee.invited)}</small>}
            <svg width={BAR} height="8" viewBox={`0 0 ${BAR} 8`} aria-hidden="true">
              <rect width={(BAR * invitee.invited) / most} height="8" rx="3" />
            </svg>
          </span>
        </>
      )}
    </li>
  );
}

/** Lines from the one above: the picture of a tree. */
function Guide({ level }: { level: number }) {
  const depth = Math.min(level, LEVELS_MAX) - 1;
  if (depth === 0) return null;
  const width = depth * STEP;
  return (
    <svg
      class="guide"
      width={width}
      height={ROW}
      viewBox={`0 0 ${width} ${ROW}`}
      aria-hidden="true"
    >
      {Array.from({ length: depth }, (_, index) => {
        const x = index * STEP + STEP / 2;
        const last = index === depth - 1;
        return (
          <path
            key={index}
            d={last ? `M${x} 0V${ROW}M${x} ${ROW / 2}H${width}` : `M${x} 0V${ROW}`}
          />
        );
      })}
      {level > LEVELS_MAX && <text x={2} y={12}>{count(level)}</text>}
    </svg>
  );
}

function invitedOn(line: Line<Person>): number {
  return line.kind === "unit" ? line.unit.invitee?.invited ?? 0 : 0;
}

function onEnter(event: KeyboardEvent, run: () => void): void {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  run();
}
