import { assertEquals } from "@std/assert";
import type { BlockJson, ContentJson, StorefrontDraftJson } from "../../shared/api_storefront.ts";
import { json, problem, virtualOutside } from "../../shared/virtual_outside.ts";
import { createShell } from "../shell.ts";
import { writeBlock } from "./content.ts";
import { createStorefrontEditor } from "./editor.ts";

const CONTENT: ContentJson = {
  blocks: [{ kind: "pitch", id: "pitch", hidden: false, text: "" }],
  card: { photo: null, wechatId: "", wechatQr: null, hours: "" },
  products: null,
  news: null,
  rules: [],
};

const pitch = (text: string) => (content: ContentJson) => writeBlock(content, "pitch", { text });

/** A server with one storefront; `down` refuses once. */
function open() {
  let there: StorefrontDraftJson = {
    managerId: "m1",
    version: 1,
    content: CONTENT,
    unpublished: false,
    savedAt: null,
    published: null,
    locked: [],
  };
  let down = false;
  let meanwhile = () => {};
  const outside = virtualOutside(({ method, path, body }) => {
    if (method === "GET") return json(there);
    meanwhile();
    if (down) return problem("storage", 500);
    const asked = body as { version: number; content?: ContentJson };
    const isLocked = (block: { id: string; hidden: boolean }) =>
      block.hidden && there.locked.some((one) => one.block.id === block.id);
    if (asked.content?.blocks.some(isLocked)) return problem("invalid", 422);
    if (asked.version !== there.version) return problem("stale", 409);
    there = {
      ...there,
      version: there.version + 1,
      content: asked.content ?? there.content,
      unpublished: !path.endsWith("/publish"),
    };
    return json(there);
  });
  const shell = createShell({
    outside,
    browser: { goTo: () => {}, memory: { get: () => null, set: () => {} } },
    locale: "zh",
    demo: false,
    url: "/console",
    nowMs: 0,
  });
  return {
    outside,
    editor: createStorefrontEditor(shell, there),
    there: () => there,
    others: (text: string) =>
      void (there = { ...there, version: there.version + 1, content: pitch(text)(CONTENT) }),
    setMeanwhile: (run: () => void) => void (meanwhile = run),
    lock: (block: BlockJson) =>
      void (there = {
        ...there,
        content: { ...there.content, blocks: [block, ...CONTENT.blocks] },
        locked: [{ block, unit: "jx.3601", unitName: "银行" }],
      }),
    setDown: (value: boolean) => void (down = value),
  };
}

Deno.test("typing saves itself once, after a pause, with all that was typed", async () => {
  const { outside, editor, there } = open();
  editor.edit(pitch("您"));
  await outside.advance(500);
  editor.edit(pitch("您好"));
  await outside.advance(500);
  assertEquals([outside.sent.length, editor.saving.value], [0, "typing"]);
  await outside.advance(500);
  assertEquals([outside.sent.length, editor.saving.value, editor.saved.value], [1, "saved", 1]);
  assertEquals(there().content, pitch("您好")(CONTENT));
});

Deno.test("what was typed while it was being saved is saved after it", async () => {
  const { outside, editor, there, setMeanwhile } = open();
  setMeanwhile(() => editor.edit(pitch("二")));
  editor.edit(pitch("一"));
  await editor.save();
  assertEquals(there().content, pitch("一")(CONTENT));
  setMeanwhile(() => {});
  await outside.advance(2_000);
  assertEquals(there().content, pitch("二")(CONTENT));
  assertEquals(there().version, 3);
});

Deno.test("publishing saves first, so that what one sees is what customers get", async () => {
  const { outside, editor, there } = open();
  editor.edit(pitch("新"));
  assertEquals(await editor.publish(), true);
  assertEquals(outside.sent.map((one) => one.path.split("/").at(-1)), ["draft", "publish"]);
  assertEquals([there().unpublished, there().content], [false, pitch("新")(CONTENT)]);
});

Deno.test("a second editor is told, sees both, and nothing is lost", async () => {
  const { editor, there, others } = open();
  editor.edit(pitch("我的"));
  others("别处的");
  assertEquals(await editor.publish(), false);
  assertEquals(editor.conflict.value, [{ name: "pitch", mine: "我的", theirs: "别处的" }]);
  assertEquals(there().content, pitch("别处的")(CONTENT));
  assertEquals(await editor.keepMine(), true);
  assertEquals(there().content, pitch("我的")(CONTENT));
});

Deno.test("two who wrote the same are not asked", async () => {
  const { editor, there, others } = open();
  editor.edit(pitch("一样的"));
  others("一样的");
  assertEquals(await editor.save(), true);
  assertEquals([editor.conflict.value, editor.draft.value.version], [null, there().version]);
});

Deno.test("theirs can be taken", async () => {
  const { editor, others } = open();
  editor.edit(pitch("我的"));
  others("别处的");
  await editor.save();
  editor.takeTheirs();
  assertEquals(editor.content.value, pitch("别处的")(CONTENT));
  assertEquals([editor.saving.value, editor.conflict.value], ["saved", null]);
});

Deno.test("a failed saving says so and keeps what was typed for the next", async () => {
  const { editor, there, setDown } = open();
  setDown(true);
  editor.edit(pitch("留着"));
  assertEquals(await editor.save(), false);
  assertEquals([editor.saving.value, editor.refusal.value?.code], ["failed", "storage"]);
  setDown(false);
  assertEquals(await editor.save(), true);
  assertEquals(there().content, pitch("留着")(CONTENT));
});

Deno.test("a block that the bank locks while one types finds its place, and typing goes on", async () => {
  const { editor, there, lock } = open();
  const banner: BlockJson = {
    kind: "banner",
    id: "banner",
    hidden: false,
    title: "行里的",
    text: "",
    image: null,
  };
  editor.edit((content) => ({
    ...content,
    blocks: [...content.blocks, { ...banner, title: "我的", hidden: true }],
  }));
  editor.edit(pitch("留着"));
  lock(banner);
  assertEquals(await editor.save(), true);
  assertEquals(there().content.blocks, [banner, ...pitch("留着")(CONTENT).blocks]);
  assertEquals([editor.saving.value, [...editor.locked.value]], ["saved", ["banner"]]);
});
