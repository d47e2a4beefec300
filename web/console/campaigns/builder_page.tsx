import type { PageProps } from "../page_table.ts";
import type { BuilderOptions } from "./builder_model.ts";
import { KindChoice } from "./kind_choice.tsx";
import { KindOf } from "./kind_of.tsx";
import type { Kind } from "./form.ts";
import { ReferralBuilderPage } from "./referral/referral_builder_page.tsx";
import { SaleBuilderPage } from "./sale_builder_page.tsx";

/** Writes a new campaign or changes a draft; a new one begins with the choice of its kind. */
export function BuilderPage({ shell, params, query }: PageProps) {
  const options = {
    id: params.id ?? null,
    clone: query.get("clone"),
    template: query.get("template"),
  };
  const source = options.id ?? options.clone;
  if (source !== null) {
    return (
      <KindOf shell={shell} id={source}>
        {(kind) => <Builder shell={shell} kind={kind} options={options} />}
      </KindOf>
    );
  }
  const kind = query.get("kind");
  if (kind !== "flash-sale" && kind !== "referral") return <KindChoice shell={shell} />;
  return <Builder key={query.toString()} shell={shell} kind={kind} options={options} />;
}

function Builder(
  { shell, kind, options }: {
    shell: PageProps["shell"];
    kind: Kind;
    options: BuilderOptions;
  },
) {
  switch (kind) {
    case "flash-sale":
      return <SaleBuilderPage shell={shell} options={options} />;
    case "referral":
      return <ReferralBuilderPage shell={shell} options={options} />;
  }
}
