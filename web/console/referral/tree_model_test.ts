import { assertEquals } from "@std/assert";
import { json, problem, type Sent } from "../../shared/virtual_outside.ts";
import { openShell } from "../fixtures.ts";
import { linesOf } from "../people/tree.ts";
import { inviteeOf, participantOf } from "./fixtures.ts";
import { createTree } from "./tree_model.ts";

const PATH = "/api/v1/campaigns/r1";
const ZHANG = inviteeOf({ id: "0.1", invited: 2 });
const LI = inviteeOf({ id: "1.7", name: "李*", state: "rewarded" });
const WANG = inviteeOf({ id: "0.3", name: "王*" });

/** What is below whom; the branch of 0.1 has two pages. */
function serve(sent: Sent): Response | null {
  if (!sent.path.startsWith(`${PATH}/participants`)) return null;
  const query = new URLSearchParams(sent.path.split("?")[1] ?? "");
  if (sent.path.includes("/participants/")) {
    return sent.path.endsWith("/0.1") ? json(participantOf()) : problem("not-found", 404);
  }
  if (query.get("of") === "roots") return json({ items: [ZHANG], next: null });
  if (query.get("of") !== "0.1") return problem("not-found", 404);
  return query.get("after") === "x"
    ? json({ items: [WANG], next: null })
    : json({ items: [LI], next: "x" });
}

async function open(answer: (sent: Sent) => Response | null = serve) {
  const { shell, outside } = await openShell(answer);
  const model = createTree(shell, { path: PATH, title: "邀好友" });
  const lines = () => {
    const tree = model.tree.value;
    return tree === null ? [] : linesOf(tree).map((line) => `${line.level} ${line.key}`);
  };
  return { shell, outside, model, lines };
}

Deno.test("the tree opens with those whom nobody invited, and goes down as it is opened", async () => {
  const { model, lines } = await open();
  await model.show(null);
  assertEquals(lines(), ["1 roots", "2 0.1"]);
  await model.open("0.1");
  assertEquals(lines(), ["1 roots", "2 0.1", "3 1.7", "3 0.1/more"]);
  await model.more("0.1");
  assertEquals(lines(), ["1 roots", "2 0.1", "3 1.7", "3 0.3"]);
  model.close("0.1");
  assertEquals(lines(), ["1 roots", "2 0.1"]);
});

Deno.test("a participant who is looked for becomes the top of the own branch", async () => {
  const { model, lines } = await open();
  assertEquals(await model.show("0.1"), true);
  assertEquals([lines(), model.chosen.value], [["1 0.1", "2 1.7", "2 0.1/more"], "0.1"]);
  assertEquals(await model.show("9.9"), false);
  assertEquals(lines().length, 3, "what is shown stays");
});

Deno.test("an answer for a tree that is no longer shown changes nothing", async () => {
  let release = (_: Response) => {};
  const late = new Promise<Response>((resolve) => release = resolve);
  const { shell, outside } = await openShell(serve);
  const model = createTree(shell, { path: PATH, title: "邀好友" });
  await model.show(null);
  const fetching = outside.fetch;
  outside.fetch = (path, init) => path.includes("of=0.1") ? late : fetching(path, init);
  const opening = model.open("0.1");
  outside.fetch = fetching;
  await model.show(null);
  release(json({ items: [LI], next: null }));
  await opening;
  assertEquals([...(model.tree.value?.branches.keys() ?? [])], ["roots"]);
});

Deno.test("a refreshing shows who joined meanwhile, first of all in an empty campaign", async () => {
  let roots = [] as (typeof ZHANG)[];
  const { model, lines } = await open((sent) =>
    sent.path.includes("of=roots") ? json({ items: roots, next: null }) : serve(sent)
  );
  await model.show(null);
  assertEquals(lines(), ["1 roots"]);
  roots = [ZHANG];
  await model.refresh();
  assertEquals(lines(), ["1 roots", "2 0.1"]);
});

Deno.test("a branch that cannot be read closes again and says why", async () => {
  const { model, shell, lines } = await open((sent) =>
    sent.path.includes("of=0.1")
      ? problem("forbidden", 403, { title: "不在您的范围", detail: "请找分行。" })
      : serve(sent)
  );
  await model.show(null);
  await model.open("0.1");
  assertEquals([lines(), shell.said.value?.text], [
    ["1 roots", "2 0.1"],
    "不在您的范围：请找分行。",
  ]);
});
