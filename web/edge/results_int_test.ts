/** Results and exports of sales through HTTP, on both databases. */
import { openReferral } from "./fixtures/referral.ts";
import { assert, assertEquals } from "@std/assert";
import type { CampaignResultsJson } from "../shared/api_statistics.ts";
import { problemOf, saleOf, STAFF } from "./fixtures/edge.ts";
import { eachFollowedEdge } from "./fixtures/followed_edge.ts";
import { ANN, plant, type Reader, WITH_LINKS } from "./fixtures/statistics.ts";

eachFollowedEdge(
  "a sale's results are whole for those who run it",
  async ({ edge, sql, follow }) => {
    await plant(sql);
    const id = await edge.sale({ units: 4, perCustomerMax: 3, holdSeconds: 3_600 });
    const grabs: readonly (readonly [string, string | null])[] = [
      ["c1", "anncodexy"],
      ["c2", "bobcodexy"],
      ["c3", null],
      ["c4", null],
    ];
    for (const [customer, via] of grabs) {
      await edge.world.advance(1_000);
      const held = await edge.hold(id, customer, via === null ? undefined : { via });
      await edge.post(`/api/v1/reservations/${held.id}/confirm`, { as: customer, body: {} });
    }
    await edge.world.advance(2_000);
    problemOf(await edge.grab(id, "c5"), 409, "sold-out");
    await follow();
    const resultsOf = async (as: Reader) => {
      const shown = await edge.send(`/api/v1/campaigns/${id}/results`, { as });
      assertEquals(shown.status, 200, shown.text);
      const results: CampaignResultsJson = shown.json;
      const lines = [results.total, results.unattributed, results.elsewhere].concat(
        results.banks,
        results.outlets,
        results.managers,
      );
      for (const line of lines) {
        if (line === null) continue;
        const asked = await edge.send(line.href, { as });
        assertEquals([asked.status, asked.json.differing], [200, []], `${line.href} ${asked.text}`);
        assertEquals(asked.json.recomputed, line.figures, line.href);
      }
      return { ...results, sums: lines.map((line) => line?.figures.orders ?? null) };
    };
    const { bank, otherBank, province } = STAFF;
    const all = await resultsOf(province);
    assertEquals(all.sums, [4, 2, null, 1, 1, 1, 1, 1, 1]);
    assertEquals(all.whole?.refusals.byCode, { "sold-out": 1 });
    assertEquals(all.whole?.series.grabs.reduce((sum, n) => sum + n, 0), 4);
    assertEquals(all.whole?.peakGrabsPerSecond, 1);
    assert((all.whole?.sellOutMs ?? 0) > 3_000, JSON.stringify(all.whole));
    const run = await resultsOf(bank);
    assertEquals([run.scope, run.sums], ["whole", [4, 2, 1, 1, 1, 1]]);
    const other = await resultsOf(otherBank);
    assertEquals([other.scope, other.whole, other.sums], ["own-unit", null, [
      1,
      null,
      null,
      1,
      1,
      1,
    ]]);
    const own = await resultsOf(ANN);
    assertEquals([own.whole, own.sums], [null, [1, null, null, 1]]);
    const beyond = `/api/v1/statistics/query?campaign=${id}&unit=jx.b&reach=outside`;
    assertEquals((await edge.send(beyond, { as: otherBank })).status, 404);
    const draft = await edge.post("/api/v1/campaigns", { as: bank, body: saleOf() });
    const hidden = await edge.send(`/api/v1/campaigns/${draft.json.id}/results`, { as: otherBank });
    assertEquals(hidden.status, 404);
  },
  WITH_LINKS,
);

eachFollowedEdge(
  "an export is masked by role, logged, and no formula",
  async ({ edge, sql, follow }) => {
    await plant(sql);
    await sql`update bank.staff set name = '=1+1' where id = 'ann'`;
    const id = await edge.sale({ units: 9, perCustomerMax: 3, holdSeconds: 3_600 });
    await edge.hold(id, "customer-1", { via: "anncodexy", units: 2 });
    await edge.hold(id, "customer-2", { via: "bobcodexy" });
    const paid = await edge.hold(id, "customer-3");
    await edge.post(`/api/v1/reservations/${paid.id}/confirm`, { as: "customer-3", body: {} });
    await follow();
    const path = `/api/v1/campaigns/${id}/results.csv`;
    const rowsOf = async (as: Reader) => {
      const shown = await edge.respond(path, { as, headers: { "accept-language": "en" } });
      assertEquals(shown.status, 200);
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await shown.arrayBuffer());
      assert(text.startsWith("\ufeffReservation,Customer,State"), text);
      return text.trimEnd().split("\r\n").slice(1).map((line) => {
        const [, customer, state, units, price, sum, , , , , manager, name] = line.split(",");
        return [customer, state, units, price, sum, manager, name].join(" ");
      }).sort();
    };
    const { bank, otherBank, outlet, province, sre } = STAFF;
    const ours = "customer-1 held 2 9.90 0.00 ann '=1+1";
    const nobodys = "customer-3 confirmed 1 9.90 9.90 unattributed ";
    const all = [ours, "customer-2 held 1 9.90 0.00 bob 万博", nobodys];
    assertEquals(await rowsOf(province), all);
    assertEquals(await rowsOf(bank), ["****er-2 held 1 9.90 0.00 another unit ", ours, nobodys]);
    assertEquals(await rowsOf(otherBank), ["customer-2 held 1 9.90 0.00 bob 万博"]);
    assertEquals(await rowsOf(outlet), ["****er-1 held 2 9.90 0.00 ann '=1+1"]);
    assertEquals(await rowsOf(ANN), ["****er-1 held 2 9.90 0.00 ann '=1+1"]);
    problemOf(await edge.send(path, { as: sre }), 403, "forbidden");
    const logged = await sql<{ by: string; unit: string }[]>`
    select by, unit from bank.change where action = 'results.exported' order by id`;
    assertEquals(logged.map(({ by, unit }) => `${by} ${unit}`), [
      "s-province jx.a",
      "s-bank jx.a",
      "s-other jx.b",
      "s-outlet jx.a.1",
      "ann jx.a.1",
    ]);
  },
  WITH_LINKS,
);

eachFollowedEdge(
  "exports of both kinds share their places, which come free when one ends or is given up",
  async ({ edge, follow }) => {
    const sale = await edge.sale({ units: 9 });
    const { id: referral, joins } = await openReferral(edge);
    await joins("customer-1");
    await follow();
    const ask = (path: string) => edge.respond(`/api/v1/campaigns/${path}`, { as: STAFF.bank });
    const first = await ask(`${sale}/results.csv`);
    const full = await ask(`${referral}/referral-results.csv`);
    assertEquals([first.status, full.status], [200, 503]);
    await full.body?.cancel();
    await first.body?.cancel();
    const second = await ask(`${referral}/referral-results.csv`);
    assertEquals(second.status, 200);
    assert((await second.text()).includes("customer-1"));
    const missing = await ask(`unknown/results.csv`);
    assertEquals(missing.status, 404);
    await missing.body?.cancel();
    const third = await ask(`${sale}/results.csv`);
    assertEquals(third.status, 200);
    await third.body?.cancel();
  },
  { ...WITH_LINKS, limits: { exportsMax: 1 } },
);
