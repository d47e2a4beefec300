/** Visits of storefronts by channel, and what visitors clicked. */
import type { VisitsJson } from "../../shared/api_statistics.ts";
import { dayText } from "../../projection/statistics/day.ts";
import { channels, items } from "../../store/statistics/visits.ts";
import { type Answer, json, refused } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import * as schemas from "../schemas_statistics.ts";
import type { Services } from "../services.ts";
import { askedOf } from "../statistics_scope.ts";
import { nameOf } from "./statistics.ts";

export function mountVisits(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/statistics/visits",
    tag: "statistics",
    summary: "Visits of storefronts by channel, and the products, sales and news that were clicked",
    action: "statistics",
    query: schemas.visitsQuery,
    answers: { 200: { description: "Channels and items", schema: schemas.visitsAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => visits(services, call),
  });
}

async function visits(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const asked = askedOf(call.staff, call.query, call);
  if (asked.kind === "wrong") return refused("invalid", { errors: asked.errors });
  if (asked.kind === "not-found") return refused("not-found");
  const { unit, filter } = asked;
  const { manager, unit: within, fromDay, toDay } = filter;
  const { sql, asOf } = await followedRows(services);
  const answer = await sql.begin("isolation level repeatable read read only", async (tx) => {
    const name = await nameOf(tx, { unit, manager, within });
    if (name === null) return null;
    const shown: VisitsJson = {
      asOf,
      unit: { id: unit, name },
      from: dayText(fromDay),
      to: dayText(toDay),
      channels: await channels(tx, filter),
      items: await items(tx, filter),
    };
    return shown;
  });
  return answer === null ? refused("not-found") : json(answer);
}
