import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import type { CampaignProtocol } from "../../actors/campaign/protocol.ts";
import { createKinds } from "../../actors/mod.ts";
import { createMemoryJournal, createMemoryStore } from "../../engine/journal/memory.ts";
import {
  createEngine,
  DEFAULT_LIMITS,
  type Engine,
  SILENT,
  systemWorld,
} from "../../engine/mod.ts";
import { type DemoSale, seedDemo } from "./demo.ts";

const JOURNAL = { shards: DEFAULT_LIMITS.shards, archive: false, timeoutMs: 1_000 };

async function withEngine<T>(
  store: ReturnType<typeof createMemoryStore>,
  body: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await createEngine({
    journal: createMemoryJournal({ ...JOURNAL, store }),
    kinds: createKinds(DEFAULT_LIMITS),
    limits: DEFAULT_LIMITS,
    world: systemWorld(),
    log: SILENT,
    incarnation: "test",
  });
  // The engine's timers keep no process alive; a server does.
  const alive = setInterval(() => {}, 1_000);
  try {
    return await body(engine);
  } finally {
    clearInterval(alive);
    await engine.drain();
  }
}

async function phases(engine: Engine, sales: readonly DemoSale[]): Promise<string[]> {
  const views = await Promise.all(sales.map(async ({ id }) => {
    const campaign = engine.ref<CampaignProtocol>("campaign", id);
    const reply = await engine.ask<CampaignProtocol>(campaign, { kind: "view" });
    return reply.kind === "view" ? reply.view.phase : reply.kind;
  }));
  return views;
}

for (const approval of [true, false]) {
  Deno.test(`the demo is made by the steps of staff, approval ${approval ? "on" : "off"}`, async () => {
    await withEngine(createMemoryStore(), async (engine) => {
      const sales = await seedDemo({ engine, approval });
      const [open = "", next = "", over = ""] = await phases(engine, sales);
      assertEquals(open, "open");
      assertMatch(next, /^(scheduled|warming)$/);
      assertMatch(over, /^(ended|settled)$/);
    });
  });
}

Deno.test("the sale that is over has sold: there is something to count", async () => {
  await withEngine(createMemoryStore(), async (engine) => {
    const [, , over] = await seedDemo({ engine, approval: true });
    const campaign = engine.ref<CampaignProtocol>("campaign", over?.id ?? "");
    const reply = await engine.ask<CampaignProtocol>(campaign, { kind: "view" });
    assertEquals(reply.kind, "view");
    if (reply.kind !== "view") return;
    const { total, confirmed, held } = reply.view.units;
    assertEquals([total, confirmed > 80, confirmed + held > 95], [100, true, true]);
  });
});

Deno.test("a later start keeps what is over, and makes the next sale anew", async () => {
  const store = createMemoryStore();
  const first = await withEngine(store, (engine) => seedDemo({ engine, approval: true }));
  const second = await withEngine(store, (engine) => seedDemo({ engine, approval: true }));
  assertEquals(second.map(({ what }) => what), ["open", "next", "over"]);
  assertEquals(second[2], first[2]);
  assertNotEquals(second[1]?.id, first[1]?.id);
});
