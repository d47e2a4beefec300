import { assertEquals } from "@std/assert";
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import type { StockState } from "../../actors/stock/state.ts";
import { createStockKind } from "../../actors/stock/stock.ts";
import { DEFAULT_LIMITS, type Journal, loadState } from "../../engine/mod.ts";
import { Attribution } from "../share/attribution.ts";
import { openEdge, SECRET, type SendOptions, type TestEdge } from "./fixtures/edge.ts";
import { createTestLinks, type TestLinks } from "./fixtures/links.ts";
import { START_MS } from "./fixtures/world.ts";

const UNITS = ["jx.a.1", "jx.a", "jx"];

interface Sale {
  readonly edge: TestEdge;
  readonly id: string;
  readonly links: TestLinks;
  /** Credits of a customer's reservations, as stored. */
  stored(customer: string): Promise<(string | null)[]>;
  /** Grabs one unit; gives the manager that is credited as stored. */
  credited(customer: string, options?: SendOptions): Promise<string | null>;
  bind(customer: string, manager: string): Promise<void>;
}

async function withSale(
  run: (sale: Sale) => Promise<void>,
  options: { tags?: string[] } = {},
): Promise<void> {
  const links = createTestLinks();
  const journals: Journal[] = [];
  const edge = await openEdge({
    edge: { linkSource: links },
    journal: (journal) => {
      journals.push(journal);
      return journal;
    },
  });
  const [journal] = journals;
  if (journal === undefined) throw new Error("No journal");
  const { tags } = options;
  const id = await edge.sale({
    units: 50,
    ...tags === undefined ? {} : { eligibility: { tags } },
  });
  const stored = async (customer: string) => {
    const { state } = await loadState(journal, createStockKind(DEFAULT_LIMITS), {
      key: `${id}/0`,
      shards: DEFAULT_LIMITS.shards,
    });
    // The stock kind's own state.
    const { reservations } = state as StockState;
    return [...reservations ?? []].filter((one) => one.customer === customer)
      .map((one) => one.via);
  };
  try {
    await run({
      edge,
      id,
      links,
      stored,
      async credited(customer, send = {}) {
        const grabbed = await edge.grab(id, customer, send);
        assertEquals(grabbed.status, 201, grabbed.text);
        const [via = null] = await stored(customer);
        return via;
      },
      async bind(customer, manager) {
        const ref = edge.engine.ref<CustomerProtocol>("customer", customer);
        const command = {
          kind: "import",
          name: null,
          since: null,
          tags: tags ?? [],
          binding: { manager, units: UNITS },
          by: "s",
        } as const;
        await edge.world.until(edge.engine.ask(ref, command));
      },
    });
  } finally {
    await edge.close();
  }
}

function cookieOf(name: string): Record<string, string> {
  const attribution = new Attribution({ secret: SECRET, days: 30 });
  const cookie = attribution.cookie(name, { nowMs: START_MS, secure: false });
  return { cookie: cookie.slice(0, cookie.indexOf(";")) };
}

Deno.test("a grab is credited to its code, else to the link of the visit, else to the customer's manager", async () => {
  await withSale(async ({ credited, bind }) => {
    await bind("c-bound", "ann");
    await bind("c-cookie", "ann");
    await bind("c-code", "ann");
    assertEquals(await credited("c-nobody"), null);
    assertEquals(await credited("c-bound"), "ann");
    assertEquals(await credited("c-cookie", { headers: cookieOf("bobcodexy") }), "bob");
    const both = { headers: cookieOf("anncodexy"), body: { via: "bobcodexy" } };
    assertEquals(await credited("c-code", both), "bob");
  });
});

Deno.test("the id of a manager is as good as a code, and one who left passes it on", async () => {
  await withSale(async ({ credited, bind }) => {
    await bind("c-3", "zoe");
    assertEquals(await credited("c-1", { body: { via: "ann" } }), "ann");
    assertEquals(await credited("c-2", { body: { via: "zoe" } }), "bob");
    assertEquals(await credited("c-3"), "bob");
  });
});

Deno.test("a code that nobody has, or a forged cookie, credits nobody and refuses nothing", async () => {
  await withSale(async ({ credited }) => {
    assertEquals(await credited("c-1", { body: { via: "nosuchcode" } }), null);
    assertEquals(await credited("c-2", { body: { via: "nobodyxyz" } }), null);
    const forged = { cookie: cookieOf("anncodexy")["cookie"]?.replace("ann", "bob") ?? "" };
    assertEquals(await credited("c-3", { headers: forged }), null);
  });
});

Deno.test("a code typed wrong takes nothing from the manager to whom the customer is bound", async () => {
  await withSale(async ({ credited, bind }) => {
    await bind("c-1", "ann");
    assertEquals(await credited("c-1", { body: { via: "nosuchcode" } }), "ann");
  });
});

Deno.test("facts and manager of a customer are asked for together", async () => {
  await withSale(async ({ credited, bind }) => {
    await bind("c-1", "ann");
    assertEquals(await credited("c-1"), "ann");
  }, { tags: ["farmer"] });
});

Deno.test("while links cannot be read, what is known is credited and everyone is served", async () => {
  await withSale(async ({ credited, bind, links }) => {
    assertEquals(await credited("c-1", { body: { via: "anncodexy" } }), "ann");
    await bind("c-2", "ann");
    links.leave();
    assertEquals(await credited("c-3", { body: { via: "anncodexy" } }), "ann");
    assertEquals(await credited("c-4", { body: { via: "bobcodexy" } }), null);
    assertEquals(await credited("c-2"), "ann");
  });
});

Deno.test("the credit of a grab does not change when it is repeated under another code", async () => {
  await withSale(async ({ edge, id, credited, stored }) => {
    assertEquals(await credited("c-1", { key: "k1", body: { via: "anncodexy" } }), "ann");
    for (const key of ["k1", "k2"]) {
      const again = await edge.grab(id, "c-1", { key, body: { via: "bobcodexy" } });
      assertEquals(again.status, 200);
    }
    assertEquals(await stored("c-1"), ["ann"]);
  });
});

Deno.test("for a customer whom nobody brought, nothing is asked", async () => {
  await withSale(async ({ credited, links }) => {
    await credited("c-1");
    assertEquals(links.asked, []);
  });
});
