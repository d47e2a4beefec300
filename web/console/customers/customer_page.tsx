/** One customer: what is known, tags by hand, and the manager. */
import { useSignal } from "@preact/signals";
import type { CustomerDetailJson, CustomerManagerRequest } from "../../shared/api_customers.ts";
import type { StaffMemberJson } from "../../shared/api_organisation.ts";
import type { Answer } from "../../shared/client.ts";
import { searchPath } from "../bank/search.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { Pick } from "../people/pick.tsx";
import { PEOPLE } from "../people/words.ts";
import { useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { TagsCard } from "./tags_card.tsx";
import { CUSTOMERS, type CustomerWords } from "./words.ts";

/** What each card is given. */
export interface CustomerProps {
  readonly shell: Shell;
  readonly one: CustomerDetailJson;
  readonly words: CustomerWords;
  readonly onChange: (one: CustomerDetailJson) => void;
}

export function CustomerPage({ shell, params }: PageProps) {
  const words = CUSTOMERS[shell.locale.value];
  const customer = useResource<CustomerDetailJson>(
    shell,
    `/api/v1/customers/${encodeURIComponent(params.id ?? "")}`,
  );
  return (
    <Loaded shell={shell} of={customer} lines={8}>
      {(one) => {
        const props = { shell, one, words, onChange: customer.set };
        const role = shell.staff.value?.role;
        return (
          <>
            <Title
              title={one.name ?? one.phone ?? words.unnamed}
              back={{ href: hrefOf("/customers"), label: words.back }}
              under={<span class="phase">{one.isNew ? words.isNew : words.known}</span>}
            />
            <div class="grid">
              <TagsCard key={one.id} {...props} />
              <div class="stack">
                <Facts {...props} />
                {(role === "province" || role === "bank" || role === "outlet") && (
                  <Binding {...props} />
                )}
              </div>
            </div>
          </>
        );
      }}
    </Loaded>
  );
}

function Facts({ one, words }: CustomerProps) {
  const rows: readonly (readonly [string, string])[] = [
    [words.phone, one.phone ?? "–"],
    [words.since, one.since ?? "–"],
    [words.manager, one.managerName ?? words.noManager],
    [words.unit, one.unitName ?? "–"],
  ];
  return (
    <section class="card">
      <h2>{words.facts}</h2>
      <dl class="details">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Binding({ shell, one, words, onChange }: CustomerProps) {
  const chosen = useSignal<StaffMemberJson | null>(null);
  const busy = useSignal(false);
  async function bind(manager: string | null): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const body: CustomerManagerRequest = { version: one.version, manager };
    const answer = await shell.send<CustomerDetailJson>({
      method: "PUT",
      path: `/api/v1/customers/${encodeURIComponent(one.id)}/manager`,
      body,
    });
    busy.value = false;
    if (answer.ok) chosen.value = null;
    await took(answer, {
      shell,
      one,
      onChange,
      said: manager === null ? words.bind.unbound : words.bind.bound,
    });
  }
  return (
    <section class="card stack">
      <h2>{words.bind.title}</h2>
      <p class="quiet small">{words.bind.hint}</p>
      <Pick<StaffMemberJson>
        shell={shell}
        words={PEOPLE[shell.locale.value]}
        name="bind-manager"
        label={words.bind.choose}
        hint={words.bind.chooseHint}
        chosen={chosen.value}
        pathOf={(q) => searchPath("/api/v1/staff", { q, role: "manager", limit: "6" })}
        fits={(item) => item.id !== one.manager}
        detail={(item) => item.unitName}
        onPick={(item) => chosen.value = item}
      />
      <div class="buttons">
        {one.manager !== null && (
          <button
            type="button"
            class="button danger"
            onClick={() => void bind(null)}
          >
            {words.bind.unbind}
          </button>
        )}
        {chosen.value !== null && (
          <button
            type="button"
            class="button brand"
            aria-disabled={busy.value}
            onClick={() => void bind(chosen.value?.id ?? null)}
          >
            {words.bind.act} {chosen.value.name}
          </button>
        )}
      </div>
    </section>
  );
}

/** Goes on from an answer; where another was quicker, what is there now. Null: it could not be read. */
export async function took(
  answer: Answer<CustomerDetailJson>,
  { shell, one, onChange, said }: {
    shell: Shell;
    one: CustomerDetailJson;
    onChange: (one: CustomerDetailJson) => void;
    said: string;
  },
): Promise<CustomerDetailJson | null> {
  if (answer.ok) {
    onChange(answer.value);
    shell.say({ tone: "good", text: said });
    return answer.value;
  }
  const text = shell.refusalOf(answer)?.text ?? KIT[shell.locale.value].offline;
  shell.say({ tone: "bad", text });
  if (answer.code !== "stale") return null;
  const present = await shell.send<CustomerDetailJson>({
    method: "GET",
    path: `/api/v1/customers/${encodeURIComponent(one.id)}`,
  });
  if (!present.ok) return null;
  onChange(present.value);
  return present.value;
}
