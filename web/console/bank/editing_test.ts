import { assertEquals } from "@std/assert";
import { virtualOutside } from "../../shared/virtual_outside.ts";
import { createShell, type Refusal } from "../shell.ts";
import { createEditing, type Write } from "./editing.ts";

interface Note {
  readonly version: number;
  readonly text: string;
}

const STALE: Refusal = { code: "stale", text: "stale", fields: [], problem: null };

/** A server that keeps one note; `others` write to it too. */
function open() {
  let there: Note = { version: 1, text: "一" };
  const shell = createShell({
    outside: virtualOutside(() => new Response()),
    browser: { goTo: () => {}, memory: { get: () => null, set: () => {} } },
    locale: "zh",
    demo: false,
    url: "/console",
    nowMs: 0,
  });
  const editing = createEditing(shell, {
    thing: there,
    textsOf: (note: Note) => ({ text: note.text }),
    read: () => Promise.resolve(there),
  });
  const write: Write<Note> = (base) => {
    if (base.version !== there.version) return Promise.resolve(STALE);
    there = { version: there.version + 1, text: editing.form.texts.value.text };
    return Promise.resolve(there);
  };
  const others = (text: string) => void (there = { version: there.version + 1, text });
  return { editing, write, others, there: () => there };
}

Deno.test("saving goes on from what was saved", async () => {
  const { editing, write, there } = open();
  editing.form.set({ text: "二" });
  assertEquals(await editing.save(write), true);
  editing.form.set({ text: "三" });
  assertEquals(await editing.save(write), true);
  assertEquals([there().text, editing.base.value.version], ["三", 3]);
});

Deno.test("whoever comes second sees both and loses nothing", async () => {
  const { editing, write, others, there } = open();
  editing.form.set({ text: "我的" });
  others("别人的");
  assertEquals(await editing.save(write), false);
  assertEquals(editing.conflict.value, [{ name: "text", mine: "我的", theirs: "别人的" }]);
  assertEquals([there().text, editing.form.texts.value.text], ["别人的", "我的"]);
});

Deno.test("mine over theirs is a choice, and it is saved on top of theirs", async () => {
  const { editing, write, others, there } = open();
  editing.form.set({ text: "我的" });
  others("别人的");
  await editing.save(write);
  assertEquals(await editing.keepMine(write), true);
  assertEquals([there().text, there().version, editing.conflict.value], ["我的", 3, null]);
});

Deno.test("a third one in between is told as well", async () => {
  const { editing, write, others } = open();
  editing.form.set({ text: "我的" });
  others("别人的");
  await editing.save(write);
  others("又一个");
  assertEquals(await editing.keepMine(write), false);
  assertEquals(editing.conflict.value?.[0]?.theirs, "又一个");
});

Deno.test("two who wrote the same are not asked", async () => {
  const { editing, write, others } = open();
  editing.form.set({ text: "一样" });
  others("一样");
  assertEquals(await editing.save(write), true);
  assertEquals([editing.conflict.value, editing.base.value.version], [null, 2]);
});

Deno.test("taking theirs puts the form on it", async () => {
  const { editing, write, others } = open();
  editing.form.set({ text: "我的" });
  others("别人的");
  await editing.save(write);
  editing.takeTheirs();
  assertEquals([editing.form.texts.value.text, editing.conflict.value], ["别人的", null]);
  editing.form.set({ text: "再改" });
  assertEquals(await editing.save(write), true);
});
