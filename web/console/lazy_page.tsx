/** Pages whose script is loaded when somebody goes there first: nobody needs all of the console at once. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import type { PageProps } from "./page_table.ts";
import { Skeleton } from "./ui/states.tsx";
import { wordsOf } from "./words.ts";

/** Whoever came by a link hears where one is now, as with pages that are there already; see `entry.tsx`. */
function announce(): void {
  if (document.activeElement === document.body) return;
  document.querySelector("h1")?.focus({ preventScroll: true });
}

/** A page that `load` brings; while it cannot be had, it says so and offers to try again. */
export function lazyPage(
  load: () => Promise<ComponentType<PageProps>>,
): ComponentType<PageProps> {
  const view = signal<{ readonly page: ComponentType<PageProps> } | null>(null);
  const failed = signal(false);

  async function bring(): Promise<void> {
    if (view.peek() !== null) return;
    failed.value = false;
    try {
      view.value = { page: await load() };
      requestAnimationFrame(announce);
    } catch {
      // No connection, or a newer release has taken the place of this one.
      failed.value = true;
    }
  }

  return function LazyPage(props) {
    useEffect(() => void bring(), []);
    const words = wordsOf(props.shell.locale.value);
    const View = view.value?.page;
    if (View !== undefined) return <View {...props} />;
    if (!failed.value) return <Skeleton shell={props.shell} lines={6} />;
    return (
      <div class="card failed" role="alert">
        <p>{words.offline}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {words.retry}
        </button>
      </div>
    );
  };
}
