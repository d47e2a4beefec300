import { useMemo } from "preact/hooks";
import type { ProductJson } from "../../shared/api_catalogue.ts";
import { focusFirstError } from "../bank/field.tsx";
import { createForm } from "../bank/form.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { hrefOf } from "../route.ts";
import { Title } from "../ui/title.tsx";
import { ProductFieldset } from "./product_fieldset.tsx";
import { checkProduct, newProduct } from "./product_form.ts";
import { CATALOGUE } from "./words.ts";

/** Writes a new product; it is a draft until it is published. */
export function NewProductPage({ shell }: PageProps) {
  const words = CATALOGUE[shell.locale.value];
  const kit = KIT[shell.locale.value];
  const form = useMemo(() => createForm(newProduct("deposits")), []);
  const { faults, fields } = checkProduct(form.texts.value);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    let created: string | null = null;
    await form.submit({
      fix: kit.fix,
      offline: kit.offline,
      send: fields === null ? null : async () => {
        const answer = await shell.send<ProductJson>({
          method: "POST",
          path: "/api/v1/products",
          body: fields,
        });
        if (answer.ok) created = answer.value.id;
        return shell.refusalOf(answer);
      },
    });
    if (created === null) return focusFirstError();
    shell.say({ tone: "good", text: words.created });
    shell.go(hrefOf("/catalogue/:id", { id: created }));
  }

  return (
    <>
      <Title
        title={words.newTitle}
        back={{ href: hrefOf("/catalogue"), label: words.back }}
      />
      <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <ProductFieldset shell={shell} form={form} faults={faults} words={words} />
        <p class="error" role="alert">{form.general.value}</p>
        <div class="buttons sticky">
          <button type="submit" class="button brand" aria-disabled={form.busy.value}>
            {kit.save}
          </button>
          <a class="button" href={hrefOf("/catalogue")}>{kit.cancel}</a>
        </div>
      </form>
    </>
  );
}
