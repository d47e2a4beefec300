import { assertEquals } from "@std/assert";
import { json, problem, type Sent } from "../../shared/virtual_outside.ts";
import { openShell } from "../fixtures.ts";
import { reviewOf } from "./fixtures.ts";
import { createReviews } from "./reviews_model.ts";

const PATH = "/api/v1/campaigns/r1";
const ONE = reviewOf();
const TWO = reviewOf({ participant: { id: "1.4", name: "李*" }, flags: ["ring"] });
const THREE = reviewOf({ participant: { id: "0.9", name: "王*" }, flags: ["burst"] });

async function open(answer: (sent: Sent) => Response | null = () => null) {
  const { shell, outside } = await openShell((sent) =>
    answer(sent) ??
      (sent.path.includes("/reviews")
        ? json({ items: [ONE, TWO, THREE], next: null, asOf: "2026-11-22T11:30:00.000Z" })
        : sent.path.endsWith("/review")
        ? json({})
        : null)
  );
  const model = createReviews(shell, PATH);
  const stop = model.list.start();
  await outside.advance(10);
  const names = () => model.waiting.value?.map((one) => one.participant.id);
  const decide = async (verdict: "approve" | "reject" | "ask", note: string) => {
    const done = model.decide(verdict, note);
    await outside.advance(10);
    return await done;
  };
  return { model, outside, stop, names, decide };
}

Deno.test("what was decided leaves the desk, and the next one comes up", async () => {
  const { model, outside, stop, names, decide } = await open();
  assertEquals(model.current.value?.participant.id, "0.1");
  assertEquals(await decide("approve", ""), null);
  assertEquals([model.current.value?.participant.id, names()], ["1.4", ["1.4", "0.9"]]);
  const sent = outside.sent.find((one) => one.method === "POST");
  assertEquals([sent?.path, sent?.body], [
    `${PATH}/participants/0.1/review`,
    { verdict: "approve", note: "" },
  ]);
  await outside.advance(5_000);
  assertEquals(names(), ["1.4", "0.9"], "a list that lags does not bring it back");
  stop();
});

Deno.test("what was asked about stays in the queue behind the next", async () => {
  const { model, stop, names, decide } = await open();
  await decide("ask", "请核对身份证");
  assertEquals([model.current.value?.participant.id, names()?.length], ["1.4", 3]);
  model.step(-1);
  assertEquals(model.current.value?.participant.id, "0.1");
  model.step(-1);
  assertEquals(model.current.value?.participant.id, "0.9");
  model.step(1);
  assertEquals(model.current.value?.participant.id, "0.1");
  stop();
});

Deno.test("a refused decision keeps it on the desk and says why", async () => {
  const { model, stop, names, decide } = await open((sent) =>
    sent.path.endsWith("/review")
      ? problem("forbidden", 403, { title: "无权审核", detail: "请找支行负责人。" })
      : null
  );
  const refusal = await decide("reject", "同一部手机");
  assertEquals([refusal?.text, model.current.value?.participant.id, names()?.length], [
    "无权审核：请找支行负责人。",
    "0.1",
    3,
  ]);
  stop();
});

Deno.test("the same person who is flagged again waits again", async () => {
  let items = [ONE];
  const { outside, stop, names, decide } = await open((sent) =>
    sent.path.includes("/reviews") ? json({ items, next: null }) : null
  );
  await decide("approve", "");
  assertEquals(names(), []);
  items = [{ ...ONE, flaggedAt: "2026-11-22T11:29:00.000Z" }];
  await outside.advance(5_000);
  assertEquals(names(), ["0.1"]);
  stop();
});
