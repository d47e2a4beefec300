import { useSignal } from "@preact/signals";
import type { ArticleRowJson, ProductRowJson } from "../../shared/api_catalogue.ts";
import type { RuleJson } from "../../shared/api_storefront.ts";
import { Choice, Field } from "../bank/field.tsx";
import { KIT } from "../bank/words.ts";
import { CATEGORIES } from "../catalogue/product_form.ts";
import { useList } from "../resource.ts";
import { Dialog } from "../ui/dialog.tsx";
import { audienceOf, putRule, removeRule } from "./content.ts";
import { blockName } from "./layout_card.tsx";
import type { EditorProps } from "./storefront_page.tsx";
import type { StorefrontWords } from "./words.ts";

type Options = readonly (readonly [string, string])[];
type OptionsOf = Readonly<Record<RuleJson["of"], Options>>;

const EFFECTS = ["first", "show", "hide"] as const;
const OBJECTS = ["block", "category", "product", "article"] as const;
const BLANK: RuleJson = { effect: "first", of: "category", id: "", when: {} };

/** 千人千面: which customers see what, and what they see first. */
export function RulesCard(props: EditorProps) {
  const { editor, words } = props;
  const edited = useSignal<number | null>(null);
  const options = useOptions(props);
  const rules = editor.content.value.rules;
  return (
    <section class="card" aria-labelledby="rules-title">
      <h2 id="rules-title">{words.rules.title}</h2>
      <p class="quiet small">{words.rules.hint}</p>
      {rules.length === 0 && <p class="quiet">{words.rules.none}</p>}
      <ol class="rules">
        {rules.map((rule, index) => {
          const text = ruleText(rule, { words, options });
          return (
            <li key={index}>
              <span>{text}</span>
              <button
                type="button"
                class="plain"
                aria-label={`${words.rules.edit}: ${text}`}
                onClick={() => edited.value = index}
              >
                {words.rules.edit}
              </button>
              <button
                type="button"
                class="plain danger"
                aria-label={`${words.rules.remove}: ${text}`}
                onClick={() => editor.edit((before) => removeRule(before, index))}
              >
                {words.rules.remove}
              </button>
            </li>
          );
        })}
      </ol>
      <button type="button" class="button" onClick={() => edited.value = rules.length}>
        {words.rules.add}
      </button>
      {edited.value !== null && (
        <RuleDialog
          {...props}
          options={options}
          index={edited.value}
          onClose={() => edited.value = null}
        />
      )}
    </section>
  );
}

function RuleDialog(
  { shell, editor, words, options, index, onClose }: EditorProps & {
    options: OptionsOf;
    index: number;
    onClose: () => void;
  },
) {
  const rule = editor.content.value.rules[index] ?? BLANK;
  const effect = useSignal(rule.effect);
  const of = useSignal(rule.of);
  const id = useSignal(rule.id);
  const tags = useSignal((rule.when.tags ?? []).join(" "));
  const isNew = useSignal<"any" | "new" | "known">(
    rule.when.isNew === undefined ? "any" : rule.when.isNew ? "new" : "known",
  );
  const sent = useSignal(false);
  const { units } = rule.when;
  const when = {
    ...(units === undefined ? {} : { units }),
    ...audienceOf({ tags: tags.value, isNew: isNew.value }),
  };
  const which = options[of.value];
  const faults = {
    which: which.some(([value]) => value === id.value) ? null : words.rules.needsWhich,
    who: Object.keys(when).length === 0 ? words.rules.needsWho : null,
  };
  function take(event: Event): void {
    event.preventDefault();
    sent.value = true;
    if (faults.which !== null || faults.who !== null) return;
    const next = { effect: effect.value, of: of.value, id: id.value, when };
    editor.edit((before) => putRule(before, index, next));
    onClose();
  }
  return (
    <Dialog title={rule === BLANK ? words.rules.add : words.rules.edit} onClose={onClose}>
      <form class="stack" noValidate onSubmit={take}>
        <Choice
          name="rule-of"
          label={words.rules.of}
          value={of.value}
          options={OBJECTS.map((one) => [one, words.rules.what[one]] as const)}
          onChange={(value) => {
            of.value = value;
            id.value = "";
          }}
        />
        <Choice
          name="rule-which"
          label={words.rules.which}
          error={sent.value ? faults.which : null}
          value={id.value}
          options={[["", "—"] as const, ...which]}
          onChange={(value) => id.value = value}
        />
        <Field
          name="rule-tags"
          label={words.rules.tags}
          hint={words.rules.tagsHint}
          error={sent.value ? faults.who : null}
          value={tags.value}
          onInput={(value) => tags.value = value}
        />
        <Choice
          name="rule-new"
          label={words.rules.newness}
          value={isNew.value}
          options={[
            ["any", words.rules.any] as const,
            ["new", words.rules.isNew] as const,
            ["known", words.rules.known] as const,
          ]}
          onChange={(value) => isNew.value = value}
        />
        <Choice
          name="rule-effect"
          label={words.rules.effect}
          value={effect.value}
          options={EFFECTS.map((one) => [one, words.rules.effects[one]] as const)}
          onChange={(value) => effect.value = value}
        />
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>
            {KIT[shell.locale.value].cancel}
          </button>
          <button type="submit" class="button brand">{words.rules.ok}</button>
        </div>
      </form>
    </Dialog>
  );
}

function useOptions({ shell, editor, words }: EditorProps): OptionsOf {
  const unit = shell.staff.value?.unit ?? "";
  const english = shell.locale.value === "en";
  const products = useList<ProductRowJson>(
    shell,
    `/api/v1/products?unit=${encodeURIComponent(unit)}&limit=100`,
  );
  const articles = useList<ArticleRowJson>(shell, "/api/v1/articles?status=published&limit=50");
  return {
    block: editor.content.value.blocks
      .filter((block) => !editor.locked.value.has(block.id))
      .map((block) => [block.id, blockName(block, words)] as const),
    category: CATEGORIES.map((one) => [one, words.categories[one]] as const),
    product: (products.items.value ?? []).map((one) =>
      [one.id, english ? one.nameEn : one.name] as const
    ),
    article: (articles.items.value ?? []).map((one) =>
      [one.id, english && one.titleEn !== "" ? one.titleEn : one.title] as const
    ),
  };
}

/** `社保卡、新客户：产品分类 贷款，给他们排在最前`. */
function ruleText(
  rule: RuleJson,
  { words, options }: { words: StorefrontWords; options: OptionsOf },
): string {
  const name = options[rule.of].find(([id]) => id === rule.id)?.[1] ?? rule.id;
  const { tags = [], units = [], isNew } = rule.when;
  const newness = isNew === undefined ? [] : [isNew ? words.rules.isNew : words.rules.known];
  const who = [...tags, ...units, ...newness].join(" / ") || words.rules.everyone;
  return `${who} · ${words.rules.what[rule.of]} ${name} · ${words.rules.effects[rule.effect]}`;
}
