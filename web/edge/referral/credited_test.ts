/** Whom a join is credited to when managers come and go, and what outlets with a cap hear of it. */
import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../../engine/mod.ts";
import { SECRET, type TestEdge, withEdge } from "../fixtures/edge.ts";
import { createTestLinks, type TestLinks } from "../fixtures/links.ts";
import { openReferral, type TestReferral } from "../fixtures/referral.ts";
import { START_MS } from "../fixtures/world.ts";
import { Attribution } from "../../share/attribution.ts";

const LONGER_THAN_FRESH_MS = DEFAULT_LIMITS.linkFreshMs + 1_000;

/** Zoe is still there, with a code of her own. */
function linksWithZoe(): TestLinks {
  const links = createTestLinks();
  for (const [name, code] of [["zoe", null], ["zoecodexy", "zoecodexy"]] as const) {
    const target = { kind: "storefront" } as const;
    links.bearings.set(name, { code, manager: "zoe", channel: "print", target });
  }
  return links;
}

/** Zoe leaves, and the edge gets to know who follows; null: nobody does. */
async function leaves(
  { edge, links, heir }: {
    readonly edge: TestEdge;
    readonly links: TestLinks;
    readonly heir: string | null;
  },
  joins: () => Promise<unknown>,
): Promise<void> {
  for (const name of ["zoe", "zoecodexy"]) {
    const bearing = links.bearings.get(name);
    if (bearing !== undefined) links.bearings.set(name, { ...bearing, manager: heir });
  }
  await edge.world.advance(LONGER_THAN_FRESH_MS);
  // What is old is given once more, and asked for anew.
  await joins();
}

/** One who came by a manager's link. */
function via(code: string) {
  const cookie = new Attribution({ secret: SECRET, days: 30 })
    .cookie(code, { nowMs: START_MS, secure: false });
  return { headers: { cookie: cookie.slice(0, cookie.indexOf(";")) } };
}

async function managerOf(referral: TestReferral, place: string): Promise<string | null> {
  return (await referral.staffSee(place)).manager;
}

for (const heir of ["bob", null]) {
  const who = heir === null ? "nobody where nobody follows" : "who follows";
  Deno.test(`friends of one whom a manager brought who left since are credited to ${who}`, async () => {
    const links = linksWithZoe();
    await withEdge(async (edge) => {
      const referral = await openReferral(edge);
      const inviter = await referral.joins("inviter", undefined, via("zoecodexy"));
      const early = await referral.joins("early", inviter.link.code);
      await leaves({ edge, links, heir }, () => referral.joins("first", inviter.link.code));
      const late = await referral.joins("late", inviter.link.code);
      const own = await referral.joins("own", inviter.link.code, via("anncodexy"));
      const places = [inviter, early, late, own].map(({ participant }) => participant.id);
      const managers = [];
      for (const place of places) managers.push(await managerOf(referral, place));
      assertEquals(managers, ["zoe", "zoe", heir, "ann"]);
      // Friends of friends too: the cell keeps who it was.
      const next = await referral.joins("next", early.link.code);
      assertEquals(await managerOf(referral, next.participant.id), heir);
    }, { edge: { linkSource: links } });
  });
}

Deno.test("who follows counts for the outlet where they work, also through friends alone", async () => {
  const links = linksWithZoe();
  for (const [name, bearing] of links.bearings) {
    links.bearings.set(name, { ...bearing, unit: "jx.3601.1" });
  }
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { caps: { perOutlet: 2 } });
    const inviter = await referral.joins("inviter", undefined, via("zoecodexy"));
    // Nobody else tells where Bob works.
    await leaves({ edge, links, heir: "bob" }, () => referral.joins("first", inviter.link.code));
    for (const [n, options] of [{}, via("anncodexy"), {}].entries()) {
      await referral.joins(`friend-${n}`, inviter.link.code, options);
      await referral.does(`friend-${n}`);
    }
    const { rewards } = await referral.mine("inviter");
    assertEquals(rewards.map(({ state, reason }) => `${state} ${reason}`).reverse(), [
      "paid null",
      "paid null",
      "rejected cap-per-outlet",
    ]);
  }, { edge: { linkSource: links } });
});
