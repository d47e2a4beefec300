import { assert, assertEquals } from "@std/assert";
import { problemOf, STAFF, withEdge } from "./fixtures/edge.ts";

Deno.test("a customer grabs, pays and has it", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const grabbed = await edge.grab(id, "alice");
    assertEquals(grabbed.status, 201, grabbed.text);
    const { reservation } = grabbed.json;
    assertEquals(reservation.campaignId, id);
    assertEquals(reservation.state, "held");
    assertEquals(reservation.priceFen, 990);
    const confirmed = await edge.post(`/api/v1/reservations/${reservation.id}/confirm`, {
      as: "alice",
    });
    assertEquals(confirmed.status, 200, confirmed.text);
    assertEquals(confirmed.json.reservation.state, "confirmed");
    const mine = await edge.send(`/api/v1/campaigns/${id}/grabs/mine`, { as: "alice" });
    assertEquals(mine.json.items.map(({ state }: { state: string }) => state), ["confirmed"]);
    await edge.world.advance(1_000);
    const view = await edge.view(id);
    assertEquals([view.units.confirmed, view.units.available], [1, 9]);
    const audit = await edge.send(`/api/v1/campaigns/${id}/audit`, {
      as: { sub: "s-bank", role: "bank", unit: "jx.a" },
    });
    assertEquals(audit.status, 200, audit.text);
    assert(audit.json.conserved, audit.text);
    problemOf(await edge.grab("nope", "alice"), 404, "not-found");
  });
});

Deno.test("the audit says which promised reservations are stored, to staff of the unit alone", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const { reservation } = (await edge.grab(id, "alice")).json;
    const path = `/api/v1/campaigns/${id}/audit`;
    const body = { reservations: [reservation.id, reservation.id, "lost"] };
    const audit = await edge.post(path, { as: STAFF.bank, body });
    assertEquals(audit.status, 200, audit.text);
    assertEquals(audit.json, {
      found: [{ id: reservation.id, state: "held" }],
      missing: ["lost"],
    });
    problemOf(await edge.post(path, { as: "alice", body }), 403, "forbidden");
    problemOf(await edge.post(path, { as: STAFF.otherBank, body }), 404, "not-found");
    problemOf(
      await edge.post("/api/v1/campaigns/nope/audit", { as: STAFF.bank, body }),
      404,
      "not-found",
    );
    const many = { reservations: Array.from({ length: 1_001 }, (_, n) => String(n)) };
    for (const wrong of [{}, { reservations: [] }, { reservations: [""] }, many]) {
      problemOf(await edge.post(path, { as: STAFF.bank, body: wrong }), 422, "invalid");
    }
  });
});
