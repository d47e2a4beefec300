/** What a draft promises is known when it is written, or it is not written. */
import { assertEquals } from "@std/assert";
import postgres from "postgres";
import type { Database } from "../../store/database.ts";
import { problemOf, STAFF, withEdge } from "../fixtures/edge.ts";
import { referralOf } from "../fixtures/referral.ts";

const coupon = { kind: "coupon", ref: "rice", amount: 500 } as const;
const points = { kind: "points", ref: "points", amount: 100 } as const;

/** One that is known not to answer; nothing connects before it is asked. */
function away(): Database {
  return {
    sql: postgres("postgres://127.0.0.1/nobody"),
    kind: "postgres",
    url: "",
    available: () => false,
    downSinceMs: () => 0,
    ready: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  };
}

Deno.test("while the database is away no draft is written whose coupons nobody can look up", async () => {
  await withEdge(async (edge) => {
    const draft = (perInvitee: typeof coupon | typeof points) =>
      edge.post("/api/v1/campaigns", {
        as: STAFF.bank,
        body: referralOf({ rewards: { perInvitee } }),
      });
    problemOf(await draft(coupon), 503, "database-unavailable");
    const plain = await draft(points);
    assertEquals(plain.status, 201, plain.text);
    const path = `/api/v1/campaigns/${plain.json.id}`;
    const changed = { version: plain.json.version, rewards: { perInvitee: coupon } };
    const patched = await edge.send(path, { method: "PATCH", as: STAFF.bank, body: changed });
    problemOf(patched, 503, "database-unavailable");
    const shown = await edge.send(path, { as: STAFF.bank });
    assertEquals(shown.json.rewards.perInvitee, points, "as it was");
    const title = await edge.send(path, {
      method: "PATCH",
      as: STAFF.bank,
      body: { version: plain.json.version, title: "邀请好友" },
    });
    assertEquals(title.status, 200, title.text);
  }, { edge: { database: away() } });
});

Deno.test("where there is no database at all a coupon is named by its ref", async () => {
  await withEdge(async (edge) => {
    const body = referralOf({ rewards: { perInvitee: coupon } });
    const created = await edge.post("/api/v1/campaigns", { as: STAFF.bank, body });
    assertEquals([created.status, created.json.coupons?.rice?.title], [201, "rice"], created.text);
  });
});
