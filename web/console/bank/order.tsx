import { Icon } from "../ui/icon.tsx";

/** Two buttons that move an entry up and down; the focus stays on the one that was pressed. */
export function OrderButtons(
  { name, up, down, words, onMove }: {
    /** Of the entry, for those who do not see it. */
    name: string;
    /** Whether it can go there. */
    up: boolean;
    down: boolean;
    words: { readonly up: string; readonly down: string };
    onMove: (step: -1 | 1) => void;
  },
) {
  return (
    <span class="order">
      <button
        type="button"
        class="icon-button"
        aria-label={`${words.up} ${name}`}
        aria-disabled={!up}
        onClick={() => up && onMove(-1)}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={`${words.down} ${name}`}
        aria-disabled={!down}
        onClick={() => down && onMove(1)}
      >
        <Icon name="down" />
      </button>
    </span>
  );
}
