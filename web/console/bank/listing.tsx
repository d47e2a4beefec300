import type { ComponentChildren } from "preact";
import type { List } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { AsOf, Failed, Skeleton } from "../ui/states.tsx";
import { KIT } from "./words.ts";

/** A list, or what stands in its place; further pages on demand. */
export function Listing<Item>(
  { shell, of, empty, children }: {
    shell: Shell;
    of: List<Item>;
    /** What to say where there is nothing. */
    empty: ComponentChildren;
    children: (items: readonly Item[]) => ComponentChildren;
  },
) {
  const words = KIT[shell.locale.value];
  const items = of.items.value;
  const failure = of.failure.value;
  if (items === null && failure !== null) {
    return <Failed shell={shell} refusal={failure} retry={of.load} />;
  }
  if (items === null) return <Skeleton shell={shell} lines={6} />;
  if (items.length === 0) return <div class="card empty">{empty}</div>;
  return (
    <>
      {children(items)}
      <div class="below-list">
        <span class="quiet" role="status">{words.shown(items.length, of.hasMore.value)}</span>
        <AsOf shell={shell} asOf={of.asOf.value} />
        {of.hasMore.value && (
          <button type="button" class="button" onClick={() => void of.more()}>{words.more}</button>
        )}
      </div>
    </>
  );
}
