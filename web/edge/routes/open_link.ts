/** `/r/:code` as it is documented, and what of it does not take the short way: see `../open_link.ts`. */
import type { Context } from "hono";
import { describe } from "../openapi.ts";
import type { EdgeApp, EdgeEnv } from "../endpoint.ts";
import type { OpenLink } from "../open_link.ts";

export function mountOpenLink(app: EdgeApp, open: OpenLink): void {
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
}
