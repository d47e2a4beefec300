/** Journals of earlier releases must replay for ever; a new event version gets a new fixture beside the old. */
import { assertEquals } from "@std/assert";
import referralV1 from "../fixtures/referral_v1.json" with { type: "json" };
import type { ReferralEvent } from "./events.ts";
import type { ParticipantView } from "./protocol.ts";
import { createReferralKind } from "./referral.ts";
import { groundOf } from "./state.ts";
import { participantView } from "./views.ts";

Deno.test("a referral journaled with events of version 1 replays to the same cells", () => {
  const kind = createReferralKind();
  const people: unknown[] = [];
  const sums: unknown[] = [];
  for (const [actor, events] of Object.entries(referralV1.actors)) {
    let state = kind.initial(actor.slice("referral/".length));
    for (const event of events) {
      const current = kind.eventVersion === referralV1.eventVersion
        ? event as ReferralEvent
        : kind.upcast?.(event, referralV1.eventVersion);
      if (current !== undefined) state = kind.evolve(state, current);
    }
    const ground = groundOf(state);
    if (ground === null) throw new Error(`${actor} was never configured`);
    for (let n = 0; n < ground.books.people.count; n++) {
      people.push(gist(participantView(ground, n)));
    }
    sums.push(state.sums);
  }
  assertEquals(sums, referralV1.expect.sums);
  assertEquals(people, referralV1.expect.people);
});

/** What must not change, whatever a view shows besides. */
function gist(view: ParticipantView) {
  const { customer, inviter, level, via, flags, removed, invited, qualified, clicks } = view;
  const rewards = view.rewards.map(({ id, for: what, fen, state, reason, note }) => {
    return { id, for: what, fen, state, reason, note };
  });
  return { customer, inviter, level, via, flags, removed, invited, qualified, clicks, rewards };
}
