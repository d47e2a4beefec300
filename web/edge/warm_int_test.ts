/** What is read ahead after a start, on both databases. */
import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../engine/mod.ts";
import { NO_PROJECTION } from "../projection/view.ts";
import { createShare } from "../share/share.ts";
import { createLinkSource } from "../store/links/rows_link_source.ts";
import { customerId } from "./customer_session.ts";
import { eachBank } from "./fixtures/bank_rows.ts";
import { SECRET, STAFF } from "./fixtures/edge.ts";
import { readAhead } from "./warm.ts";

eachBank(
  "after a start, bound customers and links are known before anyone asks",
  async (edge, _sql, flow) => {
    const imported = await edge.post("/api/v1/customers/import", {
      as: STAFF.bank,
      body: "phone,manager\n13800000011,A1001\n",
      headers: { "content-type": "text/csv" },
    });
    assertEquals(imported.json.created, 1, imported.text);
    const links = await edge.send("/api/v1/links", { as: STAFF.manager });
    const code: string = links.json.items[0].code;
    await flow.project();
    const share = createShare({
      source: createLinkSource(flow.database),
      boundKnown: false,
      secret: SECRET,
      limits: DEFAULT_LIMITS,
      world: edge.world,
      engine: edge.engine,
    });
    const customer = customerId(SECRET, "phone", "13800000011");
    assertEquals([share.bound.maybe("stranger"), share.bearings.peek(code)], [true, undefined]);
    const { database } = flow;
    const services = { share, database, limits: DEFAULT_LIMITS, projection: NO_PROJECTION };
    await readAhead(services, () => false);
    assertEquals([share.bound.maybe("stranger"), share.bound.maybe(customer)], [false, true]);
    assertEquals(share.bearings.peek(code)?.manager, "s-manager");
  },
);
