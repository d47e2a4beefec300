/** `/r/:code` as it is documented, and what of it does not take the short way: see `../open_link.ts`. */
import type { Context } from "hono";
import { describe } from "../openapi.ts";
import type { EdgeApp, EdgeEnv } from "../endpoint.ts";
import { lostPage } from "../lost.ts";
import type { OpenLink } from "../open_link.ts";
import type { Services } from "../services.ts";

export function mountOpenLink(app: EdgeApp, services: Services, open: OpenLink): void {
  describe(app, {
    method: "get",
    path: "/r/{code}",
    tag: "links",
    summary: "Opens a short link, a manager's or a participant's: to its page, with the cookies " +
      "that remember who brought the visitor; `ch` is the channel of a participant's link",
    answers: { 302: { description: "To the page" } },
    refusals: ["not-found", "database-unavailable", "draining"],
  }, { who: "anyone" });
  const serve = (context: Context<EdgeEnv>) =>
    open(context.req.raw, context.env.info, context.req.param("code") ?? "");
  // Also of HEAD.
  app.get("/r/:code", serve);
  if (services.assets === null) return;
  // What the page of a link that leads nowhere offers. It asks the rows, so it is the first to be shed.
  app.get("/find", async (context) => {
    const query = context.req.query("q") ?? "";
    const shed = services.admission.shed();
    const what = shed === null ? "find" : "away";
    return await lostPage(services, context.req.raw, shed === null ? { what, query } : { what });
  });
}
