import type { ProductFields, ProductJson } from "../../shared/api_catalogue.ts";
import { Conflict } from "../bank/conflict.tsx";
import { createEditing, type Editing } from "../bank/editing.ts";
import { focusFirstError } from "../bank/field.tsx";
import { changed, NO_ANSWER } from "../bank/form.ts";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { ProductFieldset } from "./product_fieldset.tsx";
import { checkProduct, type ProductTexts, productTexts } from "./product_form.ts";
import type { CatalogueWords } from "./words.ts";

/** What is edited on a product's page. */
export type ProductEditing = Editing<ProductJson, ProductTexts>;

/** Edits a product that is there. */
export function editProduct(shell: Shell, product: ProductJson): ProductEditing {
  return createEditing(shell, {
    thing: product,
    textsOf: productTexts,
    read: async () => {
      const answer = await shell.send<ProductJson>({ method: "GET", path: pathOf(product) });
      return answer.ok ? answer.value : null;
    },
  });
}

/** Its form. */
export function ProductEditor(
  { shell, editing, words }: {
    shell: Shell;
    editing: ProductEditing;
    words: CatalogueWords;
  },
) {
  const kit = KIT[shell.locale.value];
  const { faults, fields } = checkProduct(editing.form.texts.value);
  const sending = fields === null ? null : async (base: ProductJson) => {
    const body = { version: base.version, ...changed<ProductFields>(fields, fieldsOf(base)) };
    const answer = await shell.send<ProductJson>({ method: "PATCH", path: pathOf(base), body });
    return answer.ok ? answer.value : shell.refusalOf(answer) ?? NO_ANSWER;
  };

  async function finish(saving: Promise<boolean>): Promise<void> {
    if (!await saving) return focusFirstError();
    shell.say({ tone: "good", text: words.saved });
  }

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void finish(editing.save(sending));
      }}
    >
      <ProductFieldset shell={shell} form={editing.form} faults={faults} words={words} />
      <p class="error" role="alert">{editing.form.general.value}</p>
      <div class="buttons sticky">
        <button type="submit" class="button brand" aria-disabled={editing.form.busy.value}>
          {kit.save}
        </button>
      </div>
      {editing.conflict.value !== null && (
        <Conflict
          shell={shell}
          rows={editing.conflict.value}
          labels={words.fields}
          onMine={() => void finish(editing.keepMine(sending))}
          onTheirs={editing.takeTheirs}
          onBack={editing.goOn}
        />
      )}
    </form>
  );
}

function pathOf(product: ProductJson): string {
  return `/api/v1/products/${encodeURIComponent(product.id)}`;
}

/** Through the form and back: what the form cannot show is not taken for a change. */
function fieldsOf(product: ProductJson): ProductFields {
  return checkProduct(productTexts(product)).fields ?? product;
}
