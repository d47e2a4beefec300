/** Moving a person, letting one go with a successor, and a new password. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type {
  LeaveRequest,
  MoveRequest,
  StaffDetailJson,
  StaffMemberJson,
  StaffRoleJson,
  UnitJson,
} from "../../shared/api_organisation.ts";
import { Choice, Field } from "../bank/field.tsx";
import { searchPath } from "../bank/search.ts";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Pick } from "./pick.tsx";
import { rolesIn } from "./rights.ts";
import { isWeak } from "./staff_form.ts";
import type { PeopleWords } from "./words.ts";

/** What each of these is given. */
export interface PersonProps {
  readonly shell: Shell;
  readonly one: StaffDetailJson;
  readonly words: PeopleWords;
  readonly onClose: () => void;
  readonly onDone: (one: StaffDetailJson, said: string) => void;
}

/** To another unit; what was done stays where it was done. */
export function MoveDialog({ shell, one, words, onClose, onDone }: PersonProps) {
  const unit = useSignal<UnitJson | null>(null);
  const role = useSignal<StaffRoleJson>(one.role);
  const roles = unit.value === null ? [] : rolesIn(unit.value.kind);
  const send = (chosen: UnitJson) => {
    const fitting = roles.includes(role.value) ? role.value : roles[0] ?? one.role;
    const body: MoveRequest = {
      version: one.version,
      unit: chosen.id,
      ...(fitting === one.role ? {} : { role: fitting }),
    };
    return shell.send<StaffDetailJson>({
      method: "POST",
      path: `/api/v1/staff/${encodeURIComponent(one.id)}/move`,
      body,
    });
  };
  return (
    <Deed
      shell={shell}
      title={`${words.staff.move} · ${one.name}`}
      act={words.staff.move}
      fault={unit.value === null ? words.staff.needsUnit : null}
      onClose={onClose}
      run={async () => {
        if (unit.value === null) return null;
        const answer = await send(unit.value);
        if (!answer.ok) return shell.refusalOf(answer)?.text ?? KIT[shell.locale.value].offline;
        onDone(answer.value, words.staff.moved);
        return null;
      }}
    >
      <p>{words.staff.moveAsk(one.name)}</p>
      <Pick<UnitJson>
        shell={shell}
        words={words}
        name="move-to"
        label={words.staff.moveTo}
        hint={words.staff.moveHint}
        chosen={unit.value}
        pathOf={(q) => searchPath("/api/v1/units", { q, limit: "6" })}
        fits={(item) => item.id !== one.unit}
        detail={(item) => `${words.kinds[item.kind]} · ${item.city}`}
        onPick={(item) => unit.value = item}
      />
      {roles.length > 1 && (
        <Choice
          name="move-role"
          label={words.staff.newRole}
          value={roles.includes(role.value) ? role.value : roles[0] ?? one.role}
          options={roles.map((value) => [value, words.roles[value]] as const)}
          onChange={(value) => role.value = value}
        />
      )}
    </Deed>
  );
}

/** A manager leaves to a successor, who takes over storefront, codes and customers. */
export function LeaveDialog({ shell, one, words, onClose, onDone }: PersonProps) {
  const successor = useSignal<StaffMemberJson | null>(null);
  const needed = one.role === "manager";
  return (
    <Deed
      shell={shell}
      title={`${words.staff.leave} · ${one.name}`}
      act={words.staff.leave}
      danger
      fault={needed && successor.value === null ? words.staff.needsSuccessor : null}
      onClose={onClose}
      run={async () => {
        const body: LeaveRequest = {
          version: one.version,
          ...(successor.value === null ? {} : { successor: successor.value.id }),
        };
        const answer = await shell.send<StaffDetailJson>({
          method: "POST",
          path: `/api/v1/staff/${encodeURIComponent(one.id)}/leave`,
          body,
        });
        if (!answer.ok) return shell.refusalOf(answer)?.text ?? KIT[shell.locale.value].offline;
        onDone(answer.value, words.staff.leftDone);
        return null;
      }}
    >
      <p>{needed ? words.staff.leaveManager(one.name) : words.staff.leaveAsk(one.name)}</p>
      {needed && (
        <Pick<StaffMemberJson>
          shell={shell}
          words={words}
          name="successor"
          label={words.staff.successor}
          hint={words.staff.successorHint}
          chosen={successor.value}
          pathOf={(q) => searchPath("/api/v1/staff", { q, role: "manager", limit: "6" })}
          fits={(item) => item.id !== one.id}
          detail={(item) => item.unitName}
          onPick={(item) => successor.value = item}
        />
      )}
    </Deed>
  );
}

/** A new password, told in person. */
export function ResetDialog({ shell, one, words, onClose, onDone }: PersonProps) {
  const password = useSignal("");
  const weak = isWeak(password.value, [one.name, one.username ?? ""]);
  return (
    <Deed
      shell={shell}
      title={`${words.staff.reset} · ${one.name}`}
      act={words.staff.reset}
      fault={weak ? words.staff.weak : null}
      onClose={onClose}
      run={async () => {
        const answer = await shell.send<unknown>({
          method: "POST",
          path: `/api/v1/staff/${encodeURIComponent(one.id)}/password`,
          body: { password: password.value },
        });
        if (!answer.ok) return shell.refusalOf(answer)?.text ?? KIT[shell.locale.value].offline;
        onDone({ ...one, locked: false }, words.staff.resetDone);
        return null;
      }}
    >
      <p>{words.staff.resetAsk(one.name)}</p>
      <Field
        name="new-password"
        kind="password"
        autocomplete="new-password"
        label={words.staff.newPassword}
        hint={words.staff.passwordHint}
        value={password.value}
        onInput={(value) => password.value = value}
      />
    </Deed>
  );
}

/** A question, what it needs to know, and the button that does it. */
function Deed(
  { shell, title, act, danger, fault, run, onClose, children }: {
    shell: Shell;
    title: string;
    act: string;
    danger?: boolean;
    /** What is missing. */
    fault: string | null;
    /** Resolves to why it was refused. */
    run: () => Promise<string | null>;
    onClose: () => void;
    children: ComponentChildren;
  },
) {
  const busy = useSignal(false);
  const error = useSignal<string | null>(null);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    error.value = fault;
    if (fault !== null || busy.value) return;
    busy.value = true;
    error.value = await run();
    busy.value = false;
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
        {children}
        <p class="error" role="alert">{error.value}</p>
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>
            {KIT[shell.locale.value].cancel}
          </button>
          <button
            type="submit"
            class={danger ? "button act" : "button brand"}
            aria-disabled={busy.value}
          >
            {act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
