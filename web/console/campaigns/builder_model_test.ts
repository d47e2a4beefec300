import { assertEquals } from "@std/assert";
import type { FlashSalePatch } from "../../shared/api.ts";
import { json, problem, type Sent } from "../../shared/virtual_outside.ts";
import { NOW_MS, openShell, saleOf } from "../fixtures.ts";
import { differing } from "./form.ts";
import { createSaleBuilder, SALE_FORM } from "./sale_builder.ts";
import { startingTexts } from "./templates.ts";

const DRAFT = saleOf({
  phase: "draft",
  startsAt: "2026-11-23T11:00:00.000Z",
  endsAt: "2026-11-23T13:00:00.000Z",
  eligibility: { orgUnitIds: ["jx.3601"] },
  approvedBy: null,
});

async function open(
  answer: (sent: Sent) => Response | null,
  options: { id?: string; clone?: string; template?: string; memory?: Map<string, string> } = {},
) {
  const { shell, outside, moves, memory } = await openShell(
    (sent) =>
      answer(sent) ??
        (sent.method === "GET" && sent.path.endsWith("/c1")
          ? json(DRAFT)
          : sent.method === "POST" && sent.path.endsWith("/campaigns")
          ? json(DRAFT, 201)
          : sent.method === "PATCH"
          ? json({ ...DRAFT, version: 6 })
          : null),
    options.memory === undefined ? {} : { memory: options.memory },
  );
  const model = createSaleBuilder(shell, {
    id: options.id ?? null,
    clone: options.clone ?? null,
    template: options.template ?? null,
  });
  const stop = model.start();
  await outside.advance(10);
  const sent = (method: string) => outside.sent.filter((one) => one.method === method);
  return { model, outside, moves, memory, sent, stop };
}

/** What makes a new form complete. */
const COMPLETE = { title: "脐橙", product: "5 斤", price: "9.9", units: "100" };

Deno.test("a form that makes no sale yet stays in the browser, and is there after a reload", async () => {
  const first = await open(() => null);
  first.model.set({ title: "脐橙" }, "title");
  await first.outside.advance(5_000);
  assertEquals([first.model.saved.value.kind, first.sent("POST").length], ["local", 0]);
  first.stop();
  const second = await open(() => null, { memory: first.memory });
  assertEquals(second.model.texts.value.title, "脐橙");
  second.stop();
});

Deno.test("a complete form becomes a draft once the typing rests, under its own address", async () => {
  const { model, outside, sent, moves, memory, stop } = await open(() => null);
  model.set(COMPLETE, "title");
  await outside.advance(600);
  assertEquals(sent("POST").length, 0, "one is still typing");
  await outside.advance(200);
  assertEquals([sent("POST").length, model.saved.value.kind], [1, "saved"]);
  assertEquals(moves, ["= /console/campaigns/c1/edit"]);
  assertEquals(memory.size, 0, "nothing is kept twice");
  assertEquals(model.texts.value.title, "脐橙", "what is typed stays");
  stop();
});

Deno.test("a change goes against the version that was read, with what was taken away", async () => {
  const { model, outside, sent, stop } = await open(() => null, { id: "c1" });
  model.set({ units: "20" }, "units");
  await outside.advance(1_000);
  const body = sent("PATCH")[0]?.body as FlashSalePatch;
  assertEquals([body.version, body.units, body.releases], [5, 20, []]);
  assertEquals(body.eligibility, { orgUnitIds: ["jx.3601"] });
  model.set({ orgUnitIds: "" }, "orgUnitIds");
  await outside.advance(1_000);
  const second = sent("PATCH")[1]?.body as FlashSalePatch;
  assertEquals([second.version, second.eligibility], [6, {}]);
  stop();
});

Deno.test("a draft that another has changed is shown in both versions, and nothing is overwritten", async () => {
  const theirs = { ...DRAFT, version: 7, title: "对方的标题" };
  let stale = false;
  const { model, outside, sent, stop } = await open((sent) => {
    if (sent.method === "PATCH" && stale) return problem("stale", 409, { version: 7 });
    return sent.method === "GET" && sent.path.endsWith("/c1") && stale ? json(theirs) : null;
  }, { id: "c1" });
  stale = true;
  model.set({ title: "我的标题" }, "title");
  await outside.advance(1_000);
  assertEquals(model.theirs.value?.title, "对方的标题");
  assertEquals(model.texts.value.title, "我的标题");
  model.set({ price: "1" }, "price");
  await outside.advance(5_000);
  assertEquals(sent("PATCH").length, 1, "nothing is sent while one has not chosen");
  stale = false;
  const kept = model.keepMine();
  await outside.advance(100);
  await kept;
  const body = sent("PATCH").at(-1)?.body as FlashSalePatch;
  assertEquals([body.version, body.title, model.theirs.value], [7, "我的标题", null]);
  stop();
});

Deno.test("taking theirs leaves nothing of one's own behind", async () => {
  const memory = new Map([[
    "draft.s1.c1",
    JSON.stringify({ texts: { ...COMPLETE, title: "旧的" }, version: 4 }),
  ]]);
  const { model, stop } = await open(() => null, { id: "c1", memory });
  assertEquals([model.texts.value.title, model.theirs.value?.version], ["旧的", 5]);
  model.takeTheirs();
  assertEquals([model.texts.value.title, memory.size], ["脐橙", 0]);
  stop();
});

