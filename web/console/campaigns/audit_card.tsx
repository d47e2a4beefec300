import { useSignal } from "@preact/signals";
import type { AuditJson } from "../../shared/api.ts";
import { count } from "../../shared/format.ts";
import type { SaleModel } from "./sale_model.ts";
import type { Words } from "./words.ts";

const TERMS = ["available", "held", "confirmed", "withdrawn", "unreleased"] as const;

/** 账实核对: the equation of the sale, computed from the journal as stored. */
export function AuditCard(
  { model, words }: { model: Pick<SaleModel, "audit">; words: Words },
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
    <section class="card audit">
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
          : <Result audit={audit.value} words={words} />}
      </div>
    </section>
  );
}

function Result({ audit, words }: { audit: AuditJson; words: Words }) {
  return (
    <>
      <p class={`verdict ${audit.conserved ? "good" : "bad"}`}>
        {audit.conserved ? `✓ ${words.audit.good}` : `✗ ${words.audit.bad}`}
      </p>
      <p class="equation">
        <b>
          {count(audit.total)}
          <i>{words.live.units.total}</i>
        </b>
        {TERMS.map((term, index) => (
          <span key={term}>
            {index === 0 ? "=" : "+"}
            <b>
              {count(audit[term])}
              <i>{words.live.units[term]}</i>
            </b>
          </span>
        ))}
      </p>
      <p class="quiet">
        {words.audit.head(audit.journalHead, audit.cells.length, audit.reservations)}
      </p>
      {audit.violations.length > 0 && (
        <ul class="violations">{audit.violations.map((one) => <li key={one}>{one}</li>)}</ul>
      )}
    </>
  );
}
