import { assert, assertEquals } from "@std/assert";
import { breakable } from "./fixtures/breakable_journal.ts";
import { problemOf, STAFF, withEdge } from "./fixtures/edge.ts";

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
