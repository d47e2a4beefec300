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
  const list = (query: Partial<DirectoryCommand> = {}) => {
    const body = { kind: "list", limit: 2, ...query } as const;
    const decision = kind.decide({ ...STAMP, from: null, body }, state);
    if (!("reply" in decision) || decision.reply.kind !== "page") throw new Error("Cannot list");
    const { campaigns, next } = decision.reply;
    return { ids: campaigns.map((row) => row.id), next };
  };
  const passivate = () => {
    state = kind.load("campaigns", JSON.parse(JSON.stringify(kind.save(state))), 1);
  };
  return { list, put, passivate };
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
