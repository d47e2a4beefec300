/** What a bank or an outlet sets for all storefronts below it. */
import { useMemo } from "preact/hooks";
import type { StorefrontTemplateJson } from "../../shared/api_storefront.ts";
import { Conflict } from "../bank/conflict.tsx";
import { createEditing } from "../bank/editing.ts";
import { Field } from "../bank/field.tsx";
import { type Form, NO_ANSWER } from "../bank/form.ts";
import { OrderButtons } from "../bank/order.tsx";
import { Picture } from "../bank/picture.tsx";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { blockName } from "./layout_card.tsx";
import {
  type TemplateBlock,
  templateRequest,
  type TemplateTexts,
  templateTexts,
  withMoved,
  withTemplateBlock,
} from "./template_form.ts";
import { STOREFRONT, type StorefrontWords } from "./words.ts";

export function TemplatePage({ shell }: PageProps) {
  const words = STOREFRONT[shell.locale.value];
  const unit = shell.staff.value?.unit ?? "";
  const template = useResource<StorefrontTemplateJson>(shell, pathOf(unit));
  return (
    <>
      <Title title={words.template.title} />
      <p class="quiet lead">{words.template.intro}</p>
      <Loaded shell={shell} of={template} lines={8}>
        {(value) => <Template key={value.unit} shell={shell} words={words} template={value} />}
      </Loaded>
    </>
  );
}

function Template(
  { shell, words, template }: {
    shell: Shell;
    words: StorefrontWords;
    template: StorefrontTemplateJson;
  },
) {
  const kit = KIT[shell.locale.value];
  const path = pathOf(template.unit);
  const editing = useMemo(() =>
    createEditing(shell, {
      thing: template,
      textsOf: templateTexts,
      read: async () => {
        const answer = await shell.send<StorefrontTemplateJson>({ method: "GET", path });
        return answer.ok ? answer.value : null;
      },
    }), [template.unit]);
  const { form, base } = editing;
  const write = async (present: StorefrontTemplateJson) => {
    const body = templateRequest(form.texts.value, present.version);
    const answer = await shell.send<StorefrontTemplateJson>({ method: "PUT", path, body });
    return answer.ok ? answer.value : shell.refusalOf(answer) ?? NO_ANSWER;
  };
  async function finish(saving: Promise<boolean>): Promise<void> {
    if (await saving) shell.say({ tone: "good", text: words.template.saved });
  }
  return (
    <form
      class="stack narrow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void finish(editing.save(write));
      }}
    >
      {base.value.content === null && <p class="quiet">{words.template.none}</p>}
      <section class="card" aria-labelledby="template-blocks">
        <h2 id="template-blocks">{words.template.blocks}</h2>
        <ol class="blocks">
          {base.value.locked.map((one) => (
            <li key={one.block.id} class="locked">
              <strong>{blockName(one.block, words)}</strong>
              <span class="lock">{words.lockedBy(one.unitName)}</span>
            </li>
          ))}
          {form.texts.value.blocks.map((block, index) => (
            <Row key={block.id} form={form} words={words} block={block} index={index} />
          ))}
        </ol>
      </section>
      {form.texts.value.blocks.map((block) => (
        <Texts key={block.id} shell={shell} form={form} words={words} block={block} />
      ))}
      <section class="card">
        <Field
          name="hours"
          label={words.template.hours}
          hint={words.template.hoursHint}
          error={form.errorOf("content.hours")}
          value={form.texts.value.hours}
          onInput={(hours) => form.set({ hours })}
        />
      </section>
      <p class="error" role="alert">{form.general.value}</p>
      <div class="buttons sticky">
        <button type="submit" class="button brand" aria-disabled={form.busy.value}>
          {kit.save}
        </button>
      </div>
      {editing.conflict.value !== null && (
        <Conflict
          shell={shell}
          rows={editing.conflict.value}
          labels={{ blocks: words.template.blocks, hours: words.template.hours }}
          onMine={() => void finish(editing.keepMine(write))}
          onTheirs={editing.takeTheirs}
          onBack={editing.goOn}
        />
      )}
    </form>
  );
}

interface BlockProps {
  readonly form: Form<TemplateTexts>;
  readonly words: StorefrontWords;
  readonly block: TemplateBlock;
}

function Row({ form, words, block, index }: BlockProps & { index: number }) {
  const blocks = form.texts.value.blocks;
  const name = blockName(block, words);
  const shown = block.locked || !block.hidden;
  return (
    <li class={shown ? undefined : "off"}>
      <label class="check">
        <input
          type="checkbox"
          checked={shown}
          disabled={block.locked}
          aria-label={words.show(name)}
          onChange={(event) => {
            const hidden = !event.currentTarget.checked;
            form.set({ blocks: withTemplateBlock(blocks, block.id, { hidden }) });
          }}
        />
        <span>{name}</span>
      </label>
      <label class="check lock-check">
        <input
          type="checkbox"
          checked={block.locked}
          aria-label={words.template.lockOf(name)}
          onChange={(event) => {
            const locked = event.currentTarget.checked;
            form.set({ blocks: withTemplateBlock(blocks, block.id, { locked }) });
          }}
        />
        <span>{words.template.lock}</span>
      </label>
      <OrderButtons
        name={name}
        words={words}
        up={index > 0}
        down={index < blocks.length - 1}
        onMove={(step) => form.set({ blocks: withMoved(blocks, block.id, step) })}
      />
    </li>
  );
}

function Texts({ shell, form, words, block }: BlockProps & { shell: Shell }) {
  if (block.kind !== "banner" && block.kind !== "pitch" && block.kind !== "text") return null;
  const put = (part: { title?: string; text?: string; image?: string | null }) =>
    form.set({ blocks: withTemplateBlock(form.texts.value.blocks, block.id, part) });
  return (
    <details class="card part">
      <summary>
        <h2>{blockName(block, words)}</h2>
      </summary>
      <div class="stack">
        {block.kind !== "pitch" && (
          <Field
            name={`${block.id}-title`}
            label={words.texts.title}
            value={block.title}
            onInput={(title) => put({ title })}
          />
        )}
        <Field
          name={`${block.id}-text`}
          kind="area"
          label={words.texts.text}
          value={block.text}
          onInput={(text) => put({ text })}
        />
        {block.kind === "banner" && (
          <Picture
            shell={shell}
            name={`${block.id}-image`}
            label={words.texts.image}
            shape="wide"
            value={block.image}
            onChange={(image) => put({ image })}
          />
        )}
      </div>
    </details>
  );
}

function pathOf(unit: string): string {
  return `/api/v1/units/${encodeURIComponent(unit)}/storefront-template`;
}
