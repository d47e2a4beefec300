import { useMemo } from "preact/hooks";
import type { Answer } from "../../shared/client.ts";
import type { CouponTemplateJson, CouponTemplateListJson } from "../../shared/api_wallet.ts";
import { focusFirstError } from "../bank/field.tsx";
import { Conflict } from "../bank/conflict.tsx";
import { createEditing } from "../bank/editing.ts";
import { createForm, type Form, NO_ANSWER } from "../bank/form.ts";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { Dialog } from "../ui/dialog.tsx";
import { checkCoupon, type CouponTexts, couponTexts, NEW_COUPON } from "./coupon_form.ts";
import { TextFields, UnitFields, ValidityFields } from "./coupon_fields.tsx";
import type { CouponWords } from "./words.ts";

const PATH = "/api/v1/coupon-templates";

interface DialogProps {
  readonly shell: Shell;
  readonly words: CouponWords;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Writes a new template. */
export function NewCouponDialog({ shell, words, onClose, onDone }: DialogProps) {
  const kit = KIT[shell.locale.value];
  const form = useMemo(() => createForm(NEW_COUPON), []);
  const { request } = checkCoupon(form.texts.value);

  async function save(): Promise<void> {
    let done = false;
    await form.submit({
      fix: kit.fix,
      offline: kit.offline,
      send: request === null ? null : async () => {
        const answer = await shell.send({ method: "POST", path: PATH, body: request });
        done = answer.ok;
        return shell.refusalOf(answer);
      },
    });
    if (!done) return focusFirstError();
    shell.say({ tone: "good", text: words.created });
    onDone();
  }

  return (
    <Dialog title={words.add} kind="ask wide-ask" onClose={onClose}>
      <Sheet shell={shell} words={words} form={form} onSave={save} onClose={onClose} />
    </Dialog>
  );
}

/** Changes a template; what was issued before keeps the rules that it was issued by. */
export function CouponDialog(
  { shell, words, one, onClose, onDone }: DialogProps & { one: CouponTemplateJson },
) {
  const editing = useMemo(() =>
    createEditing(shell, {
      thing: one,
      textsOf: couponTexts,
      read: () => readTemplate(shell, one.id),
    }), [one.id]);
  const { form } = editing;
  const { request } = checkCoupon(form.texts.value);
  const sending = request === null ? null : async (base: CouponTemplateJson) => {
    const answer = await shell.send<CouponTemplateJson>({
      method: "PATCH",
      path: `${PATH}/${encodeURIComponent(one.id)}`,
      body: { ...request, version: base.version },
    });
    return answer.ok ? answer.value : shell.refusalOf(answer) ?? NO_ANSWER;
  };

  async function finish(saving: Promise<boolean>): Promise<void> {
    if (!await saving) return focusFirstError();
    shell.say({ tone: "good", text: words.saved });
    onDone();
  }

  const conflict = editing.conflict.value;
  if (conflict !== null) {
    return (
      <Conflict
        shell={shell}
        rows={conflict}
        labels={words.texts}
        onMine={() => void finish(editing.keepMine(sending))}
        onTheirs={editing.takeTheirs}
        onBack={editing.goOn}
      />
    );
  }
  return (
    <Dialog title={words.edit(one.title)} kind="ask wide-ask" onClose={onClose}>
      <Sheet
        shell={shell}
        words={words}
        form={form}
        onSave={() => finish(editing.save(sending))}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** What is there now; a unit has few templates, so its list is the place to look. */
async function readTemplate(shell: Shell, id: string): Promise<CouponTemplateJson | null> {
  for (let after: string | null = ""; after !== null;) {
    const query = new URLSearchParams({ limit: "100" });
    if (after !== "") query.set("after", after);
    const answer: Answer<CouponTemplateListJson> = await shell.send<CouponTemplateListJson>({
      method: "GET",
      path: `${PATH}?${query}`,
    });
    if (!answer.ok) return null;
    const found = answer.value.items.find((one) => one.id === id);
    if (found !== undefined) return found;
    after = answer.value.next;
  }
  return null;
}

function Sheet(
  { shell, words, form, onSave, onClose }: {
    shell: Shell;
    words: CouponWords;
    form: Form<CouponTexts>;
    onSave: () => Promise<void>;
    onClose: () => void;
  },
) {
  const kit = KIT[shell.locale.value];
  const { faults } = checkCoupon(form.texts.value);
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void onSave();
      }}
    >
      <div class="two">
        <TextFields form={form} faults={faults} words={words} />
        <ValidityFields form={form} faults={faults} words={words} />
      </div>
      <UnitFields shell={shell} form={form} words={words} />
      <p class="error" role="alert">{form.general.value}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>{kit.cancel}</button>
        <button type="submit" class="button brand" aria-disabled={form.busy.value}>
          {kit.save}
        </button>
      </div>
    </form>
  );
}
