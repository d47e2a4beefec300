/** Products by category: the province writes them, a member bank switches them on and off. */
import { useSignal } from "@preact/signals";
import type {
  ProductCategory,
  ProductRowJson,
  ProductSwitchAnswer,
  PublicationJson,
} from "../../shared/api_catalogue.ts";
import { Choice, Field } from "../bank/field.tsx";
import { Listing } from "../bank/listing.tsx";
import { useRested } from "../bank/rested.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { type List, useList } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { STOREFRONT } from "../storefront/words.ts";
import { Title } from "../ui/title.tsx";
import { CATEGORIES } from "./product_form.ts";
import { CATALOGUE, type CatalogueWords } from "./words.ts";

const STATUSES: readonly PublicationJson[] = ["published", "draft", "withdrawn"];

export function CataloguePage({ shell }: PageProps) {
  const words = CATALOGUE[shell.locale.value];
  const kit = KIT[shell.locale.value];
  const categories = STOREFRONT[shell.locale.value].categories;
  const search = useSignal("");
  const asked = useRested(shell, search.value.trim());
  const category = useSignal<ProductCategory | "">("");
  const status = useSignal<PublicationJson | "">("");
  const staff = shell.staff.value;
  const province = staff?.role === "province";
  const bank = staff && !province && staff.role !== "sre" ? staff.unit : null;
  const query = new URLSearchParams({ limit: "100" });
  if (bank !== null) query.set("unit", bank);
  if (asked !== "") query.set("q", asked);
  if (category.value !== "") query.set("category", category.value);
  if (status.value !== "") query.set("status", status.value);
  const list = useList<ProductRowJson>(shell, `/api/v1/products?${query}`);
  const filtered = query.size > (bank === null ? 1 : 2);
  return (
    <>
      <Title title={words.title}>
        {province && <a class="button brand" href={hrefOf("/catalogue/new")}>{words.add}</a>}
      </Title>
      <div class="filters">
        <Field
          name="search"
          kind="search"
          label={words.search}
          value={search.value}
          onInput={(value) => search.value = value}
        />
        <Choice
          name="category"
          label={words.category}
          value={category.value}
          options={[
            ["", kit.all] as const,
            ...CATEGORIES.map((one) => [one, categories[one]] as const),
          ]}
          onChange={(value) => category.value = value}
        />
        {province && (
          <Choice
            name="status"
            label={words.status}
            value={status.value}
            options={[
              ["", words.anyStatus] as const,
              ...STATUSES.map((one) => [one, words.statuses[one]] as const),
            ]}
            onChange={(value) => status.value = value}
          />
        )}
      </div>
      <Listing shell={shell} of={list} empty={<p>{filtered ? kit.nothingFound : words.none}</p>}>
        {(items) =>
          CATEGORIES.map((one) => (
            <Category
              key={one}
              shell={shell}
              words={words}
              name={categories[one]}
              rows={items.filter((row) => row.category === one)}
              bank={bank}
              list={list}
            />
          ))}
      </Listing>
    </>
  );
}

interface RowsProps {
  readonly shell: Shell;
  readonly words: CatalogueWords;
  /** The unit whose bank's offer is shown; null for the province. */
  readonly bank: string | null;
  readonly list: List<ProductRowJson>;
}

function Category(
  { name, rows, ...props }: RowsProps & { name: string; rows: readonly ProductRowJson[] },
) {
  if (rows.length === 0) return null;
  const { words, bank } = props;
  return (
    <section class="category" aria-label={name}>
      <h2>
        {name} <small class="quiet">{rows.length}</small>
      </h2>
      <table class="card rows">
        <thead>
          <tr>
            <th scope="col">{words.product}</th>
            <th scope="col">{words.action}</th>
            <th scope="col">{bank === null ? words.status : words.offered}</th>
          </tr>
        </thead>
        <tbody>{rows.map((row) => <Row key={row.id} {...props} row={row} />)}</tbody>
      </table>
    </section>
  );
}

function Row({ shell, words, bank, list, row }: RowsProps & { row: ProductRowJson }) {
  const english = shell.locale.value === "en";
  const name = english && row.nameEn !== "" ? row.nameEn : row.name;
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf("/catalogue/:id", { id: row.id })}>{name}</a>
        <small>{english && row.summaryEn !== "" ? row.summaryEn : row.summary}</small>
      </th>
      <td class="act-kind">{words.actions[row.actionKind]}</td>
      <td class="switch-cell">
        {bank === null
          ? <span class={`phase ${row.status}`}>{words.statuses[row.status]}</span>
          : (
            <Switch
              key={`${row.id}${row.on}`}
              shell={shell}
              words={words}
              bank={bank}
              row={row}
              name={name}
              list={list}
            />
          )}
      </td>
    </tr>
  );
}

function Switch(
  { shell, words, bank, row, name, list }: RowsProps & {
    bank: string;
    row: ProductRowJson;
    name: string;
  },
) {
  const on = useSignal(row.on !== false);
  const busy = useSignal(false);
  const may = shell.staff.value?.role === "bank";
  async function turn(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const wanted = !on.value;
    const answer = await shell.send<ProductSwitchAnswer>({
      method: "PUT",
      path: `/api/v1/units/${encodeURIComponent(bank)}/products/${encodeURIComponent(row.id)}`,
      body: { on: wanted },
    });
    busy.value = false;
    if (!answer.ok) {
      const text = shell.refusalOf(answer)?.text ?? KIT[shell.locale.value].offline;
      return shell.say({ tone: "bad", text });
    }
    on.value = answer.value.on;
    const { storefronts } = answer.value;
    shell.say({
      tone: "good",
      text: answer.value.on ? words.switchedOn(name) : words.switchedOff(name, storefronts),
    });
    void list.load();
  }
  if (row.status !== "published") {
    return <span class="phase">{words.statuses[row.status]}</span>;
  }
  return (
    <>
      {may
        ? (
          <button
            type="button"
            class="switch"
            role="switch"
            aria-checked={on.value}
            aria-disabled={busy.value}
            aria-label={words.switchOn(name)}
            onClick={() => void turn()}
          >
            <span aria-hidden="true" />
            {on.value ? words.on : words.off}
          </button>
        )
        : <span class={on.value ? "phase open" : "phase"}>{on.value ? words.on : words.off}</span>}
      {on.value && !row.effective && <small class="warn-text">{words.notNow}</small>}
    </>
  );
}
