/** Who a visitor is, as far as 千人千面 asks. */
import type { CustomerFacts } from "../../../actors/stock/protocol.ts";
import type { Audience, Content, Rule } from "../../../actors/storefront/protocol.ts";

export type Visitor = CustomerFacts;

/** A visitor whom nobody knows. */
export const STRANGER: Visitor = { tags: [], isNew: true, orgUnitIds: [] };

/** Whether all conditions hold that are given; of several tags or units one is enough. */
export function matches(when: Audience, visitor: Visitor): boolean {
  const { tags, isNew, units } = when;
  if (isNew !== undefined && isNew !== visitor.isNew) return false;
  if (tags !== undefined && !tags.some((tag) => visitor.tags.includes(tag))) return false;
  if (units === undefined) return true;
  return units.some((unit) =>
    visitor.orgUnitIds.some((own) => own === unit || own.startsWith(`${unit}.`))
  );
}

/** What the rules say of one thing to one visitor. */
export interface Verdict {
  readonly shown: boolean;
  readonly first: boolean;
}

/** Rules of a storefront for one visitor, each judged once. */
export class Judge {
  readonly #said = new Map<
    string,
    { only: boolean; invited: boolean; hidden: boolean; first: boolean }
  >();

  constructor(rules: readonly Rule[], visitor: Visitor) {
    for (const rule of rules) {
      const name = `${rule.of} ${rule.id}`;
      const said = this.#said.get(name) ??
        { only: false, invited: false, hidden: false, first: false };
      this.#said.set(name, said);
      const match = matches(rule.when, visitor);
      switch (rule.effect) {
        case "show":
          said.only = true;
          said.invited ||= match;
          break;
        case "hide":
          said.hidden ||= match;
          break;
        case "first":
          said.first ||= match;
      }
    }
  }

  of(kind: Rule["of"], id: string): Verdict {
    const said = this.#said.get(`${kind} ${id}`);
    if (said === undefined) return SHOWN;
    return { shown: !said.hidden && (!said.only || said.invited), first: said.first };
  }
}

const SHOWN: Verdict = { shown: true, first: false };

/** Visitors with the same key see the same page: as few pages as the rules tell apart. */
export function audienceKey(
  visitor: Visitor,
  content: Pick<Content, "rules">,
  articles: readonly { readonly tags: readonly string[] }[],
): string {
  let key = "";
  for (const rule of content.rules) key += matches(rule.when, visitor) ? "1" : "0";
  for (const { tags } of articles) {
    if (tags.length > 0) key += isFor(tags, visitor) ? "1" : "0";
  }
  return key;
}

/** Whether an article with these tags is for the visitor; without tags it is for everyone. */
export function isFor(tags: readonly string[], visitor: Visitor): boolean {
  return tags.length === 0 || tags.some((tag) => visitor.tags.includes(tag));
}
