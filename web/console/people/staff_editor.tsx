import { useMemo } from "preact/hooks";
import type { StaffDetailJson } from "../../shared/api_organisation.ts";
import { Conflict } from "../bank/conflict.tsx";
import { createEditing } from "../bank/editing.ts";
import { focusFirstError } from "../bank/field.tsx";
import { NO_ANSWER } from "../bank/form.ts";
import { KIT } from "../bank/words.ts";
import { kindOf, rolesIn } from "./rights.ts";
import type { PersonProps } from "./staff_dialogs.tsx";
import { StaffFields } from "./staff_fields.tsx";
import { checkStaff, staffPatch, staffTexts } from "./staff_form.ts";

/** Changes a person's particulars. */
export function StaffEditor({ shell, one, words, onClose, onDone }: PersonProps) {
  const kit = KIT[shell.locale.value];
  const path = `/api/v1/staff/${encodeURIComponent(one.id)}`;
  const editing = useMemo(() =>
    createEditing(shell, {
      thing: one,
      textsOf: staffTexts,
      read: async () => {
        const answer = await shell.send<StaffDetailJson>({ method: "GET", path });
        return answer.ok ? answer.value : null;
      },
    }), [one.id]);
  const faults = checkStaff(editing.form.texts.value);
  const sending = faults.size > 0 ? null : async (base: StaffDetailJson) => {
    const body = staffPatch(editing.form.texts.value, base);
    const answer = await shell.send<StaffDetailJson>({ method: "PATCH", path, body });
    return answer.ok ? answer.value : shell.refusalOf(answer) ?? NO_ANSWER;
  };

  async function finish(saving: Promise<boolean>): Promise<void> {
    if (await saving) onDone(editing.base.value, words.staff.saved);
    else focusFirstError();
  }

  return (
    <form
      class="card stack narrow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void finish(editing.save(sending));
      }}
    >
      <StaffFields
        form={editing.form}
        faults={faults}
        words={words}
        roles={rolesIn(kindOf(one.unit))}
        isNew={false}
      />
      <p class="error" role="alert">{editing.form.general.value}</p>
      <div class="buttons">
        <button type="submit" class="button brand" aria-disabled={editing.form.busy.value}>
          {kit.save}
        </button>
        <button type="button" class="button" onClick={onClose}>{kit.cancel}</button>
      </div>
      {editing.conflict.value !== null && (
        <Conflict
          shell={shell}
          rows={editing.conflict.value}
          labels={{
            name: words.staff.name,
            role: words.staff.role,
            title: words.staff.jobTitle,
            phone: words.staff.phone,
            employeeNo: words.staff.employeeNo,
            wechat: words.staff.wechat,
            username: words.staff.username,
          }}
          onMine={() => void finish(editing.keepMine(sending))}
          onTheirs={editing.takeTheirs}
          onBack={editing.goOn}
        />
      )}
    </form>
  );
}
