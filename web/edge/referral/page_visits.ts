/** Openings of a referral's page, told by its script: one a person and hour, robots and staff apart. */
import { channelOf } from "../../share/channels.ts";
import { json, refused } from "../answer.ts";
import { deviceOf } from "../device.ts";
import { type EdgeApp, forAnyone, staffOf } from "../endpoint.ts";
import { isRobot } from "../robots.ts";
import * as schemas from "../schemas_participants.ts";
import type { Services } from "../services.ts";
import { referralOf } from "./participants.ts";

const DIRECT = "direct";

export function mountPageVisits(app: EdgeApp, services: Services): void {
  const { share, referralCounts, authSecret } = services;
  const { clicks, credit } = share;

  forAnyone(app, services, {
    method: "post",
    path: "/api/v1/campaigns/{id}/visits",
    tag: "participants",
    summary: "Counts the opening of the page; a repetition within the hour is none",
    sheds: true,
    body: schemas.pageVisitRequest,
    emptyBody: {},
    answers: { 202: { description: "Whether it counts", schema: schemas.pageVisitAnswer } },
    refusals: ["not-found"],
    async handle(call) {
      const { request, nowMs, address, body } = call;
      const found = await referralOf(services, call.param("id"));
      if (found === null) return refused("not-found");
      const { id } = found.view;
      const staff = call.caller("staff");
      const isStaff = staff.kind === "known" && staffOf(staff.claims) !== null;
      const device = deviceOf(request, authSecret);
      const counts = !isStaff && !isRobot(request) &&
        clicks.isFirst({ code: `page/${id}`, device, address, nowMs });
      if (counts) {
        const naming = {
          cookie: request.headers.get("cookie"),
          ...body.via === undefined ? {} : { via: body.via },
        };
        const named = credit.named(naming, nowMs);
        const via = named === undefined ? await credit.find(naming, nowMs) : named;
        referralCounts.visited(id, { via, channel: channelOf(body.channel ?? DIRECT) });
      }
      return json({ counted: counts }, 202);
    },
  });
}
