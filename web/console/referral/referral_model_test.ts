import { assertEquals } from "@std/assert";
import { json, type Sent } from "../../shared/virtual_outside.ts";
import { openShell } from "../fixtures.ts";
import { referralOf } from "./fixtures.ts";
import { createReferralModel } from "./referral_model.ts";

const PATH = "/api/v1/campaigns/r1";

async function open(answer: (sent: Sent) => Response | null) {
  const { shell, outside } = await openShell((sent) =>
    answer(sent) ?? (sent.path === PATH ? json(referralOf()) : null)
  );
  const model = createReferralModel(shell, "r1");
  const stop = model.start();
  await outside.advance(100);
  const reads = () => outside.sent.filter((one) => one.path === PATH && one.method === "GET");
  return { model, outside, stop, reads };
}

/** What everybody sees of it. */
function frame(version: number, leaders: number): string {
  const { budget: _budget, funnel: _funnel, history: _history, ...told } = referralOf({
    version,
    leaders: Array.from({ length: leaders }, (_, index) => ({
      rank: index + 1,
      id: `0.${index}`,
      name: "张*",
      qualified: 3,
      invited: 4,
    })),
  });
  return `id: ${version}\nevent: state\ndata: ${JSON.stringify(told)}\n\n`;
}

Deno.test("a burst of frames moves the public view at once and reads what staff see once a second", async () => {
  const burst = [6, 7, 8, 9].map((version) => frame(version, version)).join("");
  let streams = 0;
  const { model, outside, stop, reads } = await open((sent) =>
    sent.path.endsWith("/live")
      ? ++streams === 1 ? new Response(burst) : new Response(new ReadableStream())
      : null
  );
  assertEquals(model.campaign.value?.leaders.length, 9);
  assertEquals(model.campaign.value?.budget.fen?.held, 30_000, "the staff's part stays");
  assertEquals(reads().length, 1);
  await outside.advance(1_000);
  assertEquals(reads().length, 2);
  await outside.advance(5_000);
  assertEquals(reads().length, 2);
  stop();
});

Deno.test("of another unit's campaign there is what everybody sees, and no stream", async () => {
  const { history: _history, ...told } = referralOf();
  const { model, outside, stop } = await open((sent) => sent.path === PATH ? json(told) : null);
  assertEquals([model.campaign.value, model.missing.value], [null, false]);
  assertEquals(model.others.value?.title, "邀好友开户");
  assertEquals(outside.sent.some((one) => one.path.endsWith("/live")), false);
  stop();
});

Deno.test("an answer to a budget's change that the stream has overtaken moves nothing back", async () => {
  const { model, outside, stop } = await open((sent) =>
    sent.path.endsWith("/live")
      ? new Response(frame(9, 1))
      : sent.path.endsWith("/units")
      ? json(referralOf({ version: 8 }))
      : null
  );
  const done = model.act("units", { delta: 100, pool: "fen" }, "k1");
  await outside.advance(50);
  assertEquals([await done, model.campaign.value?.version], [null, 9]);
  stop();
});

Deno.test("a draft has no stream, and one who leaves stops the stream", async () => {
  const draft = await open((sent) =>
    sent.path === PATH ? json(referralOf({ phase: "draft" })) : null
  );
  assertEquals(draft.outside.sent.some((one) => one.path.endsWith("/live")), false);
  draft.stop();
  const { outside, stop } = await open(() => null);
  const live = outside.sent.find((one) => one.path.endsWith("/live"));
  assertEquals(live?.headers.get("Last-Event-ID"), "5");
  stop();
  await outside.advance(100);
  assertEquals(live?.signal?.aborted, true);
});
