/** 账实核对 of a campaign of either kind: its books, computed from the journal as stored. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { AuditJson } from "../../shared/api.ts";
import type { CampaignWatch } from "./campaign_watch.ts";
import type { Words } from "./words.ts";

/** The card; `books` shows what an audit counted. */
export function AuditCard(
  { model, words, books }: {
    model: Pick<CampaignWatch<unknown, unknown>, "audit">;
    words: Words;
    books: (audit: AuditJson) => ComponentChildren;
  },
) {
  const audit = useSignal<AuditJson | null>(null);
  const busy = useSignal(false);
  async function run(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    audit.value = await model.audit();
    busy.value = false;
  }
  return (
    <section class="card audit" aria-label={words.audit.title}>
      <h2>
        <span>{words.audit.title}</span>
        <button type="button" class="button" aria-disabled={busy.value} onClick={run}>
          {words.audit.run}
        </button>
      </h2>
      <div role="status">
        {busy.value
          ? <p class="quiet">{words.audit.running}</p>
          : audit.value === null
          ? <p class="quiet">{words.audit.hint}</p>
          : <Verdict audit={audit.value} words={words}>{books(audit.value)}</Verdict>}
      </div>
    </section>
  );
}

function Verdict(
  { audit, words, children }: { audit: AuditJson; words: Words; children: ComponentChildren },
) {
  return (
    <>
      <p class={`verdict ${audit.conserved ? "good" : "bad"}`}>
        {audit.conserved ? `✓ ${words.audit.good}` : `✗ ${words.audit.bad}`}
      </p>
      {children}
      {audit.violations.length > 0 && (
        <ul class="violations">{audit.violations.map((one) => <li key={one}>{one}</li>)}</ul>
      )}
    </>
  );
}

/** `100 总数 = 60 可用 + 40 …`. */
export function Equation(
  { total, terms }: {
    total: { readonly text: string; readonly name: string };
    terms: readonly { readonly text: string; readonly name: string }[];
  },
) {
  return (
    <p class="equation">
      <b>
        {total.text}
        <i>{total.name}</i>
      </b>
      {terms.map(({ text, name }, index) => (
        <span key={name}>
          {index === 0 ? "=" : "+"}
          <b>
            {text}
            <i>{name}</i>
          </b>
        </span>
      ))}
    </p>
  );
}
