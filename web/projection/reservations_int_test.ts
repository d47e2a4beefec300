import { assert, assertEquals } from "@std/assert";
import type { ReservationJson } from "../shared/api.ts";
import { eachFollowedEdge } from "../edge/fixtures/followed_edge.ts";
import { problemOf } from "../edge/fixtures/edge.ts";

const MINE = "/api/v1/reservations/mine";

eachFollowedEdge(
  "a customer's list over all sales says what each sale says",
  async ({ edge, sql, follow, rebuild }) => {
    const ids: string[] = [];
    for (const priceFen of [990, 0, 500]) {
      ids.push(
        await edge.sale({
          title: `第 ${priceFen} 场`,
          units: 50,
          perCustomerMax: 9,
          holdSeconds: 60,
          priceFen,
        }),
      );
    }
    const kept: string[] = [];
    for (let n = 0; n < 12; n++) {
      await edge.world.advance(1_000);
      const held = await edge.hold(ids[n % 3] ?? "", n % 4 === 3 ? "other" : "me", {
        units: 1 + n % 2,
      });
      if (n % 4 !== 3) kept.push(held.id);
      const act = n % 5 === 0 ? "confirm" : n % 5 === 1 ? "cancel" : null;
      if (n % 3 === 0) await follow();
      if (act !== null) {
        const as = n % 4 === 3 ? "other" : "me";
        await edge.post(`/api/v1/reservations/${held.id}/${act}`, { as, body: {} });
      }
    }
    await edge.world.advance(57_000);
    await follow();

    const asked = async (
      query = "",
    ): Promise<{ items: ReservationJson[]; next: string | null }> => {
      const reply = await edge.send(`${MINE}${query}`, { as: "me" });
      assertEquals(reply.status, 200, reply.text);
      return reply.json;
    };
    const ofSales: ReservationJson[] = [];
    for (const id of ids) {
      const reply = await edge.send(`/api/v1/campaigns/${id}/grabs/mine`, { as: "me" });
      ofSales.push(...reply.json.items);
    }
    const byId = (items: readonly ReservationJson[]) =>
      items.toSorted((one, other) => one.id < other.id ? -1 : 1);
    const all = await asked("?limit=100");
    const untitled = all.items.map(({ title: _, ...one }) => one);
    assertEquals(byId(untitled), byId(ofSales));
    assertEquals(
      all.items.map(({ title }) => title),
      all.items.map(({ priceFen }) => `第 ${priceFen} 场`),
    );
    assertEquals(all.items.map(({ id }) => id), kept.toReversed());
    const states = new Set(all.items.map(({ state }) => state));
    assert(
      states.has("held") && states.has("confirmed") && states.has("cancelled"),
      [...states].join(),
    );
    assert(states.has("expired"), [...states].join());

    const paged: ReservationJson[] = [];
    let next: string | null = "";
    while (next !== null) {
      const page = await asked(next === "" ? "?limit=2" : `?limit=2&after=${next}`);
      paged.push(...page.items);
      next = page.next;
    }
    assertEquals(paged, all.items);
    assertEquals((await edge.send(MINE, { as: "nobody" })).json, { items: [], next: null });
    problemOf(await edge.send(`${MINE}?after=x`, { as: "me" }), 422, "invalid");

    const before = await sql`select * from projected.reservation order by campaign, cell, n`;
    await rebuild();
    assertEquals([...await sql`select * from projected.reservation order by campaign, cell, n`], [
      ...before,
    ]);
  },
);
