import { assertEquals } from "@std/assert";
import type {
  ReferralPatch,
  ReferralRequest,
  StaffReferralJson,
} from "../../../shared/api_referral.ts";
import { json, problem, type Sent } from "../../../shared/virtual_outside.ts";
import { openShell, saleOf } from "../../fixtures.ts";
import { referralOf } from "../../referral/fixtures.ts";
import { createBuilderModel } from "../builder_model.ts";
import { differing } from "../form.ts";
import { REFERRAL_FORM, textsOf } from "./referral_form.ts";

const DRAFT = referralOf({
  phase: "draft",
  startsAt: "2026-11-23T11:00:00.000Z",
  endsAt: "2026-12-23T11:00:00.000Z",
  approvedBy: null,
});

/** Every part that rules must have. */
const RULES = "活动时间、参加对象、参加方式、奖励、上限见下。主办单位：农商银行。咨询电话：96268。";

async function open(
  options: { id?: string; clone?: string; template?: string },
  answer: (sent: Sent) => Response | null = () => null,
) {
  const { shell, outside, moves, memory } = await openShell((sent) =>
    answer(sent) ??
      (sent.method === "GET" && sent.path.endsWith("/r1")
        ? json(DRAFT)
        : sent.method === "POST" && sent.path.endsWith("/campaigns")
        ? json(DRAFT, 201)
        : sent.method === "PATCH"
        ? json({ ...DRAFT, version: 6 })
        : null)
  );
  const model = createBuilderModel(shell, {
    form: REFERRAL_FORM,
    id: options.id ?? null,
    clone: options.clone ?? null,
    template: options.template ?? null,
  });
  const stop = model.start();
  await outside.advance(10);
  const sent = (method: string) => outside.sent.filter((one) => one.method === method);
  return { model, outside, moves, memory, sent, stop };
}

Deno.test("a template becomes a draft of a referral under its own address", async () => {
  const { outside, sent, moves, stop } = await open({ template: "card" });
  await outside.advance(1_000);
  const body = sent("POST")[0]?.body as ReferralRequest;
  assertEquals([body.kind, body.qualifying], ["referral", ["card-activated"]]);
  assertEquals(moves, ["= /console/campaigns/r1/edit"]);
  stop();
});

Deno.test("a form that was begun is kept apart from one of a sale", async () => {
  const { model, memory, outside, stop } = await open({});
  model.set({ title: "没写完" }, "title");
  await outside.advance(1_000);
  assertEquals([model.saved.value.kind, [...memory.keys()]], ["local", ["draft.s1.new-referral"]]);
  stop();
});

Deno.test("a finding keeps it from review until it is mended or a reason is given; it is saved all the same", async () => {
  const { model, outside, sent, stop } = await open({ id: "r1" });
  model.set({ rules: RULES, perInviter: "" }, "rules");
  await outside.advance(1_000);
  assertEquals([sent("PATCH").length, model.saved.value.kind], [1, "saved"]);
  assertEquals([await model.launch(), model.step.value], ["wrong", "check"]);
  assertEquals(model.faultOf("override").fault, "reason");
  assertEquals(sent("POST").length, 0);
  model.set({ override: "首批试点，人工复核" }, "override");
  const launched = model.launch();
  await outside.advance(100);
  assertEquals(await launched, null);
  const body = sent("PATCH").at(-1)?.body as ReferralPatch;
  assertEquals(body.override, { reason: "首批试点，人工复核" });
  assertEquals(sent("POST").map((one) => one.path), ["/api/v1/campaigns/r1/submit"]);
  stop();
});

Deno.test("a patch takes away what was there before", async () => {
  const { model, outside, sent, stop } = await open({ id: "r1" }, ({ method, body }) => {
    if (method !== "PATCH") return null;
    const { caps = {}, eligibility } = body as Pick<StaffReferralJson, "caps" | "eligibility">;
    return json({ ...DRAFT, caps, eligibility, version: 6 });
  });
  model.set({ perDay: "3", tags: "工资客户" }, "perDay");
  await outside.advance(1_000);
  model.set({ perDay: "", tags: "" }, "perDay");
  await outside.advance(1_000);
  const bodies = sent("PATCH").map((one) => one.body as StaffReferralJson);
  assertEquals(bodies.map(({ caps, eligibility, override }) => [caps, eligibility, override]), [
    [{ perDay: 3 }, { tags: ["工资客户"] }, null],
    [{}, null, null],
  ]);
  stop();
});

Deno.test("a draft that another has changed is shown in both versions, and nothing is overwritten", async () => {
  const theirs = { ...DRAFT, version: 7, title: "对方的标题" };
  let stale = false;
  const { model, outside, sent, stop } = await open({ id: "r1" }, ({ method, path }) => {
    if (method === "PATCH" && stale) return problem("stale", 409, { version: 7 });
    return method === "GET" && path.endsWith("/r1") && stale ? json(theirs) : null;
  });
  stale = true;
  model.set({ budgetFen: "2000" }, "budgetFen");
  await outside.advance(1_000);
  const mine = model.texts.value;
  const other = model.theirs.value;
  assertEquals([other?.title, mine.title], ["对方的标题", "邀好友开户"]);
  assertEquals(differing(REFERRAL_FORM, { mine, theirs: textsOf(theirs) }), [
    "title",
    "budgetFen",
  ]);
  model.takeTheirs();
  assertEquals([model.texts.value.title, model.texts.value.budgetFen], ["对方的标题", "1000"]);
  assertEquals(sent("PATCH").length, 1);
  stop();
});

Deno.test("a copy of a running referral begins anew, with everything but its time", async () => {
  const { model, outside, sent, stop } = await open(
    { clone: "r1" },
    (sent) =>
      sent.method === "GET" && sent.path.endsWith("/r1")
        ? json(referralOf({ override: { reason: "当时试点", by: "s1" } }))
        : null,
  );
  const { title, startsAt, override } = model.texts.value;
  assertEquals([title, startsAt, override], ["邀好友开户", "2026-11-22T20:00", ""]);
  await outside.advance(1_000);
  assertEquals((sent("POST")[0]?.body as ReferralRequest).title, "邀好友开户");
  stop();
});

Deno.test("a sale is not opened in the form of referrals", async () => {
  const { model, stop } = await open(
    { id: "r1" },
    (sent) => sent.method === "GET" && sent.path.endsWith("/r1") ? json(saleOf()) : null,
  );
  assertEquals(model.gone.value, true);
  stop();
});
