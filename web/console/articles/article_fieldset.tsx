/** Fields of an article: head, body in parts, and for whom. */
import type { ProductRowJson } from "../../shared/api_catalogue.ts";
import { Choice, Field } from "../bank/field.tsx";
import type { Form } from "../bank/form.ts";
import { OrderButtons } from "../bank/order.tsx";
import { Picture } from "../bank/picture.tsx";
import { KIT } from "../bank/words.ts";
import { type List, useList } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { moved } from "../storefront/content.ts";
import {
  type ArticleFault,
  type ArticleTexts,
  BLOCK_KINDS,
  type BlockText,
  newBlock,
} from "./article_form.ts";
import type { ArticleWords } from "./words.ts";

interface FieldsetProps {
  readonly shell: Shell;
  readonly form: Form<ArticleTexts>;
  readonly faults: ReadonlyMap<string, ArticleFault>;
  readonly words: ArticleWords;
}

type TextName = Exclude<keyof ArticleTexts, "cover" | "blocks">;

export function ArticleFieldset(props: FieldsetProps) {
  const { shell, form, words } = props;
  const texts = form.texts.value;
  const text = (name: TextName) => ({
    name,
    label: words.fields[name],
    error: errorOf(props, name),
    value: texts[name],
    onInput: (value: string) => form.set({ [name]: value }, name),
  });
  const time = { kind: "datetime-local", hint: words.hints.valid } as const;
  return (
    <>
      <section class="card two" aria-label={words.fields.title}>
        <Field {...text("title")} />
        <Field {...text("titleEn")} />
        <Field {...text("summary")} kind="area" rows={2} />
        <Field {...text("summaryEn")} kind="area" rows={2} />
        <Picture
          shell={shell}
          name="cover"
          label={words.fields.cover}
          shape="wide"
          value={texts.cover}
          onChange={(cover) => form.set({ cover })}
        />
      </section>
      <Body {...props} />
      <section class="card two" aria-label={words.fields.tags}>
        <div class="wide">
          <Field {...text("tags")} hint={words.hints.tags} />
        </div>
        <Field {...text("validFrom")} {...time} />
        <Field {...text("validTo")} {...time} />
      </section>
    </>
  );
}

function Body(props: FieldsetProps) {
  const { shell, form, words } = props;
  const blocks = form.texts.value.blocks;
  const set = (next: readonly BlockText[], field: string) => form.set({ blocks: next }, field);
  const products = useList<ProductRowJson>(shell, "/api/v1/products?status=published&limit=100");
  return (
    <section class="card stack" aria-labelledby="body-title">
      <h2 id="body-title">{words.fields.blocks}</h2>
      {blocks.map((block, index) => {
        const name = words.block.name(words.blocks[block.kind], index + 1);
        return (
          <div class="part-row" key={index} role="group" aria-label={name}>
            <header>
              <button
                type="button"
                class="plain danger"
                aria-label={`${words.block.remove} ${name}`}
                onClick={() => set(blocks.filter((_, at) => at !== index), "blocks")}
              >
                {words.block.remove}
              </button>
              <OrderButtons
                name={name}
                words={words.block}
                up={index > 0}
                down={index < blocks.length - 1}
                onMove={(step) => set(moved(blocks, index, step), "blocks")}
              />
            </header>
            <Part
              {...props}
              block={block}
              index={index}
              name={name}
              products={products}
              onChange={(next) =>
                set(blocks.map((one, at) => at === index ? next : one), `blocks.${index}`)}
            />
          </div>
        );
      })}
      <p class="error" role="alert">{errorOf(props, "blocks")}</p>
      <div class="quick" role="group" aria-label={words.block.add}>
        {BLOCK_KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            class="chip"
            onClick={() => set([...blocks, newBlock(kind)], "blocks")}
          >
            + {words.blocks[kind]}
          </button>
        ))}
      </div>
    </section>
  );
}

function Part(
  props: FieldsetProps & {
    block: BlockText;
    index: number;
    name: string;
    products: List<ProductRowJson>;
    onChange: (block: BlockText) => void;
  },
) {
  const { shell, words, block, index, name, products, onChange } = props;
  const field = `blocks.${index}`;
  const error = errorOf(props, field);
  const onInput = (text: string) => onChange({ ...block, text });
  switch (block.kind) {
    case "heading":
      return <Field name={field} label={name} error={error} value={block.text} onInput={onInput} />;
    case "paragraph":
    case "quote":
      return (
        <Field
          name={field}
          kind="area"
          label={name}
          error={error}
          value={block.text}
          onInput={onInput}
        />
      );
    case "list":
      return (
        <Field
          name={field}
          kind="area"
          label={name}
          hint={KIT[shell.locale.value].linesHint}
          error={error}
          value={block.text}
          onInput={onInput}
        />
      );
    case "image":
      return (
        <>
          <Picture
            shell={shell}
            name={`block-${index}`}
            label={name}
            shape="wide"
            value={block.media}
            onChange={(media) => onChange({ ...block, media })}
          />
          <Field
            name={field}
            label={words.block.alt}
            error={error}
            value={block.text}
            onInput={onInput}
          />
        </>
      );
    case "product":
      return (
        <Choice
          name={field}
          label={words.block.product}
          error={error}
          value={block.text}
          options={[
            ["", "—"] as const,
            ...(products.items.value ?? []).map((one) => [one.id, one.name] as const),
          ]}
          onChange={onInput}
        />
      );
  }
}

function errorOf({ form, faults, words }: FieldsetProps, name: string): string | null {
  const fault = faults.get(name);
  return form.errorOf(name, fault === undefined ? undefined : words.faults[fault]);
}
