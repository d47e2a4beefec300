import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { StaffReferralJson } from "../../shared/api_referral.ts";
import { Field } from "../bank/field.tsx";
import { Failed, Skeleton } from "../ui/states.tsx";
import { ParticipantPanel } from "./participant_panel.tsx";
import type { ReferralModel } from "./referral_model.ts";
import { placeIn, tabHref } from "./tab.ts";
import { createTree, type TreeModel } from "./tree_model.ts";
import { TreeView } from "./tree_view.tsx";
import type { ReferralWords } from "./words.ts";

/** While people join, what is open is read again so often at most. */
const REFRESH_MS = 3_000;

/** Who invited whom, and beside it why each reward of one participant counted. `of`: the branch to show. */
export function TreeTab(
  { model, campaign, words, of }: {
    model: ReferralModel;
    campaign: StaffReferralJson;
    words: ReferralWords;
    of: string | null;
  },
) {
  const { shell } = model;
  const place = of === null ? null : placeIn(of);
  const lost = useSignal<string | null>(null);
  const path = `/api/v1/campaigns/${encodeURIComponent(campaign.id)}`;
  const tree = useMemo(
    () => createTree(shell, { path, title: campaign.title }),
    [campaign.id, campaign.title],
  );
  useEffect(() => {
    lost.value = null;
    void tree.show(place).then((found) => {
      if (found) return;
      lost.value = place;
      return tree.show(null);
    });
  }, [tree, place]);
  useFreshness(model, tree, campaign.version);
  const chosen = tree.chosen.value;
  return (
    <div class="tree-grid">
      <section class="card tree-card" aria-label={words.tree.title}>
        <Search
          key={place ?? ""}
          words={words}
          place={place}
          onFind={(found) => shell.go(tabHref(campaign.id, "tree", found))}
        />
        {lost.value !== null && <p class="note" role="alert">{words.tree.notFound(lost.value)}</p>}
        <p class="tree-acts">
          <button type="button" class="button small-button" onClick={() => void tree.refresh()}>
            {words.tree.refresh}
          </button>
          {place !== null && (
            <a class="button small-button" href={tabHref(campaign.id, "tree")}>{words.tree.all}</a>
          )}
          <span class="quiet small">{words.tree.keys}</span>
        </p>
        <Lines model={model} tree={tree} words={words} />
      </section>
      {chosen === null ? <p class="card quiet choose">{words.tree.choose}</p> : (
        <ParticipantPanel
          key={chosen}
          shell={shell}
          campaign={campaign}
          place={chosen}
          words={words}
          onClose={() => tree.chosen.value = null}
          onChanged={() => void tree.refresh()}
        />
      )}
    </div>
  );
}

function Lines(
  { model, tree, words }: { model: ReferralModel; tree: TreeModel; words: ReferralWords },
) {
  const { shell } = model;
  const failure = tree.failure.value;
  if (tree.tree.value !== null) return <TreeView tree={tree} words={words} />;
  if (failure === null) return <Skeleton shell={shell} lines={6} />;
  return <Failed shell={shell} refusal={failure} retry={() => tree.show(null)} />;
}

function Search(
  { words, place, onFind }: {
    words: ReferralWords;
    place: string | null;
    onFind: (place: string) => void;
  },
) {
  const text = useSignal(place ?? "");
  const error = useSignal<string | null>(null);
  return (
    <form
      class="tree-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const found = placeIn(text.value);
        error.value = found === null ? words.tree.badId : null;
        if (found !== null) onFind(found);
      }}
    >
      <Field
        name="participant"
        kind="search"
        inputMode="decimal"
        label={words.tree.search}
        hint={words.tree.searchHint}
        error={error.value}
        value={text.value}
        onInput={(value) => text.value = value}
      />
      <button type="submit" class="button">{words.tree.find}</button>
    </form>
  );
}

/** Whatever changes in the campaign may have changed the tree. */
function useFreshness(model: ReferralModel, tree: TreeModel, version: number): void {
  const waits = useRef<(() => void) | null>(null);
  const known = useRef(version);
  useEffect(() => {
    if (version === known.current || waits.current !== null) return;
    known.current = version;
    waits.current = model.shell.outside.after(REFRESH_MS, () => {
      waits.current = null;
      void tree.refresh();
    });
  }, [version, tree]);
  useEffect(() => () => waits.current?.(), []);
}
