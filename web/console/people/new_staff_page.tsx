import { useMemo } from "preact/hooks";
import type { StaffDetailJson, UnitDetailJson } from "../../shared/api_organisation.ts";
import { focusFirstError } from "../bank/field.tsx";
import { createForm } from "../bank/form.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import { Title } from "../ui/title.tsx";
import { kindOf, rolesIn } from "./rights.ts";
import { StaffFields } from "./staff_fields.tsx";
import { checkStaff, newStaff, staffRequest } from "./staff_form.ts";
import { PEOPLE } from "./words.ts";

/** Adds a person to a unit. */
export function NewStaffPage({ shell, query }: PageProps) {
  const words = PEOPLE[shell.locale.value];
  const kit = KIT[shell.locale.value];
  const unit = query.get("unit") ?? shell.staff.value?.unit ?? "";
  const roles = rolesIn(kindOf(unit));
  const form = useMemo(() => createForm(newStaff(roles[0] ?? "manager")), [unit]);
  const place = useResource<UnitDetailJson>(shell, `/api/v1/units/${encodeURIComponent(unit)}`);
  const faults = checkStaff(form.texts.value);
  const back = hrefOf("/people/:id", { id: unit });

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    let created: StaffDetailJson | null = null;
    await form.submit({
      fix: kit.fix,
      offline: kit.offline,
      send: faults.size > 0 ? null : async () => {
        const answer = await shell.send<StaffDetailJson>({
          method: "POST",
          path: "/api/v1/staff",
          body: staffRequest(form.texts.value, unit),
        });
        if (answer.ok) created = answer.value;
        return shell.refusalOf(answer);
      },
    });
    if (created === null) return focusFirstError();
    shell.say({ tone: "good", text: words.staff.created });
    shell.go(back);
  }

  return (
    <>
      <Title title={words.staff.add} back={{ href: back, label: words.title }} />
      <form class="card stack narrow" noValidate onSubmit={(event) => void submit(event)}>
        <p class="quiet">
          {words.staff.unit}: <strong>{place.value.value?.name ?? unit}</strong>
        </p>
        <StaffFields form={form} faults={faults} words={words} roles={roles} isNew />
        <p class="error" role="alert">{form.general.value}</p>
        <div class="buttons">
          <button type="submit" class="button brand" aria-disabled={form.busy.value}>
            {words.staff.add}
          </button>
          <a class="button" href={back}>{kit.cancel}</a>
        </div>
      </form>
    </>
  );
}
