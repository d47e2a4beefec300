import { assert, assertEquals } from "@std/assert";
import { SECRET, withEdge } from "../fixtures/edge.ts";
import { createTestLinks } from "../fixtures/links.ts";
import { openReferral } from "../fixtures/referral.ts";
import { Attribution } from "../../share/attribution.ts";
import { START_MS } from "../fixtures/world.ts";

const BROWSER = { "user-agent": "Mozilla/5.0 (iPhone) Safari/605.1" };

/** Links of two managers, at the outlets named. */
function managersAt(units: { readonly ann: string; readonly bob: string }) {
  const links = createTestLinks();
  for (const [name, bearing] of links.bearings) {
    const { manager } = bearing;
    if (manager === "ann" || manager === "bob") {
      links.bearings.set(name, { ...bearing, unit: units[manager] });
    }
  }
  return links;
}

/** Three invitees come through two managers and open an account: the states and reasons of the rewards. */
async function outcomes(units: { readonly ann: string; readonly bob: string }) {
  const found: string[] = [];
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { caps: { perOutlet: 2 } });
    const attribution = new Attribution({ secret: SECRET, days: 30 });
    const by = (code: string) => {
      const cookie = attribution.cookie(code, { nowMs: START_MS, secure: false });
      return { headers: { ...BROWSER, cookie: cookie.slice(0, cookie.indexOf(";")) } };
    };
    const inviter = await referral.joins("inviter");
    for (const [n, code] of ["anncodexy", "bobcodexy", "anncodexy"].entries()) {
      await referral.joins(`invitee-${n}`, inviter.link.code, by(code));
      await referral.does(`invitee-${n}`);
    }
    const { rewards } = await referral.mine("inviter");
    found.push(...rewards.map(({ state, reason }) => `${state} ${reason}`).reverse());
  }, { edge: { linkSource: managersAt(units) } });
  return found;
}

Deno.test("a cap per outlet counts the managers of one outlet together", async () => {
  assertEquals(await outcomes({ ann: "jx.3601.1", bob: "jx.3601.1" }), [
    "paid null",
    "paid null",
    "rejected cap-per-outlet",
  ]);
});

Deno.test("managers of two outlets have a cap each", async () => {
  const all = await outcomes({ ann: "jx.3601.1", bob: "jx.3601.2" });
  assertEquals(all, ["paid null", "paid null", "paid null"]);
});

Deno.test("a join waits for the outlet of its manager no longer than for the manager", async () => {
  const links = createTestLinks();
  const linkSource = {
    ...links,
    // The code is known, and of the manager nothing ever comes.
    find: (name: string) => name === "ann" ? new Promise<never>(() => {}) : links.find(name),
  };
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { caps: { perOutlet: 2 } });
    const cookie = new Attribution({ secret: SECRET, days: 30 })
      .cookie("anncodexy", { nowMs: START_MS, secure: false }).split(";")[0] ?? "";
    const beforeMs = edge.engine.nowMs();
    const joined = await referral.joins("one", undefined, { headers: { cookie } });
    assert(edge.engine.nowMs() - beforeMs < 1_000, `${edge.engine.nowMs() - beforeMs} ms`);
    assertEquals((await referral.staffSee(joined.participant.id)).manager, "ann");
  }, { edge: { linkSource } });
});
