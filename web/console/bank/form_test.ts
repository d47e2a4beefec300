import { assertEquals } from "@std/assert";
import type { Refusal } from "../shell.ts";
import { changed, createForm, differences } from "./form.ts";

const SAYS = { fix: "fix", offline: "offline" };

function refusal(part: Partial<Refusal>): Refusal {
  return { code: "invalid", text: null, fields: [], problem: null, ...part };
}

Deno.test("a fault is said once its field was touched, or all was sent", async () => {
  const form = createForm({ name: "", age: "" });
  assertEquals(form.errorOf("name", "required"), null);
  form.set({ name: "" });
  assertEquals(form.errorOf("name", "required"), "required");
  assertEquals(form.errorOf("age", "required"), null);
  await form.submit({ ...SAYS, send: null });
  assertEquals(form.errorOf("age", "required"), "required");
  assertEquals(form.general.value, "fix");
});

Deno.test("what the server refused stands at its field until that is changed", async () => {
  const form = createForm({ name: "王" });
  const fields = [{ field: "name", message: "taken" }];
  await form.submit({ ...SAYS, send: () => Promise.resolve(refusal({ fields, text: "no" })) });
  assertEquals([form.errorOf("name"), form.general.value], ["taken", "no"]);
  form.set({ name: "李" });
  assertEquals(form.errorOf("name"), null);
});

Deno.test("a form is sent once at a time and keeps what was typed", async () => {
  const form = createForm({ name: "王" });
  const door = Promise.withResolvers<Refusal | null>();
  let sent = 0;
  const send = () => (sent++, door.promise);
  const first = form.submit({ ...SAYS, send });
  await form.submit({ ...SAYS, send });
  door.resolve(refusal({ code: "offline" }));
  await first;
  assertEquals([sent, form.general.value, form.texts.value.name], [1, "offline", "王"]);
});

Deno.test("two people's changes stand side by side", () => {
  const mine = { name: "甲", tags: ["a", "b"], note: "" };
  const theirs = { name: "甲", tags: ["a"], note: "x" };
  assertEquals(differences(mine, theirs), [
    { name: "tags", mine: "a\nb", theirs: "a" },
    { name: "note", mine: "", theirs: "x" },
  ]);
});

Deno.test("a change carries what is different and nothing else", () => {
  assertEquals(changed({ a: 1, b: [1, 2], c: null }, { a: 1, b: [1], c: null }), { b: [1, 2] });
});
