/** A manager edits the own storefront: parts on the left, the phone on the right, all saved by itself. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { StaffJson } from "../../shared/api.ts";
import type { StorefrontDraftJson } from "../../shared/api_storefront.ts";
import { when } from "../../shared/format.ts";
import { Conflict } from "../bank/conflict.tsx";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { createStorefrontEditor, type StorefrontEditor } from "./editor.ts";
import { LayoutCard } from "./layout_card.tsx";
import { PartCards } from "./part_cards.tsx";
import { Preview } from "./preview.tsx";
import { ProductsCard } from "./products_card.tsx";
import { NewsCard } from "./news_card.tsx";
import { RulesCard } from "./rules_card.tsx";
import { VersionsCard } from "./versions_card.tsx";
import { STOREFRONT, type StorefrontWords } from "./words.ts";

/** What each card of the editor is given. */
export interface EditorProps {
  readonly shell: Shell;
  readonly editor: StorefrontEditor;
  readonly words: StorefrontWords;
}

export function StorefrontPage({ shell }: PageProps) {
  const staff = shell.staff.value;
  if (!staff) return null;
  return <Mine key={staff.id} shell={shell} staff={staff} />;
}

function Mine({ shell, staff }: { shell: Shell; staff: StaffJson }) {
  const draft = useResource<StorefrontDraftJson>(
    shell,
    `/api/v1/storefronts/${encodeURIComponent(staff.id)}/draft`,
  );
  return (
    <Loaded shell={shell} of={draft} lines={10}>
      {(read) => <Editor key={read.managerId} shell={shell} read={read} />}
    </Loaded>
  );
}

function Editor({ shell, read }: { shell: Shell; read: StorefrontDraftJson }) {
  const editor = useMemo(() => createStorefrontEditor(shell, read), [read.managerId]);
  const words = STOREFRONT[shell.locale.value];
  const props: EditorProps = { shell, editor, words };
  const conflict = editor.conflict.value;
  return (
    <>
      <Head {...props} />
      <div class="studio">
        <div class="studio-parts">
          <LayoutCard {...props} />
          <PartCards {...props} />
          <ProductsCard {...props} />
          <NewsCard {...props} />
          <RulesCard {...props} />
          <VersionsCard {...props} />
        </div>
        <Preview {...props} />
      </div>
      {conflict !== null && (
        <Conflict
          shell={shell}
          rows={conflict}
          labels={words.conflict}
          onMine={() => void editor.keepMine()}
          onTheirs={editor.takeTheirs}
          onBack={editor.goOn}
        />
      )}
    </>
  );
}

function Head({ shell, editor, words }: EditorProps) {
  const busy = useSignal(false);
  const draft = editor.draft.value;
  const nothing = !draft.unpublished && editor.saving.value === "saved";
  async function publish(): Promise<void> {
    if (busy.value) return;
    if (nothing) return shell.say({ tone: "good", text: words.nothingNew });
    busy.value = true;
    const done = await editor.publish();
    busy.value = false;
    if (done) shell.say({ tone: "good", text: words.published });
  }
  return (
    <>
      <Title title={words.title} under={<Standing shell={shell} editor={editor} words={words} />}>
        <a
          class="button"
          href={`/s/${encodeURIComponent(draft.managerId)}`}
          target="_blank"
          rel="noopener"
        >
          {words.open}
        </a>
        <button
          type="button"
          class="button brand"
          aria-disabled={busy.value || nothing}
          onClick={() => void publish()}
        >
          {words.publish}
        </button>
      </Title>
      <Trouble shell={shell} editor={editor} words={words} />
    </>
  );
}

function Standing({ shell, editor, words }: EditorProps) {
  const { published, unpublished } = editor.draft.value;
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  return (
    <p class="standing">
      <span class={`dot ${editor.saving.value}`} role="status">
        {words.saving[editor.saving.value]}
      </span>
      {unpublished && <span class="phase in-review">{words.unpublished}</span>}
      <span class="quiet">
        {published === null
          ? words.never
          : words.publishedAt(when(Math.floor(Date.parse(published.at) / 1000) * 1000, at))}
      </span>
    </p>
  );
}

function Trouble({ shell, editor, words }: EditorProps) {
  const refusal = editor.refusal.value;
  if (refusal === null || refusal.code === "stale") return null;
  return (
    <div class="card failed" role="alert">
      <p>{refusal.text ?? KIT[shell.locale.value].offline}</p>
      {refusal.fields.map((one) => <p key={one.field}>{one.message}</p>)}
      {editor.saving.value === "failed" && (
        <button
          type="button"
          class="button"
          onClick={() => void editor.save()}
        >
          {words.saveAgain}
        </button>
      )}
    </div>
  );
}
