import { assert, assertEquals } from "@std/assert";
import type { Journal } from "../../engine/mod.ts";
import { problemOf, STAFF, withEdge } from "./fixtures/edge.ts";

/** A journal that takes no writes while it is lost or full. */
function breakable(): { lost: boolean; full: boolean; wrap(journal: Journal): Journal } {
  const state = {
    lost: false,
    full: false,
    wrap: (journal: Journal): Journal => ({
      lanes: journal.lanes,
      durability: journal.durability,
      open: () => journal.open(),
      acquire(requests) {
        if (!state.lost && !state.full) return journal.acquire(requests);
        return requests.map(() => Promise.resolve({ kind: "failed", message: "refused" }));
      },
      append(appends) {
        if (!state.lost && !state.full) return journal.append(appends);
        const message = "connection refused";
        const full = state.full;
        return appends.map(() => Promise.resolve({ kind: "failed", message, full }));
      },
      load: (shard, actor) => journal.load(shard, actor),
      due: (shard, limit) => journal.due(shard, limit),
      snapshot: (write) => journal.snapshot(write),
      feed: (shard, position, limit) => journal.feed(shard, position, limit),
      archived: (shard, position) => journal.archived(shard, position),
      ping: () => state.lost ? Promise.resolve(false) : journal.ping(),
      close: () => journal.close(),
    }),
  };
  return state;
}

for (const kind of ["lost", "full"] as const) {
  Deno.test(`a journal that is ${kind}: 503 and not ready; it resumes by itself, nothing is lost`, async () => {
    const journal = breakable();
    await withEdge(async (edge) => {
      const id = await edge.sale({ units: 50 });
      const before = await edge.hold(id, "before");
      journal[kind] = true;
      const refused = await Promise.all(["a", "b", "c"].map((as) => edge.grab(id, as)));
      for (const reply of refused) {
        assertEquals(reply.status, 503, reply.text);
        assert(reply.json.code.startsWith("journal-"), reply.text);
        assert(Number(reply.headers.get("retry-after")) >= 1);
      }
      assertEquals((await edge.send("/readyz")).status, 503);
      assertEquals((await edge.send("/healthz")).status, 200);
      journal[kind] = false;
      await edge.world.advance(15_000);
      assertEquals((await edge.send("/readyz")).status, 200);
      assertEquals((await edge.grab(id, "a")).status, 201);
      const kept = await edge.send(`/api/v1/reservations/${before.id}`, { as: "before" });
      assertEquals(kept.json.reservation, before);
      await edge.world.advance(1_000);
      const audit = await edge.send(`/api/v1/campaigns/${id}/audit`, { as: STAFF.bank });
      assert(audit.json.conserved, audit.text);
      assertEquals([audit.json.reservations, audit.json.held], [2, 2]);
      problemOf(await edge.grab("unknown", "a"), 404, "not-found");
    }, { journal: journal.wrap });
  });
}
