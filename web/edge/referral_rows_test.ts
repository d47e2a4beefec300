import { assertEquals } from "@std/assert";
import { problemOf, STAFF, withEdge } from "./fixtures/edge.ts";
import { openReferral } from "./fixtures/referral.ts";

Deno.test("without the database lists of a referral say so, and people go on joining and qualifying", async () => {
  await withEdge(async (edge) => {
    const { path, joins, does, mine } = await openReferral(edge);
    const root = await joins("c0");
    await joins("c1", root.link.code);
    for (const list of ["referral-results", "referral-results.csv", "reviews", "rewards"]) {
      problemOf(
        await edge.send(`${path}/${list}`, { as: STAFF.bank }),
        503,
        "database-unavailable",
      );
    }
    problemOf(
      await edge.send("/api/v1/reservations/mine", { as: "c0" }),
      503,
      "database-unavailable",
    );
    await does("c1");
    assertEquals((await mine("c0")).progress.rewarded, 1);
  });
});

Deno.test("lists of a referral are for those who may see it", async () => {
  await withEdge(async (edge) => {
    const { path } = await openReferral(edge);
    const codeOf = async (list: string, as?: (typeof STAFF)[keyof typeof STAFF] | "c0") => {
      const reply = await edge.send(`${path}/${list}`, as === undefined ? {} : { as });
      return `${reply.status} ${reply.json.code}`;
    };
    assertEquals(await codeOf("reviews", STAFF.manager), "403 forbidden");
    assertEquals(await codeOf("reviews", STAFF.otherBank), "404 not-found");
    assertEquals(await codeOf("rewards", "c0"), "403 forbidden");
    assertEquals(await codeOf("rewards"), "401 unauthenticated");
    assertEquals(await codeOf("referral-results.csv", STAFF.sre), "403 forbidden");
    assertEquals(await codeOf("rewards?after=1.x", STAFF.bank), "422 invalid");
    assertEquals(await codeOf("reviews?limit=0", STAFF.bank), "422 invalid");
    assertEquals(await codeOf("referral-results?by=year", STAFF.bank), "422 invalid");
    const unknown = await edge.send("/api/v1/campaigns/nosuch/rewards", { as: STAFF.bank });
    assertEquals(unknown.status, 404);
  });
});
