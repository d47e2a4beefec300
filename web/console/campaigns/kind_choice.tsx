import { hrefOf } from "../route.ts";
import type { Both } from "../page_table.ts";
import type { Shell } from "../shell.ts";
import { Title } from "../ui/title.tsx";
import { newPlace } from "./builder_model.ts";
import { builderWordsOf } from "./builder_words.ts";
import { createDraftCopies } from "./draft_copy.ts";
import type { Kind } from "./form.ts";
import { REFERRAL_TEMPLATES } from "./referral/templates.ts";
import { TEMPLATES } from "./templates.ts";
import { wordsOf } from "./words.ts";

interface Offered {
  readonly id: string;
  readonly name: Both<string>;
  readonly about: Both<string>;
}

const KINDS: readonly { readonly kind: Kind; readonly templates: readonly Offered[] }[] = [
  { kind: "flash-sale", templates: TEMPLATES },
  { kind: "referral", templates: REFERRAL_TEMPLATES },
];

/** A new campaign begins with its kind, from nothing or from a template. */
export function KindChoice({ shell }: { shell: Shell }) {
  const locale = shell.locale.value;
  const words = builderWordsOf(locale).kinds;
  const back = { href: hrefOf("/campaigns"), label: wordsOf(locale).back };
  const copies = createDraftCopies(shell, () => ({}));
  const go = (kind: Kind, template: string | null) => {
    const query = new URLSearchParams(template === null ? { kind } : { kind, template });
    shell.go(`${hrefOf("/campaigns/new")}?${query}`);
  };
  return (
    <>
      <Title title={words.title} back={back} under={<p class="quiet">{words.lead}</p>} />
      <div class="kinds">
        {KINDS.map(({ kind, templates }) => (
          <section key={kind} class="card kind" aria-label={words.names[kind]}>
            <h2>{words.names[kind]}</h2>
            <p class="lead">{words.about[kind]}</p>
            <div class="templates">
              {templates.map(({ id, name, about }) => (
                <button
                  key={id}
                  type="button"
                  class="template"
                  onClick={() => go(kind, id)}
                >
                  <strong>{name[locale]}</strong>
                  <span>{about[locale]}</span>
                </button>
              ))}
            </div>
            <button
              type="button"
              class="button"
              onClick={() =>
                go(kind, null)}
            >
              {copies.read(newPlace(kind)) === null ? words.blank : words.goOn}
            </button>
          </section>
        ))}
      </div>
    </>
  );
}
