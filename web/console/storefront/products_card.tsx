import { useSignal } from "@preact/signals";
import type { ProductCategory, ProductRowJson } from "../../shared/api_catalogue.ts";
import { Choice, Field } from "../bank/field.tsx";
import { Listing } from "../bank/listing.tsx";
import { useRested } from "../bank/rested.ts";
import { KIT } from "../bank/words.ts";
import { CATEGORIES } from "../catalogue/product_form.ts";
import { useList } from "../resource.ts";
import { choose, chooseAll } from "./content.ts";
import { Picked } from "./picked.tsx";
import type { EditorProps } from "./storefront_page.tsx";

/** Which products and in which order: all that the bank offers, or a choice of one's own. */
export function ProductsCard(props: EditorProps) {
  const { shell, editor, words } = props;
  const unit = shell.staff.value?.unit ?? "";
  const all = useList<ProductRowJson>(
    shell,
    `/api/v1/products?unit=${encodeURIComponent(unit)}&limit=100`,
  );
  const products = editor.content.value.products;
  const rows = all.items.value ?? [];
  const nameOf = (row: ProductRowJson) => shell.locale.value === "en" ? row.nameEn : row.name;
  return (
    <section class="card" aria-labelledby="products-title">
      <h2 id="products-title">
        {words.blocks.products}
        {products !== null && <small>{words.products.chosen(products.length)}</small>}
      </h2>
      <fieldset class="either">
        <legend class="sr-only">{words.blocks.products}</legend>
        <label class="check">
          <input
            type="radio"
            name="products-by"
            checked={products === null}
            onChange={() => editor.edit((before) => chooseAll(before, "products"))}
          />
          {words.products.all}
        </label>
        <label class="check">
          <input
            type="radio"
            name="products-by"
            checked={products !== null}
            onChange={() =>
              editor.edit((before) => ({
                ...before,
                products: before.products ?? rows.filter((row) => row.effective).map(idOf),
              }))}
          />
          {words.products.some}
        </label>
      </fieldset>
      {products !== null && (
        <>
          <Picked
            {...props}
            of="products"
            ids={products}
            none={words.products.none}
            nameOf={(id) => {
              const row = rows.find((one) => one.id === id);
              return row === undefined ? null : nameOf(row);
            }}
            gone={(id) =>
              all.items.value !== null && !all.hasMore.value &&
                !rows.some((row) => row.id === id && row.effective)
                ? words.products.gone
                : null}
          />
          <Offered {...props} unit={unit} chosen={products} nameOf={nameOf} />
        </>
      )}
    </section>
  );
}

function Offered(
  { shell, editor, words, unit, chosen, nameOf }: EditorProps & {
    unit: string;
    chosen: readonly string[];
    nameOf: (row: ProductRowJson) => string;
  },
) {
  const search = useSignal("");
  const asked = useRested(shell, search.value.trim());
  const category = useSignal<ProductCategory | "">("");
  const query = new URLSearchParams({ unit, status: "published", limit: "20" });
  if (asked !== "") query.set("q", asked);
  if (category.value !== "") query.set("category", category.value);
  const list = useList<ProductRowJson>(shell, `/api/v1/products?${query}`);
  const kit = KIT[shell.locale.value];
  return (
    <div class="offered">
      <div class="filters">
        <Field
          name="product-search"
          kind="search"
          label={words.products.search}
          value={search.value}
          onInput={(value) => search.value = value}
        />
        <Choice
          name="product-category"
          label={words.products.category}
          value={category.value}
          options={[
            ["", kit.all] as const,
            ...CATEGORIES.map((one) => [one, words.categories[one]] as const),
          ]}
          onChange={(value) => category.value = value}
        />
      </div>
      <Listing shell={shell} of={list} empty={<p>{kit.nothingFound}</p>}>
        {(items) => (
          <ul class="offers long">
            {items.filter((row) => row.effective).map((row) => {
              const on = chosen.includes(row.id);
              const name = nameOf(row);
              return (
                <li key={row.id}>
                  <span>
                    {name}
                    <small>{words.categories[row.category]}</small>
                  </span>
                  <button
                    type="button"
                    class="button small-button"
                    aria-pressed={on}
                    aria-label={on ? words.products.added(name) : words.products.add(name)}
                    onClick={() =>
                      editor.edit((before) =>
                        choose(before, { of: "products", id: row.id, on: !on })
                      )}
                  >
                    {on ? `✓ ${words.products.in}` : words.products.addShort}
                  </button>
                </li>
              );
            })}
          </ul>
        )}
      </Listing>
    </div>
  );
}

function idOf(row: { readonly id: string }): string {
  return row.id;
}
