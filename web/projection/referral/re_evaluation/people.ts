/** Who invited whom under other rules. It does not depend on what happened later, so it is judged beforehand. */
import { inviterOf } from "../../../../actors/referral/join.ts";
import type { ReferralEvent } from "../../../../actors/referral/events.ts";
import type { InviterFacts, Place } from "../../../../actors/referral/protocol.ts";
import type { ReferralTerms } from "../../../../actors/referral/transfer.ts";
import type { Turn } from "./log.ts";

type Joined = ReferralEvent & { readonly kind: "joined" };

/** A participant, by `<cell>.<n>`. */
export interface Person {
  readonly id: string;
  readonly joined: Joined;
  /** As it was. */
  readonly was: string | null;
  /** Under the rules asked for. */
  readonly inviter: string | null;
  /** Whom it is credited to. */
  readonly via: string | null;
  /** Why the invitation does not count, where the join would have been refused. */
  readonly refused: "self-referral" | "existing-customer" | "window-closed" | null;
}

export function idOf({ cell, n }: Place): string {
  return `${cell}.${n}`;
}

export function placeOf(id: string): Place {
  const [cell = 0, n = 0] = id.split(".").map(Number);
  return { cell, n };
}

/** Everyone, in the order of joining. */
export function judgePeople(
  turns: readonly Turn[],
  terms: ReferralTerms,
): ReadonlyMap<string, Person> {
  const facts = new Map<string, InviterFacts>();
  const people = new Map<string, Person>();
  for (const turn of turns) {
    if (turn.kind !== "cell") continue;
    for (const event of turn.events) {
      if (event.kind !== "joined") continue;
      const place = { cell: turn.cell, n: event.n };
      const person = judge(idOf(place), event, { facts, terms });
      people.set(person.id, person);
      facts.set(person.id, {
        ...place,
        customer: event.customer,
        via: person.via,
        device: event.device,
        level: event.level,
        inviter: null,
        mask: event.mask,
      });
    }
  }
  return people;
}

function judge(
  id: string,
  joined: Joined,
  by: { readonly facts: ReadonlyMap<string, InviterFacts>; readonly terms: ReferralTerms },
): Person {
  const { customer, device, code, touches, isNew, atMs } = joined;
  const inviters: Record<string, InviterFacts> = {};
  for (const place of [...touches.map((touch) => touch.place), ...code === null ? [] : [code]]) {
    const known = by.facts.get(idOf(place));
    if (known !== undefined) inviters[idOf(place)] = known;
  }
  const invitation = { customer, device, code, touches, inviters, facts: { isNew } };
  const found = inviterOf({ terms: by.terms }, invitation, atMs);
  const was = joined.inviter === null ? null : idOf(joined.inviter);
  if (typeof found === "string") {
    return { id, joined, was, inviter: null, via: joined.via, refused: found };
  }
  const inviter = found === null ? null : idOf(found);
  // Who was credited through the inviter is credited through the new one.
  const inherited = was !== null && joined.via !== null &&
    by.facts.get(was)?.via === joined.via;
  const via = inviter !== was && inherited ? found?.via ?? null : joined.via;
  return { id, joined, was, inviter, via, refused: null };
}
