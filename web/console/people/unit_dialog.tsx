import { useMemo } from "preact/hooks";
import type { UnitDetailJson } from "../../shared/api_organisation.ts";
import { Conflict } from "../bank/conflict.tsx";
import { createEditing } from "../bank/editing.ts";
import { Field, focusFirstError } from "../bank/field.tsx";
import { NO_ANSWER } from "../bank/form.ts";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { Dialog } from "../ui/dialog.tsx";
import { checkUnit, NEW_UNIT, unitPatch, unitRequest, unitTexts } from "./unit_form.ts";
import type { PeopleWords } from "./words.ts";

const FIELDS = ["name", "short", "city", "address", "phone", "hours"] as const;

/** Changes a unit, or adds one below it. */
export function UnitDialog(
  { shell, words, unit, adding, onSaved, onClose }: {
    shell: Shell;
    words: PeopleWords;
    unit: UnitDetailJson;
    adding: boolean;
    onSaved: (unit: UnitDetailJson, created: boolean) => void;
    onClose: () => void;
  },
) {
  const kit = KIT[shell.locale.value];
  const path = `/api/v1/units/${encodeURIComponent(unit.id)}`;
  const editing = useMemo(() =>
    createEditing(shell, {
      thing: unit,
      textsOf: (one: UnitDetailJson) => adding ? NEW_UNIT : unitTexts(one),
      read: async () => {
        const answer = await shell.send<UnitDetailJson>({ method: "GET", path });
        return answer.ok ? answer.value : null;
      },
    }), [unit.id, adding]);
  const { form } = editing;
  const faults = checkUnit(form.texts.value);
  const textOf = (fault: string | undefined) =>
    fault === undefined ? undefined : fault === "code" ? words.unit.codeHint : words.staff.required;

  async function write(base: UnitDetailJson) {
    const texts = form.texts.value;
    const answer = await shell.send<UnitDetailJson>(
      adding
        ? { method: "POST", path: "/api/v1/units", body: unitRequest(texts, unit.id) }
        : { method: "PATCH", path, body: unitPatch(texts, base) },
    );
    return answer.ok ? answer.value : shell.refusalOf(answer) ?? NO_ANSWER;
  }

  async function finish(saving: Promise<boolean>): Promise<void> {
    if (!await saving) return focusFirstError();
    shell.say({ tone: "good", text: adding ? words.unit.created : words.unit.saved });
    onSaved(editing.base.value, adding);
  }

  const sending = faults.size === 0 ? write : null;
  const title = adding ? words.unit.add[unit.kind] : words.unit.edit;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void finish(editing.save(sending));
        }}
      >
        {adding && (
          <Field
            name="code"
            label={words.unit.code}
            hint={words.unit.codeHint}
            error={form.errorOf("code", textOf(faults.get("code")))}
            value={form.texts.value.code}
            onInput={(code) => form.set({ code })}
          />
        )}
        {FIELDS.map((name) => (
          <Field
            key={name}
            name={name}
            label={words.unit[name]}
            error={form.errorOf(name, textOf(faults.get(name)))}
            value={form.texts.value[name]}
            onInput={(value) => form.set({ [name]: value }, name)}
          />
        ))}
        <p class="error" role="alert">{form.general.value}</p>
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>{kit.cancel}</button>
          <button type="submit" class="button brand" aria-disabled={form.busy.value}>
            {kit.save}
          </button>
        </div>
      </form>
      {editing.conflict.value !== null && (
        <Conflict
          shell={shell}
          rows={editing.conflict.value}
          labels={Object.fromEntries(FIELDS.map((name) => [name, words.unit[name]]))}
          onMine={() => void finish(editing.keepMine(sending))}
          onTheirs={editing.takeTheirs}
          onBack={editing.goOn}
        />
      )}
    </Dialog>
  );
}
