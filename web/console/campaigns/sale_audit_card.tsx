/** 账实核对 of a sale: its units. */
import { count } from "../../shared/format.ts";
import { AuditCard, Equation } from "./audit_card.tsx";
import type { SaleModel } from "./sale_model.ts";
import type { Words } from "./words.ts";

const TERMS = ["available", "held", "confirmed", "withdrawn", "unreleased"] as const;

/** The equation of the sale. */
export function SaleAuditCard(
  { model, words }: { model: Pick<SaleModel, "audit">; words: Words },
) {
  const { units } = words.live;
  return (
    <AuditCard
      model={model}
      words={words}
      books={(audit) => (
        <>
          <Equation
            total={{ text: count(audit.total), name: units.total }}
            terms={TERMS.map((term) => ({ text: count(audit[term]), name: units[term] }))}
          />
          <p class="quiet">
            {words.audit.head(audit.journalHead, audit.cells.length, audit.reservations)}
          </p>
        </>
      )}
    />
  );
}
