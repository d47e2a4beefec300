import { assertEquals } from "@std/assert";
import { problemOf, saleOf, STAFF, type TestEdge, withEdge } from "./fixtures/edge.ts";
import { referralOf } from "./fixtures/referral.ts";

async function draft(
  edge: TestEdge,
  body: object,
): Promise<(changes: object) => ReturnType<TestEdge["send"]>> {
  const created = await edge.post("/api/v1/campaigns", { as: STAFF.bank, body });
  assertEquals(created.status, 201, created.text);
  const path = `/api/v1/campaigns/${created.json.id}`;
  return (changes) => edge.send(path, { method: "PATCH", as: STAFF.bank, body: changes });
}

Deno.test("null takes an optional field of a draft away, and nothing that must be there", async () => {
  await withEdge(async (edge) => {
    const referral = await draft(
      edge,
      referralOf({
        expectedParticipants: 500,
        override: { reason: "试点" },
        look: { note: "说明" },
      }),
    );
    const less = await referral({ override: null, expectedParticipants: null, look: null });
    assertEquals(less.status, 200, less.text);
    const { override, expectedParticipants, look } = less.json;
    assertEquals([override, expectedParticipants, look], [null, null, undefined]);
    const wrong = problemOf(await referral({ title: null, kind: null }), 422, "invalid");
    assertEquals(wrong.errors?.map(({ field }) => field).toSorted(), ["kind", "title"]);

    const grants = { kind: "points", ref: "积分", amount: 10 };
    const sale = await draft(edge, { ...saleOf(), grants, expectedPeakPerSecond: 50 });
    const plain = await sale({ grants: null, expectedPeakPerSecond: null });
    assertEquals([plain.json.grants, plain.json.expectedPeakPerSecond], [undefined, null]);
  });
});
