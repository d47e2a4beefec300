import { useSignal } from "@preact/signals";
import type { SegmentsJson } from "../../shared/api_customers.ts";
import type { UnitJson } from "../../shared/api_organisation.ts";
import { count } from "../../shared/format.ts";
import { useList, useResource } from "../resource.ts";
import { Input } from "../ui/input.tsx";
import { Icon } from "../ui/icon.tsx";
import type { BuilderWords } from "./builder_words.ts";
import { words as partsOf } from "./form.ts";
import type { CommonBuilder } from "./step_fields.ts";
import type { Words } from "./words.ts";

interface WhoProps {
  readonly model: CommonBuilder;
  readonly words: Words;
  readonly builder: BuilderWords;
  readonly errorOf: (name: string) => string | null;
  /** Beside the choice of new customers. */
  readonly newOnly?: { readonly label: string; readonly hint: string };
}

const TAGS_OFFERED = 16;
const UNITS_OFFERED = 12;
const TYPING_MS = 250;

/** Who may take part: tags and units are offered with how many customers they reach. */
export function WhoStep(props: WhoProps) {
  const { model, words, builder } = props;
  const { shell } = model;
  const segments = useResource<SegmentsJson>(shell, "/api/v1/segments").value.value;
  const { newCustomersOnly } = model.texts.value;
  return (
    <>
      <label class="check wide">
        <input
          type="checkbox"
          checked={newCustomersOnly}
          onChange={(event) =>
            model.set({ newCustomersOnly: event.currentTarget.checked }, "newCustomersOnly")}
        />
        {props.newOnly?.label ?? words.form.labels.newCustomersOnly}
        {segments !== null && (
          <span class="quiet">{builder.newOf(count(segments.isNew), count(segments.total))}</span>
        )}
        {props.newOnly !== undefined && <span class="quiet">{props.newOnly.hint}</span>}
      </label>
      <Tags {...props} segments={segments} />
      <Units {...props} />
    </>
  );
}

function Tags(
  { model, words, builder, errorOf, segments }: WhoProps & { segments: SegmentsJson | null },
) {
  const chosen = partsOf(model.texts.value.tags);
  const toggle = (tag: string) => {
    const next = chosen.includes(tag) ? chosen.filter((one) => one !== tag) : [...chosen, tag];
    model.set({ tags: next.join(" ") }, "tags");
  };
  return (
    <div class="wide">
      <Input
        name="tags"
        label={words.form.labels.tags ?? ""}
        hint={words.form.hints.tags ?? null}
        error={errorOf("tags")}
        value={model.texts.value.tags}
        onInput={(tags) => model.set({ tags }, "tags")}
      />
      {segments !== null && segments.tags.length > 0 && (
        <p class="quick" role="group" aria-label={builder.tagsInUse}>
          {segments.tags.slice(0, TAGS_OFFERED).map(({ tag, customers }) => (
            <button
              key={tag}
              type="button"
              class="chip"
              aria-pressed={chosen.includes(tag)}
              onClick={() => toggle(tag)}
            >
              {`${tag} · ${builder.people(count(customers))}`}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

function Units({ model, builder, errorOf }: WhoProps) {
  const { shell } = model;
  const typed = useSignal("");
  const asked = useSignal("");
  const cancel = useSignal(() => {});
  const query = new URLSearchParams({ limit: String(UNITS_OFFERED) });
  if (asked.value !== "") query.set("q", asked.value);
  const found = useList<UnitJson>(shell, `/api/v1/units?${query}`).items.value ?? [];
  const chosen = partsOf(model.texts.value.orgUnitIds);
  const names = useSignal<ReadonlyMap<string, string>>(new Map());
  const set = (ids: readonly string[]) => model.set({ orgUnitIds: ids.join(" ") }, "orgUnitIds");
  const nameOf = (id: string) =>
    names.value.get(id) ?? found.find((one) => one.id === id)?.name ?? id;
  function take(unit: UnitJson): void {
    names.value = new Map(names.value).set(unit.id, unit.name);
    set([...chosen, unit.id]);
  }
  return (
    <div class="wide">
      <Input
        name="orgUnitIds"
        label={builder.labels.orgUnitIds}
        hint={builder.hints.orgUnitIds}
        error={errorOf("orgUnitIds")}
        value={typed.value}
        onInput={(value) => {
          typed.value = value;
          cancel.peek()();
          cancel.value = shell.outside.after(TYPING_MS, () => asked.value = value.trim());
        }}
      />
      <p class="quick" role="group" aria-label={builder.labels.outlets}>
        {chosen.map((id) => (
          <button
            key={id}
            type="button"
            class="chip"
            aria-pressed="true"
            onClick={() => set(chosen.filter((one) => one !== id))}
          >
            {nameOf(id)}
            <Icon name="close" />
          </button>
        ))}
        {found.filter((one) => !chosen.includes(one.id)).map((one) => (
          <button
            key={one.id}
            type="button"
            class="chip"
            aria-pressed="false"
            onClick={() => take(one)}
          >
            {one.name}
          </button>
        ))}
      </p>
      {chosen.length === 0 && <p class="quiet">{builder.labels.everyUnit}</p>}
    </div>
  );
}
