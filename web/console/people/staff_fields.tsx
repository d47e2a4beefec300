import type { StaffRoleJson } from "../../shared/api_organisation.ts";
import { Choice, Field } from "../bank/field.tsx";
import type { Form } from "../bank/form.ts";
import type { StaffFault, StaffTexts } from "./staff_form.ts";
import type { PeopleWords } from "./words.ts";

/** Fields of a member of staff, for new ones and changes. */
export function StaffFields(
  { form, faults, words, roles, isNew }: {
    form: Form<StaffTexts>;
    faults: ReadonlyMap<string, StaffFault>;
    words: PeopleWords;
    roles: readonly StaffRoleJson[];
    isNew: boolean;
  },
) {
  const texts = form.texts.value;
  const error = (name: string) => {
    const fault = faults.get(name);
    return form.errorOf(name, fault === undefined ? undefined : words.staff[fault]);
  };
  const text = (name: Exclude<keyof StaffTexts, "role">) => ({
    name,
    error: error(name),
    value: texts[name],
    onInput: (value: string) => form.set({ [name]: value }, name),
  });
  return (
    <div class="two">
      <Field {...text("name")} label={words.staff.name} />
      <Choice
        name="role"
        label={words.staff.role}
        error={error("role")}
        value={texts.role}
        options={roles.map((one) => [one, words.roles[one]] as const)}
        onChange={(role) => form.set({ role })}
      />
      <Field {...text("title")} label={words.staff.jobTitle} />
      <Field {...text("phone")} label={words.staff.phone} kind="tel" />
      <Field {...text("employeeNo")} label={words.staff.employeeNo} />
      <Field {...text("wechat")} label={words.staff.wechat} />
      <Field {...text("username")} label={words.staff.username} hint={words.staff.usernameHint} />
      {isNew && (
        <Field
          {...text("password")}
          label={words.staff.password}
          hint={words.staff.passwordHint}
          kind="password"
          autocomplete="new-password"
        />
      )}
    </div>
  );
}
