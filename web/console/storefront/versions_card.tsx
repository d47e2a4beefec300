import { useSignal } from "@preact/signals";
import type { StorefrontVersionsJson } from "../../shared/api_storefront.ts";
import { when } from "../../shared/format.ts";
import { KIT } from "../bank/words.ts";
import { useResource } from "../resource.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Loaded } from "../ui/states.tsx";
import type { EditorProps } from "./storefront_page.tsx";

/** What was published, newest first, and the way back. */
export function VersionsCard({ shell, editor, words }: EditorProps) {
  const asked = useSignal<number | null>(null);
  const { managerId, published } = editor.draft.value;
  // Another version was published: another address, so that the list is read again.
  const versions = useResource<StorefrontVersionsJson>(
    shell,
    `/api/v1/storefronts/${encodeURIComponent(managerId)}/versions?of=${published?.version ?? 0}`,
  );
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  return (
    <section class="card" aria-labelledby="versions-title">
      <h2 id="versions-title">{words.versions.title}</h2>
      <Loaded shell={shell} of={versions} lines={2}>
        {({ items }) =>
          items.length === 0 ? <p class="quiet">{words.versions.none}</p> : (
            <>
              <ol class="versions">
                {items.map((one) => (
                  <li key={one.version}>
                    <strong>{words.versions.version(one.version)}</strong>
                    <span class="quiet">
                      {when(Math.floor(Date.parse(one.at) / 1000) * 1000, at)}
                      {one.from !== null && ` · ${words.versions.from(one.from)}`}
                    </span>
                    {one.version === published?.version
                      ? <span class="phase open">{words.versions.now}</span>
                      : (
                        <button
                          type="button"
                          class="button small-button"
                          aria-label={`${words.versions.back} ${
                            words.versions.version(one.version)
                          }`}
                          onClick={() => asked.value = one.version}
                        >
                          {words.versions.back}
                        </button>
                      )}
                  </li>
                ))}
              </ol>
              <p class="quiet small">{words.versions.kept}</p>
            </>
          )}
      </Loaded>
      {asked.value !== null && (
        <RollBack
          shell={shell}
          editor={editor}
          words={words}
          to={asked.value}
          onClose={() => asked.value = null}
        />
      )}
    </section>
  );
}

function RollBack(
  { shell, editor, words, to, onClose }: EditorProps & { to: number; onClose: () => void },
) {
  const busy = useSignal(false);
  const kit = KIT[shell.locale.value];
  async function run(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const done = await editor.rollBack(to);
    busy.value = false;
    if (done) shell.say({ tone: "good", text: words.versions.done });
    onClose();
  }
  return (
    <Dialog title={words.versions.back} onClose={onClose}>
      <p>{words.versions.ask(to)}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>{kit.cancel}</button>
        <button
          type="button"
          class="button brand"
          aria-disabled={busy.value}
          onClick={() => void run()}
        >
          {words.versions.back}
        </button>
      </div>
    </Dialog>
  );
}
