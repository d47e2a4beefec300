import { useSignal } from "@preact/signals";
import type { StaffMemberJson, StaffRoleJson } from "../../shared/api_organisation.ts";
import { Choice, Field } from "../bank/field.tsx";
import { Listing } from "../bank/listing.tsx";
import { useRested } from "../bank/rested.ts";
import { KIT } from "../bank/words.ts";
import { useList } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { mayManageStaff } from "./rights.ts";
import type { PeopleWords } from "./words.ts";

const ROLES: readonly StaffRoleJson[] = ["manager", "outlet", "bank", "province", "sre"];
type Status = "active" | "left" | "all";

/** People of a unit and all below it. */
export function StaffList(
  { shell, unit, words }: { shell: Shell; unit: string; words: PeopleWords },
) {
  const search = useSignal("");
  const asked = useRested(shell, search.value.trim());
  const role = useSignal<StaffRoleJson | "">("");
  const status = useSignal<Status>("active");
  const query = new URLSearchParams({ unit, status: status.value, limit: "30" });
  if (asked !== "") query.set("q", asked);
  if (role.value !== "") query.set("role", role.value);
  const list = useList<StaffMemberJson>(shell, `/api/v1/staff?${query}`);
  const staff = shell.staff.value;
  const kit = KIT[shell.locale.value];
  const filtered = asked !== "" || role.value !== "";
  return (
    <section class="staff" aria-labelledby="staff-title">
      <header class="section-head">
        <h2 id="staff-title">{words.staff.title}</h2>
        {staff && mayManageStaff(staff.role) && (
          <a
            class="button brand"
            href={`${hrefOf("/people/staff/new")}?unit=${encodeURIComponent(unit)}`}
          >
            {words.staff.add}
          </a>
        )}
      </header>
      <div class="filters">
        <Field
          name="staff-search"
          kind="search"
          label={words.searchStaff}
          placeholder={words.searchHint}
          value={search.value}
          onInput={(value) => search.value = value}
        />
        <Choice
          name="staff-role"
          label={words.staff.role}
          value={role.value}
          options={[
            ["", words.staff.anyRole] as const,
            ...ROLES.map((one) => [one, words.roles[one]] as const),
          ]}
          onChange={(value) => role.value = value}
        />
        <Choice
          name="staff-status"
          label={words.staff.status}
          value={status.value}
          options={[
            ["active", words.staff.statuses.active] as const,
            ["left", words.staff.statuses.left] as const,
            ["all", words.staff.statuses.all] as const,
          ]}
          onChange={(value) => status.value = value}
        />
      </div>
      <Listing
        shell={shell}
        of={list}
        empty={<p>{filtered ? kit.nothingFound : words.staff.none}</p>}
      >
        {(items) => (
          <table class="card rows">
            <thead>
              <tr>
                <th scope="col">{words.staff.name}</th>
                <th scope="col">{words.staff.role}</th>
                <th scope="col">{words.staff.unit}</th>
                <th scope="col">{words.staff.phone}</th>
                <th scope="col">{words.staff.employeeNo}</th>
              </tr>
            </thead>
            <tbody>{items.map((one) => <Row key={one.id} one={one} words={words} />)}</tbody>
          </table>
        )}
      </Listing>
    </section>
  );
}

function Row({ one, words }: { one: StaffMemberJson; words: PeopleWords }) {
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf("/people/staff/:id", { id: one.id })}>{one.name}</a>
        {one.leftAt !== null && <span class="phase">{words.staff.left}</span>}
        {one.locked && <span class="phase sold">{words.staff.locked}</span>}
      </th>
      <td>
        {words.roles[one.role]}
        {one.title !== "" && <small>{one.title}</small>}
      </td>
      <td>{one.unitName}</td>
      <td class="number-text">{one.phone ?? "–"}</td>
      <td class="number-text">{one.employeeNo ?? "–"}</td>
    </tr>
  );
}
