import { assertEquals } from "@std/assert";
import { problemOf, saleOf, STAFF, withEdge } from "./fixtures/edge.ts";
import { referralOf } from "./fixtures/referral.ts";

const PATH = "/api/v1/campaigns/policy";

Deno.test("the policy check names findings in the language of the request, and stores nothing", async () => {
  await withEdge(async (edge) => {
    const body = referralOf({
      title: "分享即得红包",
      rules: "",
      caps: { perInviter: 10 },
      budget: { fen: 500 },
      expectedParticipants: 100,
    });
    const checked = await edge.post(PATH, { as: STAFF.bank, body });
    assertEquals(checked.status, 200, checked.text);
    const { findings, worstCase } = checked.json;
    assertEquals(
      findings.map(({ rule, level, field }: Record<string, string>) => [rule, level, field]),
      [
        ["reward-for-sharing", "error", "title"],
        ["rules-missing", "error", "rules"],
        ["budget-too-small", "warning", "budget.fen"],
      ],
    );
    assertEquals(worstCase, { fen: 10_000, rewards: 100, cappedFen: 500, cappedRewards: 5 });
    const english = await edge.post(PATH, {
      as: STAFF.bank,
      body,
      headers: { "accept-language": "en" },
    });
    assertEquals(english.json.findings[1].message.slice(0, 18), "There are no rules");
    const list = await edge.send("/api/v1/campaigns", { as: STAFF.bank });
    assertEquals(list.json.items, []);
  });
});

Deno.test("only who writes campaigns checks them, and only a referral that is whole", async () => {
  await withEdge(async (edge) => {
    problemOf(await edge.post(PATH, { body: referralOf() }), 401, "unauthenticated");
    problemOf(await edge.post(PATH, { as: STAFF.sre, body: referralOf() }), 403, "forbidden");
    const wrong = await edge.post(PATH, { as: STAFF.bank, body: saleOf() });
    const { errors } = problemOf(wrong, 422, "invalid");
    assertEquals(errors?.some(({ field }) => field === "rewards"), true);
  });
});
