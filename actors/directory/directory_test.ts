import { assertEquals } from "@std/assert";
import type { CampaignSummary, DirectoryCommand } from "./protocol.ts";
import { createDirectoryKind } from "./directory.ts";

function directoryOf(...rows: Partial<CampaignSummary>[]) {
  const kind = createDirectoryKind();
  let state = kind.initial("campaigns");
  rows.forEach((row, i) => {
    const summary: CampaignSummary = {
      id: `c${i}`,
      kind: "flash-sale",
      title: "t",
      phase: "draft",
      startsAtMs: 0,
      endsAtMs: 1,
      units: 1,
      priceFen: 0,
      author: "a",
      unit: "u",
      archived: false,
      ...row,
    };
    put(`campaign/${summary.id}`, summary);
  });
  function put(from: string | null, summary: CampaignSummary) {
    const decision = kind.decide({ ...STAMP, from, body: { kind: "put", summary } }, state);
    for (const event of decision.events) state = kind.evolve(state, event);
  }
  type List = Extract<DirectoryCommand, { kind: "list" }>;
  const list = (query: Partial<List> = {}) => {
    const body = { kind: "list", limit: 2, ...query } as const;
    const decision = kind.decide({ ...STAMP, from: null, body }, state);
    if (!("reply" in decision) || decision.reply.kind !== "page") throw new Error("Cannot list");
    const { campaigns, next } = decision.reply;
    return { ids: campaigns.map((row) => row.id), next };
  };
  const passivate = () => {
    state = kind.load("campaigns", JSON.parse(JSON.stringify(kind.save(state))), 1);
  };
  const numbers = (after: number) => {
    const body = { kind: "numbers", after, limit: 2 } as const;
    const decision = kind.decide({ ...STAMP, from: null, body }, state);
    if (!("reply" in decision) || decision.reply.kind !== "page") throw new Error("Cannot list");
    const { campaigns, next } = decision.reply;
    return { rows: campaigns.map(({ id, no, phase }) => `${no} ${id} ${phase}`), next };
  };
  return { list, put, numbers, passivate };
}

const STAMP = { atMs: 1, commandId: "c", random: "r" } as const;

Deno.test("the directory pages through campaigns, newest first", () => {
  const directory = directoryOf({}, {}, {}, {}, {});
  directory.passivate();
  assertEquals(directory.list(), { ids: ["c4", "c3"], next: "c3" });
  assertEquals(directory.list({ after: "c3" }), { ids: ["c2", "c1"], next: "c1" });
  assertEquals(directory.list({ after: "c1" }), { ids: ["c0"], next: null });
});

Deno.test("the directory filters by phase and org unit", () => {
  const directory = directoryOf({ phase: "open", unit: "x" }, { phase: "open" }, { unit: "x" });
  assertEquals(directory.list({ phase: "open" }).ids, ["c1", "c0"]);
  assertEquals(directory.list({ phase: "open", unit: "x" }), { ids: ["c0"], next: null });
});

Deno.test("a campaign changes its own row only", () => {
  const directory = directoryOf({});
  const forged: CampaignSummary = {
    id: "c0",
    kind: "flash-sale",
    title: "forged",
    phase: "open",
    startsAtMs: 0,
    endsAtMs: 1,
    units: 1,
    priceFen: 0,
    author: "a",
    unit: "u",
    archived: false,
  };
  directory.put("campaign/other", forged);
  directory.put(null, forged);
  assertEquals(directory.list({ phase: "open" }).ids, []);
});

Deno.test("a campaign keeps its number, whatever becomes of it", () => {
  const directory = directoryOf({}, {}, {}, { id: "c1", phase: "settled" });
  const first = { rows: ["1 c0 draft", "2 c1 settled"], next: "2" };
  assertEquals(directory.numbers(0), first);
  directory.passivate();
  assertEquals(directory.numbers(0), first);
  assertEquals(directory.numbers(2), { rows: ["3 c2 draft"], next: null });
  assertEquals(directory.numbers(9), { rows: [], next: null });
});
