import { useEffect, useMemo } from "preact/hooks";
import type { PageProps } from "../page_table.ts";
import { hrefOf } from "../route.ts";
import { Empty, Failed, Skeleton } from "../ui/states.tsx";
import { createSaleModel } from "./sale_model.ts";
import { SaleView } from "./sale_view.tsx";
import { wordsOf } from "./words.ts";

/** One sale. */
export function SalePage({ shell, params }: PageProps) {
  const words = wordsOf(shell.locale.value);
  const model = useMemo(() => createSaleModel(shell, params.id ?? ""), []);
  useEffect(() => model.start(), []);
  if (model.missing.value) {
    return (
      <Empty text={words.missing}>
        <a class="button" href={hrefOf("/campaigns")}>{words.back}</a>
      </Empty>
    );
  }
  if (model.sale.value !== null) return <SaleView model={model} words={words} />;
  const failure = model.failure.value;
  return failure === null
    ? <Skeleton shell={shell} lines={6} />
    : <Failed shell={shell} refusal={failure} retry={model.load} />;
}
