import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { NoteRequest } from "../../shared/api_referral.ts";
import { Field } from "../bank/field.tsx";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { ReferralWords } from "./words.ts";

const NOTE_MAX = 200;

/** Asks for the reason before something that takes from a customer, and says what follows in numbers. */
export function NoteDialog(
  { shell, words, title, act, consequence, path, onClose, onDone }: {
    shell: Shell;
    words: ReferralWords;
    title: string;
    act: string;
    consequence: string;
    /** Where the note is sent. */
    path: string;
    onClose: () => void;
    onDone: () => void;
  },
) {
  const note = useSignal("");
  const error = useSignal<string | null>(null);
  const busy = useSignal(false);
  const key = useMemo(() => shell.outside.id(), [note.value]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const body: NoteRequest = { note: note.value.trim() };
    error.value = body.note === "" ? words.deeds.needsNote : null;
    if (body.note === "" || busy.value) return;
    busy.value = true;
    const refusal = shell.refusalOf(await shell.send({ method: "POST", path, body, key }));
    busy.value = false;
    if (refusal === null) return onDone();
    error.value = refusal.fields[0]?.message ?? refusal.text ?? KIT[shell.locale.value].offline;
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <p>{consequence}</p>
        <Field
          name="note"
          kind="area"
          label={words.deeds.note}
          hint={words.deeds.noteHint}
          error={error.value}
          value={note.value}
          maxLength={NOTE_MAX}
          onInput={(value) => {
            note.value = value;
            error.value = null;
          }}
        />
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>{words.deeds.cancel}</button>
          <button type="submit" class="button act" aria-disabled={busy.value}>{act}</button>
        </div>
      </form>
    </Dialog>
  );
}
