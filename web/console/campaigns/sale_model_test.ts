import { assertEquals } from "@std/assert";
import { json, problem, type Sent } from "../../shared/virtual_outside.ts";
import { openShell, saleOf } from "../fixtures.ts";
import { createSaleModel } from "./sale_model.ts";

async function open(answer: (sent: Sent) => Response | null) {
  const { shell, outside } = await openShell((sent) =>
    answer(sent) ?? (sent.path.endsWith("/c1") ? json(saleOf()) : null)
  );
  const model = createSaleModel(shell, "c1");
  const stop = model.start();
  await outside.advance(100);
  return { model, outside, stop };
}

Deno.test("a sale is watched from the moment it is shown until one leaves", async () => {
  const { model, outside, stop } = await open(() => null);
  assertEquals(model.sale.value?.title, "脐橙");
  const live = outside.sent.find((one) => one.path.endsWith("/live"));
  assertEquals(live?.headers.get("Last-Event-ID"), "5");
  stop();
  await outside.advance(100);
  assertEquals(live?.signal?.aborted, true);
});

Deno.test("a frame of the stream moves the figures and the pace, and keeps who did what", async () => {
  const frame = saleOf({ version: 6, units: { ...saleOf().units, available: 7, held: 3 } });
  const { history: _history, ...told } = frame;
  const { model, stop } = await open((sent) =>
    sent.path.endsWith("/live")
      ? new Response(`id: 6\nevent: state\ndata: ${JSON.stringify(told)}\n\n`)
      : null
  );
  assertEquals([model.sale.value?.units.held, model.sale.value?.history], [3, []]);
  assertEquals(model.pace.value.perSecond.at(-1), 3);
  stop();
});

Deno.test("a sale out of reach, of which only the public view comes, is missing", async () => {
  const { history: _history, author: _author, ...publicView } = saleOf();
  const { model, stop } = await open((sent) => sent.path.endsWith("/c1") ? json(publicView) : null);
  assertEquals([model.sale.value, model.missing.value, model.failure.value], [null, true, null]);
  stop();
});

Deno.test("an action carries its key, repeats under it, and says the server's words when refused", async () => {
  let calls = 0;
  const { model, outside, stop } = await open((sent) => {
    if (!sent.path.endsWith("/pause")) return null;
    return ++calls === 1 ? problem("outcome-unknown", 503) : problem("wrong-phase", 409, {
      title: "阶段不对",
      detail: "活动已经结束。",
    });
  });
  const refusal = model.act("pause", null, "k1");
  await outside.advance(5_000);
  assertEquals((await refusal)?.text, "阶段不对：活动已经结束。");
  const keys = outside.sent.filter((one) => one.path.endsWith("/pause"))
    .map((one) => one.headers.get("Idempotency-Key"));
  assertEquals(keys, ["k1", "k1"]);
  stop();
});

Deno.test("an answer that the stream has overtaken moves nothing back", async () => {
  const newer = saleOf({ version: 9, units: { ...saleOf().units, available: 1, confirmed: 9 } });
  const { model, outside, stop } = await open((sent) =>
    sent.path.endsWith("/live")
      ? new Response(`id: 9\nevent: state\ndata: ${JSON.stringify(newer)}\n\n`)
      : sent.path.endsWith("/units")
      ? json(saleOf({ version: 8 }))
      : null
  );
  const done = model.act("units", { delta: 1 }, "k");
  await outside.advance(100);
  assertEquals([await done, model.sale.value?.version], [null, 9]);
  stop();
});

Deno.test("a draft has no stream", async () => {
  const { outside, stop } = await open((sent) =>
    sent.path.endsWith("/c1") ? json(saleOf({ phase: "draft" })) : null
  );
  assertEquals(outside.sent.some((one) => one.path.endsWith("/live")), false);
  stop();
});
