/** Results of one sale: who sold how much, how it went, and who was refused why. */
import type { TransactionSql } from "postgres";
import type { Actor, CampaignView } from "../../../actors/campaign/protocol.ts";
import type {
  CampaignCourseJson,
  CampaignResultsJson,
  FiguresJson,
  StatisticsLineJson,
} from "../../shared/api_statistics.ts";
import { dayNumber } from "../../projection/statistics/day.ts";
import { MEASURES } from "../../projection/statistics/measures.ts";
import { best } from "../../store/statistics/best.ts";
import { type Course, courseOf } from "../../store/statistics/course.ts";
import { type Filter, isRoot } from "../../store/statistics/filter.ts";
import { total } from "../../store/statistics/lines.ts";
import { type Answer, json, refused } from "../answer.ts";
import type { Campaign } from "../campaigns.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { inScope, seesAll } from "../permissions.ts";
import * as schemas from "../schemas_statistics.ts";
import type { Services } from "../services.ts";
import { ownUnit } from "../statistics_scope.ts";
import { isPrivate } from "./campaigns.ts";
import { filterOf, lineOf, nameOf } from "./statistics.ts";

const LINES_MAX = 100;
const DAYS_MAX = 366;

export function mountResults(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/campaigns/{id}/results",
    tag: "statistics",
    summary: "Results of a sale: whole for those who run it, one's own part for everyone else",
    action: "statistics",
    answers: { 200: { description: "The results", schema: schemas.resultsAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => results(services, call),
  });
}

/** Whether a member of staff sees all of a sale, the own part, or nothing. */
export function sightOf(staff: Actor, view: CampaignView): "whole" | "own-unit" | "none" {
  if (staff.role !== "manager" && inScope(staff, view.unit)) return "whole";
  return isPrivate(view.phase) ? "none" : "own-unit";
}

async function results(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const found = await services.campaigns.find(call.param("id"));
  if (found === null) return refused("not-found");
  const { campaign, view } = found;
  const sight = sightOf(call.staff, view);
  if (sight === "none") return refused("not-found");
  const { sql, asOf } = await followedRows(services);
  const { staff, nowMs } = call;
  const answer = await sql.begin(
    "isolation level repeatable read read only",
    (tx) => resultsOf(tx, { campaign, view, sight, staff, nowMs, asOf }),
  );
  return answer === null ? refused("not-found") : json(answer);
}

interface Request {
  readonly campaign: Campaign;
  readonly view: CampaignView;
  readonly sight: "whole" | "own-unit";
  readonly staff: Actor;
  readonly nowMs: number;
  readonly asOf: string;
}

async function resultsOf(
  tx: TransactionSql,
  request: Request,
): Promise<CampaignResultsJson | null> {
  const { campaign, view, sight, staff, nowMs, asOf } = request;
  const own = ownUnit(staff);
  const manager = staff.role === "manager" ? staff.id : null;
  const name = await nameOf(tx, { unit: own, manager, within: manager === null ? own : null });
  if (name === null) return null;
  const course = await courseOf(tx, view.id);
  const credited: Filter = {
    unit: manager === null ? own : null,
    reach: "below",
    manager,
    campaign: view.id,
    ...daysOf(course, nowMs),
    credit: "credited",
  };
  const whole: Filter = { ...credited, unit: null, credit: "all" };
  const none: Filter = { ...whole, credit: "none" };
  const isWhole = sight === "whole";
  const sum = await total(tx, isWhole ? whole : credited);
  const unattributed = isWhole ? await total(tx, none) : null;
  const outside = isWhole && !seesAll(staff)
    ? await total(tx, { ...credited, reach: "outside" })
    : null;
  const linesBy = async (by: "bank" | "outlet" | "manager"): Promise<StatisticsLineJson[]> => {
    const found = await best(tx, credited, { by, limit: LINES_MAX });
    return found.map((line) => lineOf(line, filterOf(line, by, credited)));
  };
  const bare = { key: null, name: null, unit: null };
  return {
    asOf,
    campaign: {
      id: view.id,
      title: view.spec.title,
      phase: view.phase,
      unit: view.unit,
      priceFen: view.kind === "flash-sale" ? view.spec.priceFen : 0,
      units: view.units.total,
    },
    scope: sight,
    total: lineOf(
      { key: view.id, name: view.spec.title, unit: isWhole ? view.unit : own, figures: sum },
      isWhole ? whole : credited,
    ),
    unattributed: unattributed === null ? null : lineOf({ ...bare, figures: unattributed }, none),
    elsewhere: outside === null || isNothing(outside)
      ? null
      : lineOf({ ...bare, figures: outside }, { ...credited, reach: "outside" }),
    banks: isRoot(own) || own.split(".").length === 2 ? await linesBy("bank") : [],
    outlets: manager === null ? await linesBy("outlet") : [],
    managers: await linesBy("manager"),
    whole: isWhole ? courseJson(course, { campaign, view }) : null,
  };
}

/** From its first second to today: nothing of it happened before, and returns come later. */
function daysOf(
  { series }: Course,
  nowMs: number,
): { readonly fromDay: number; readonly toDay: number } {
  const toDay = dayNumber(nowMs);
  const first = series.atMs === 0 ? toDay : dayNumber(series.atMs);
  return { fromDay: Math.max(first, toDay - DAYS_MAX + 1), toDay };
}

function courseJson(
  course: Course,
  { campaign, view }: { readonly campaign: Campaign; readonly view: CampaignView },
): CampaignCourseJson {
  const { openedMs, endedMs, soldOutMs, peakGrabsPerSecond, series } = course;
  const { atMs, ...steps } = series;
  return {
    openedAt: instant(openedMs),
    endedAt: instant(endedMs),
    soldOutAt: instant(soldOutMs),
    sellOutMs: openedMs === null || soldOutMs === null ? null : soldOutMs - openedMs,
    peakGrabsPerSecond,
    series: { at: isoInstant(atMs === 0 ? view.spec.startsAtMs : atMs), ...steps },
    refusals: { since: isoInstant(campaign.sinceMs), byCode: { ...campaign.refusals } },
    csv: `/api/v1/campaigns/${view.id}/results.csv`,
  };
}

function instant(ms: number | null): string | null {
  return ms === null ? null : isoInstant(ms);
}

function isNothing(figures: FiguresJson): boolean {
  return MEASURES.every((name) => figures[name] === 0);
}
