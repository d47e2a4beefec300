import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Journal } from "../../engine/mod.ts";
import { buildAssets } from "../build.ts";
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

Deno.test("while the journal is away a sale's page is shown as it was last", async () => {
  const state = breakable();
  let reports = false;
  // It goes away between a cell's report and what the campaign makes of it.
  const journal = (memory: Journal): Journal => {
    const wrapped = state.wrap(memory);
    return {
      ...wrapped,
      append(appends) {
        const entries = appends.flatMap((one) => one.entries);
        if (reports && entries.some(({ actor }) => actor.startsWith("campaign/"))) {
          state.lost = true;
        }
        return wrapped.append(appends);
      },
    };
  };
  const assets = await buildAssets();
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 50, title: "赣南脐橙" });
    assertEquals((await edge.send(`/c/${id}`)).status, 200);
    await edge.hold(id, "a");
    // This change is stored, and nobody has asked about it.
    await edge.world.advance(1_000);
    reports = true;
    await edge.hold(id, "b");
    await edge.world.advance(1_000);
    problemOf(await edge.send(`/api/v1/campaigns/${id}`), 503, "journal-unavailable");
    const page = await edge.send(`/c/${id}`);
    assertEquals(page.status, 200, page.text);
    assertStringIncludes(page.text, "赣南脐橙");
  }, { journal, edge: { assets } });
});
