/** The organisation on the left, one of its units with its people on the right. */
import { useSignal } from "@preact/signals";
import type { UnitDetailJson, UnitJson } from "../../shared/api_organisation.ts";
import { Field } from "../bank/field.tsx";
import { useRested } from "../bank/rested.ts";
import { Listing } from "../bank/listing.tsx";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { useList, useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { StaffList } from "./staff_list.tsx";
import { UnitCard } from "./unit_card.tsx";
import { UnitTree } from "./unit_tree.tsx";
import { PEOPLE, type PeopleWords } from "./words.ts";

export function PeoplePage({ shell, params }: PageProps) {
  const words = PEOPLE[shell.locale.value];
  const own = shell.staff.value?.unit ?? "";
  const id = params.id ?? own;
  const unit = useResource<UnitDetailJson>(shell, `/api/v1/units/${encodeURIComponent(id)}`);
  return (
    <>
      <Title title={words.title} />
      <div class="people">
        <Organisation shell={shell} words={words} here={id} root={own} />
        <div class="people-main">
          <Loaded shell={shell} of={unit}>
            {(value) => (
              <UnitCard
                key={value.id}
                shell={shell}
                unit={value}
                words={words}
                onChange={unit.set}
              />
            )}
          </Loaded>
          <StaffList key={id} shell={shell} unit={id} words={words} />
        </div>
      </div>
    </>
  );
}

function Organisation(
  { shell, words, here, root }: { shell: Shell; words: PeopleWords; here: string; root: string },
) {
  const search = useSignal("");
  const asked = useRested(shell, search.value.trim());
  return (
    <nav class="card organisation" aria-label={words.tree}>
      <Field
        name="unit-search"
        kind="search"
        label={words.search}
        value={search.value}
        onInput={(value) => search.value = value}
      />
      {asked === ""
        ? <UnitTree shell={shell} words={words} here={here} root={root} />
        : <Found shell={shell} words={words} q={asked} />}
    </nav>
  );
}

function Found({ shell, words, q }: { shell: Shell; words: PeopleWords; q: string }) {
  const list = useList<UnitJson>(
    shell,
    `/api/v1/units?${new URLSearchParams({ q, limit: "20" })}`,
  );
  return (
    <Listing shell={shell} of={list} empty={<p>{KIT[shell.locale.value].nothingFound}</p>}>
      {(items) => (
        <ul class="found" aria-label={words.found}>
          {items.map((one) => (
            <li key={one.id}>
              <a href={hrefOf("/people/:id", { id: one.id })}>
                {one.name}
                <small>{words.kinds[one.kind]} · {one.city}</small>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Listing>
  );
}
