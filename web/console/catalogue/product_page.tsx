/** One product: everybody reads it, the province writes it. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ProductJson } from "../../shared/api_catalogue.ts";
import { money } from "../../shared/format.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { STOREFRONT } from "../storefront/words.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { editProduct, ProductEditor } from "./product_editor.tsx";
import { CATALOGUE, type CatalogueWords } from "./words.ts";

export function ProductPage({ shell, params }: PageProps) {
  const words = CATALOGUE[shell.locale.value];
  const product = useResource<ProductJson>(
    shell,
    `/api/v1/products/${encodeURIComponent(params.id ?? "")}`,
  );
  return (
    <Loaded shell={shell} of={product} lines={10}>
      {(value) =>
        shell.staff.value?.role === "province"
          ? <Written key={value.id} shell={shell} product={value} words={words} />
          : <Read shell={shell} product={value} words={words} />}
    </Loaded>
  );
}

interface ProductProps {
  readonly shell: Shell;
  readonly product: ProductJson;
  readonly words: CatalogueWords;
}

function Written({ shell, product: read, words }: ProductProps) {
  const editing = useMemo(() => editProduct(shell, read), [read.id]);
  const asking = useSignal(false);
  const busy = useSignal(false);
  const product = editing.base.value;
  async function run(verb: "publish" | "withdraw"): Promise<void> {
    if (busy.value) return;
    if (verb === "publish" && editing.form.dirty.value) {
      return shell.say({ tone: "bad", text: words.saveFirst });
    }
    busy.value = true;
    const answer = await shell.send<ProductJson>({
      method: "POST",
      path: `/api/v1/products/${encodeURIComponent(product.id)}/${verb}`,
      body: { version: product.version },
    });
    busy.value = false;
    asking.value = false;
    if (!answer.ok) {
      const text = shell.refusalOf(answer)?.text ?? KIT[shell.locale.value].offline;
      return shell.say({ tone: "bad", text });
    }
    editing.rebase(answer.value);
    shell.say({ tone: "good", text: verb === "publish" ? words.published : words.withdrawn });
  }
  return (
    <>
      <Title
        title={product.name}
        back={{ href: hrefOf("/catalogue"), label: words.back }}
        under={<Status product={product} words={words} />}
      >
        {product.status === "published"
          ? (
            <button type="button" class="button danger" onClick={() => asking.value = true}>
              {words.withdraw}
            </button>
          )
          : (
            <button
              type="button"
              class="button brand"
              aria-disabled={busy.value}
              onClick={() => void run("publish")}
            >
              {words.publish}
            </button>
          )}
      </Title>
      <ProductEditor shell={shell} editing={editing} words={words} />
      {asking.value && (
        <Dialog title={words.withdraw} onClose={() => asking.value = false}>
          <p>{words.withdrawAsk(product.name)}</p>
          <div class="buttons">
            <button type="button" class="button" onClick={() => asking.value = false}>
              {KIT[shell.locale.value].cancel}
            </button>
            <button
              type="button"
              class="button act"
              aria-disabled={busy.value}
              onClick={() => void run("withdraw")}
            >
              {words.withdraw}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function Status({ product, words }: { product: ProductJson; words: CatalogueWords }) {
  return <span class={`phase ${product.status}`}>{words.statuses[product.status]}</span>;
}

function Read({ shell, product, words }: ProductProps) {
  const english = shell.locale.value === "en";
  const f = words.fields;
  return (
    <>
      <Title
        title={english && product.nameEn !== "" ? product.nameEn : product.name}
        back={{ href: hrefOf("/catalogue"), label: words.back }}
        under={
          <>
            <Status product={product} words={words} />
            <span class="phase">
              {STOREFRONT[shell.locale.value].categories[product.category]}
            </span>
          </>
        }
      />
      <div class="card stack">
        <p>{english && product.summaryEn !== "" ? product.summaryEn : product.summary}</p>
        <Lines title={f.features} lines={product.features} />
        <Lines title={f.eligibility} lines={product.eligibility} />
        <Lines title={f.documents} lines={product.documents} />
        <Lines title={f.steps} lines={product.steps} numbered />
        <Prices product={product} words={words} />
        {product.notice !== "" && <p class="note">{product.notice}</p>}
      </div>
    </>
  );
}

function Lines(
  { title, lines, numbered }: { title: string; lines: readonly string[]; numbered?: boolean },
) {
  if (lines.length === 0) return null;
  return (
    <section class="prose">
      <h2>{title}</h2>
      {numbered
        ? <ol>{lines.map((line) => <li key={line}>{line}</li>)}</ol>
        : <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>}
    </section>
  );
}

function Prices({ product, words }: { product: ProductJson; words: CatalogueWords }) {
  const fees = product.fees.map((fee) =>
    [
      fee.name,
      fee.fen === null ? words.noteOnly : fee.fen === 0 ? words.free : money(fee.fen),
      fee.note ?? "",
    ] as const
  );
  const rates = product.rates.map((rate) =>
    [
      rate.name,
      rate.toBasisPoints === undefined
        ? percent(rate.basisPoints)
        : `${percent(rate.basisPoints)} – ${percent(rate.toBasisPoints)}`,
      rate.note ?? "",
    ] as const
  );
  if (fees.length + rates.length === 0) return null;
  return (
    <section class="prose">
      <h2>
        {words.prices}{" "}
        {product.pricedOn !== null && <small class="quiet">{product.pricedOn}</small>}
      </h2>
      <ul>
        {[...fees, ...rates].map(([name, value, note]) => (
          <li key={name}>
            {name} <strong>{value}</strong> {note !== "" && <span class="quiet">{note}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function percent(basisPoints: number): string {
  return `${(basisPoints / 100).toFixed(2)}%`;
}
