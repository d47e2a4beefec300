/** Figures of statistics, computed again from the raw log and compared. */
import type { Sql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import type { StatisticsQueryJson } from "../../shared/api_statistics.ts";
import { MEASURES } from "../../projection/statistics/measures.ts";
import { recount } from "../../projection/statistics/recount.ts";
import type { Filter } from "../../store/statistics/filter.ts";
import { total } from "../../store/statistics/lines.ts";
import { type Answer, json, refused } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { inScope } from "../permissions.ts";
import * as schemas from "../schemas_statistics.ts";
import type { Services } from "../services.ts";
import { askedOf } from "../statistics_scope.ts";
import type { Language } from "../words.ts";
import { nameOf } from "./statistics.ts";

export function mountRecount(app: EdgeApp, services: Services): void {
  const { admission, limits } = services;
  let recounts = 0;

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/statistics/query",
    tag: "statistics",
    summary: "Computes figures again from the raw log and compares them with the tables",
    action: "statistics",
    query: schemas.recountQuery,
    answers: { 200: { description: "Both, and what differs", schema: schemas.recountAnswer } },
    refusals: ["not-found", "database-unavailable"],
    async handle(call) {
      // It reads much: a few at once, so that sales do not feel it.
      if (recounts >= limits.recountsMax) {
        return refused("overloaded", { retryAfterMs: admission.retryAfterMs() });
      }
      recounts++;
      return await again(services, call).finally(() => recounts--);
    },
  });
}

async function again(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { limits, world } = services;
  const asked = askedOf(call.staff, call.query, call);
  if (asked.kind === "wrong") return refused("invalid", { errors: asked.errors });
  if (asked.kind === "not-found") return refused("not-found");
  const query = schemas.recountQuery.safeParse(call.query);
  const { credit, reach = "below", measure } = query.success ? query.data : {};
  const { manager, campaign } = asked.filter;
  const { sql, asOf } = await followedRows(services);
  const beyond = reach === "outside" || call.query["unit"] === undefined;
  const isOwner = beyond && manager === null && campaign !== null &&
    await owns(sql, { staff: call.staff, campaign });
  if (reach === "outside" && !isOwner) return refused("not-found");
  const filter: Filter = {
    ...asked.filter,
    // Whoever runs a sale may know all of it.
    unit: isOwner && reach !== "outside" ? null : asked.filter.unit,
    reach,
    credit: manager === null ? credit ?? "all" : "credited",
  };
  const { unit: within } = filter;
  const stored = await sql.begin("isolation level repeatable read read only", async (tx) => {
    if (await nameOf(tx, { unit: asked.unit, manager, within }) === null) return null;
    const [last] = await tx<{ id: string }[]>`
      select coalesce(max(id), 0)::bigint as id from archive.record`;
    return { figures: await total(tx, filter), until: last?.id ?? "0" };
  });
  if (stored === null) return refused("not-found");
  const counted = await recount(sql, {
    filter,
    until: stored.until,
    recordsMax: limits.recountRecordsMax,
    pause: () => new Promise<void>((resolve) => world.scheduler.soon(resolve)),
  });
  if (counted.kind === "too-many") {
    const error = tooMany(call.language, counted.records, limits.recountRecordsMax);
    return refused("invalid", { errors: [error] });
  }
  const { figures: recomputed, unchecked, records } = counted;
  const answer: StatisticsQueryJson = {
    asOf,
    stored: stored.figures,
    recomputed,
    differing: MEASURES.filter((name) =>
      stored.figures[name] !== recomputed[name] && !unchecked.includes(name)
    ),
    unchecked,
    records,
    measure: measure === undefined ? null : { name: measure, value: recomputed[measure] },
  };
  return json(answer);
}

/** Whether a sale belongs to a unit that the caller leads. */
async function owns(
  sql: Sql,
  { staff, campaign }: { readonly staff: Actor; readonly campaign: string },
): Promise<boolean> {
  if (staff.role === "manager") return false;
  const [course] = await sql<{ unit: string }[]>`
    select unit from projected.sale_course where campaign = ${campaign}`;
  return course !== undefined && course.unit !== "" && inScope(staff, course.unit);
}

function tooMany(language: Language, records: number, max: number) {
  const message = language === "zh"
    ? `需读取 ${records} 条记录，最多 ${max} 条：请选择一个活动或更短的时间`
    : `Must need at most ${max} records of the log, not ${records}: name a sale or fewer days`;
  return { field: "from", message };
}
