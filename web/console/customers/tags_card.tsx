import { useSignal } from "@preact/signals";
import type { CustomerDetailJson } from "../../shared/api_customers.ts";
import { Field } from "../bank/field.tsx";
import { type CustomerProps, took } from "./customer_page.tsx";
import { mergedTags, tagsDiffer, tagsRequest, tagTexts, withoutTag, withTag } from "./tags.ts";

/** Tags by hand, each with a last day if it has one. */
export function TagsCard({ shell, one, words, onChange }: CustomerProps) {
  const tags = useSignal(tagTexts(one.tags));
  const typed = useSignal("");
  const busy = useSignal(false);
  const w = words.tags;
  const may = shell.staff.value?.role !== "sre";
  const dirty = tagsDiffer(tags.value, one.tags) || typed.value.trim() !== "";

  function add(): void {
    tags.value = withTag(tags.value, typed.value);
    typed.value = "";
  }

  async function save(): Promise<void> {
    if (busy.value) return;
    add();
    busy.value = true;
    const answer = await shell.send<CustomerDetailJson>({
      method: "PUT",
      path: `/api/v1/customers/${encodeURIComponent(one.id)}/tags`,
      body: tagsRequest(tags.value, one.version),
    });
    busy.value = false;
    const before = tagTexts(one.tags);
    const present = await took(answer, { shell, one, onChange, said: w.saved });
    if (present === null) return;
    const theirs = tagTexts(present.tags);
    tags.value = answer.ok ? theirs : mergedTags(before, { mine: tags.value, theirs });
    if (!answer.ok) shell.say({ tone: "bad", text: w.merged });
  }

  return (
    <section class="card stack" aria-labelledby="tags-title">
      <h2 id="tags-title">{w.title}</h2>
      {tags.value.length === 0 && <p class="quiet">{w.none}</p>}
      <ul class="tag-rows">
        {tags.value.map(({ tag, until }) => {
          const there = one.tags.find((known) => known.tag === tag);
          return (
            <li key={tag}>
              <span>
                <span class="tag">{tag}</span>
                {there !== undefined && (
                  <small class="quiet">{w.by(w.sources[there.source], there.by)}</small>
                )}
              </span>
              {may && (
                <>
                  <label class="until">
                    <span>{until === "" ? w.forever : w.until}</span>
                    <input
                      type="date"
                      aria-label={`${w.until} ${tag}`}
                      value={until}
                      onInput={(event) => {
                        const day = event.currentTarget.value;
                        tags.value = tags.value.map((known) =>
                          known.tag === tag ? { ...known, until: day } : known
                        );
                      }}
                    />
                  </label>
                  <button
                    type="button"
                    class="plain danger"
                    aria-label={w.remove(tag)}
                    onClick={() => tags.value = withoutTag(tags.value, tag)}
                  >
                    ×
                  </button>
                </>
              )}
            </li>
          );
        })}
      </ul>
      {may && (
        <form
          class="add-tag"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Field
            name="new-tag"
            label={w.addLabel}
            hint={w.hint}
            value={typed.value}
            onInput={(value) => typed.value = value}
          />
          <button type="submit" class="button">{w.add}</button>
        </form>
      )}
      {may && (
        <div class="buttons">
          <button
            type="button"
            class="button brand"
            aria-disabled={busy.value || !dirty}
            onClick={() => dirty && void save()}
          >
            {w.save}
          </button>
        </div>
      )}
    </section>
  );
}
