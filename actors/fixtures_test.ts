/** Journals of earlier releases must replay for ever; a new event version gets a new fixture beside the old. */
import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../engine/limits.ts";
import { audit } from "./audit.ts";
import { type CampaignState, unitsOf } from "./campaign/state.ts";
import saleV1 from "./fixtures/sale_v1.json" with { type: "json" };
import { createKinds } from "./mod.ts";
import type { StockState } from "./stock/state.ts";

Deno.test("a sale journaled with events of version 1 replays to the same state", async () => {
  const kinds = new Map(createKinds(DEFAULT_LIMITS).map((kind) => [kind.name, kind]));
  const states = new Map<string, unknown>();
  for (const [actor, events] of Object.entries(saleV1.actors)) {
    const slash = actor.indexOf("/");
    const kind = kinds.get(actor.slice(0, slash));
    if (kind === undefined) throw new Error(`Cannot replay "${actor}": its kind is gone`);
    let state = kind.initial(actor.slice(slash + 1));
    for (const event of events) {
      const current = kind.eventVersion === saleV1.eventVersion
        ? event
        : kind.upcast?.(event, saleV1.eventVersion);
      state = kind.evolve(state, current);
    }
    states.set(actor, state);
  }
  const campaign = states.get("campaign/f") as CampaignState;
  assertEquals(campaign.book.phase, saleV1.expect.phase);
  assertEquals({ ...unitsOf(campaign.book) }, saleV1.expect.units);
  assertEquals(campaign.archived, true);
  const reservations: Record<string, string> = {};
  for (const cell of [0, 1]) {
    const state = states.get(`stock/f/${cell}`) as StockState;
    for (const each of state.reservations ?? []) {
      reservations[`${cell}.${each.n} ${each.customer}`] = each.state;
    }
  }
  assertEquals(reservations, saleV1.expect.reservations);
  const report = await audit((kind, key) => Promise.resolve(states.get(`${kind}/${key}`)), "f");
  assertEquals(report?.violations, []);
});