Deno.test("a copy takes everything but the times and the releases", async () => {
  const { model, outside, stop } = await open(
    (sent) =>
      sent.method === "GET" && sent.path.endsWith("/c1")
        ? json({ ...DRAFT, phase: "settled", releases: [{ at: DRAFT.startsAt, units: 1 }] })
        : null,
    { clone: "c1" },
  );
  const { title, startsAt, releases } = model.texts.value;
  assertEquals([title, startsAt, releases], ["脐橙", "2026-11-22T20:00", []]);
  assertEquals(model.gone.value, false);
  await outside.advance(1_000);
  assertEquals(model.draft.value?.id, "c1");
  stop();
});

Deno.test("what is no draft any more is not opened for writing", async () => {
  const { model, stop } = await open(
    (sent) => sent.method === "GET" && sent.path.endsWith("/c1") ? json(saleOf()) : null,
    { id: "c1" },
  );
  assertEquals(model.gone.value, true);
  stop();
});

Deno.test("launching names what is wrong and goes to its step; right, it saves first and hands in", async () => {
  const { model, outside, sent, stop } = await open(() => null);
  model.go("look");
  assertEquals([await model.launch(), model.step.value], ["wrong", "what"]);
  assertEquals(model.faultOf("units").fault, "required");
  model.set(COMPLETE, "title");
  const launched = model.launch();
  await outside.advance(100);
  assertEquals(await launched, null);
  assertEquals(sent("POST").map((one) => one.path), [
    "/api/v1/campaigns",
    "/api/v1/campaigns/c1/submit",
  ]);
  stop();
});

Deno.test("sales of the same product at the same time are asked for when either changes", async () => {
  const { model, outside, sent, stop } = await open((sent) =>
    sent.path.includes("/overlaps")
      ? json({ asOf: DRAFT.startsAt, items: [{ id: "other", title: "另一场" }] })
      : null
  );
  model.set(COMPLETE, "title");
  await outside.advance(1_000);
  assertEquals(model.overlaps.value.map(({ id }) => id), ["other"]);
  const asked = () => sent("GET").filter((one) => one.path.includes("/overlaps")).length;
  assertEquals(asked(), 1);
  model.set({ price: "8" }, "price");
  await outside.advance(1_000);
  assertEquals(asked(), 1, "a price overlaps with nothing");
  stop();
});

Deno.test("an answer that was lost is no conflict with oneself", async () => {
  let lost = false;
  const { model, outside, stop } = await open((sent) => {
    if (sent.method === "PATCH") {
      if (lost) return problem("stale", 409, { version: 6 });
      lost = true;
      return problem("outcome-unknown", 503);
    }
    if (sent.method === "GET" && sent.path.endsWith("/c1") && lost) {
      return json({ ...DRAFT, version: 6, title: "改过" });
    }
    return null;
  }, { id: "c1" });
  model.set({ title: "改过" }, "title");
  await outside.advance(1_000);
  assertEquals(model.saved.value.kind, "failed");
  await outside.advance(6_000);
  assertEquals([model.saved.value.kind, model.theirs.value], ["saved", null]);
  assertEquals(model.draft.value?.version, 6);
  stop();
});

Deno.test("whoever leaves before the typing has rested loses nothing, and stays where they went", async () => {
  const { model, outside, sent, moves, stop } = await open(() => null);
  model.set(COMPLETE, "title");
  stop();
  await outside.advance(100);
  assertEquals([sent("POST").length, moves], [1, []]);
});

Deno.test("whoever looks away from two versions keeps their own, and is asked again", async () => {
  let changed = false;
  const { model, outside, sent, stop } = await open((sent) => {
    if (sent.method === "PATCH") {
      changed = true;
      return problem("stale", 409, { version: 7 });
    }
    const read = sent.method === "GET" && sent.path.endsWith("/c1");
    return read && changed ? json({ ...DRAFT, version: 7, title: "对方的" }) : null;
  }, { id: "c1" });
  model.set({ title: "我的" }, "title");
  await outside.advance(1_000);
  model.decideLater();
  assertEquals([model.theirs.value, model.texts.value.title], [null, "我的"]);
  await outside.advance(60_000);
  assertEquals(sent("PATCH").length, 1, "nothing is sent by itself");
  model.set({ units: "11" }, "units");
  await outside.advance(1_000);
  assertEquals(model.theirs.value?.title, "对方的");
  stop();
});

Deno.test("what means the same is no difference between two versions", () => {
  const form = startingTexts(NOW_MS, "farm");
  const differ = (part: Partial<typeof form>) =>
    differing(SALE_FORM, { mine: form, theirs: { ...form, ...part } });
  assertEquals(differ({ price: "9.9", perOrderMax: form.perCustomerMax }), []);
  assertEquals(differ({ price: "9.8", note: "x" }), ["price", "note"]);
});

Deno.test("a template that was chosen fills the form, whatever was begun before, and becomes a draft", async () => {
  const begun = JSON.stringify({ texts: { ...COMPLETE, title: "没写完" }, version: null });
  const memory = new Map([["draft.s1.new", begun]]);
  const { model, outside, sent, stop } = await open(() => null, { template: "farm", memory });
  assertEquals(model.texts.value.title, "赣南脐橙 5 斤装 助农秒杀");
  await outside.advance(1_000);
  assertEquals([sent("POST").length, memory.size], [1, 0]);
  stop();
});
