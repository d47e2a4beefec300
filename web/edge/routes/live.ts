/** The event stream of a campaign. */
import { refused } from "../answer.ts";
import { type EdgeApp, forAnyone } from "../endpoint.ts";
import type { Services } from "../services.ts";
import { isPrivate } from "./campaigns.ts";

const RETRY_AFTER_MS = 5_000;

export function mountLive(app: EdgeApp, services: Services): void {
  const { campaigns, hub } = services;
  forAnyone(app, services, {
    method: "get",
    path: "/api/v1/campaigns/{id}/live",
    tag: "campaigns",
    summary: "Event stream: `state` with the campaign, newest only, at most 5 a second. " +
      "`Last-Event-ID` resumes",
    sheds: true,
    answers: { 200: { description: "`text/event-stream`; the id of an event is the version" } },
    refusals: ["not-found"],
    async handle(call) {
      if (hub.full) return refused("overloaded", { retryAfterMs: RETRY_AFTER_MS });
      const found = await campaigns.find(call.param("id"));
      if (found === null || isPrivate(found.view.phase)) return refused("not-found");
      const last = call.request.headers.get("last-event-id") ?? "";
      const version = /^\d{1,15}$/.test(last) ? Number(last) : -1;
      return { kind: "response", response: hub.subscribe(found.campaign, found.view, version) };
    },
  });
}
