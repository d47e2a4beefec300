/** Ranks of managers within a unit. Managers see those of their own outlet. */
import type { LeaderboardJson, LeaderJson } from "../../shared/api_statistics.ts";
import { dayText } from "../../projection/statistics/day.ts";
import { type Leader, type Ranked, ranks } from "../../store/statistics/leaders.ts";
import type { Filter } from "../../store/statistics/filter.ts";
import { type Answer, json, refused } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import * as schemas from "../schemas_statistics.ts";
import type { Services } from "../services.ts";
import { askedOf, hrefOf } from "../statistics_scope.ts";
import { nameOf } from "./statistics.ts";

const PAGE = 20;
const MEASURE: Ranked = "netFen";

export function mountLeaderboard(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/leaderboard",
    tag: "statistics",
    summary: "Ranks managers by one figure; who reached an equal figure earlier is before",
    action: "statistics",
    query: schemas.leaderboardQuery,
    answers: { 200: { description: "A page of ranks", schema: schemas.leaderboardAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => board(services, call),
  });
}

async function board(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { staff } = call;
  // Colleagues of one outlet see each other's ranks.
  const reader = staff.role === "manager" ? { ...staff, role: "outlet" as const } : staff;
  const asked = askedOf(reader, call.query, call);
  if (asked.kind === "wrong") return refused("invalid", { errors: asked.errors });
  if (asked.kind === "not-found") return refused("not-found");
  const query = schemas.leaderboardQuery.safeParse(call.query);
  const { measure = MEASURE } = query.success ? query.data : {};
  const after = Number(call.query["after"] ?? 0);
  const limit = Number(call.query["limit"] ?? PAGE);
  const { unit } = asked;
  const filter: Filter = { ...asked.filter, credit: "credited" };
  const { sql, asOf } = await followedRows(services);
  const found = await sql.begin("isolation level repeatable read read only", async (tx) => {
    const name = await nameOf(tx, { unit, manager: null, within: null });
    if (name === null) return null;
    return { name, ranks: await ranks(tx, filter, { measure, after, limit, me: staff.id }) };
  });
  if (found === null) return refused("not-found");
  const { leaders, more, mine, of } = found.ranks;
  const answer: LeaderboardJson = {
    asOf,
    unit: { id: unit, name: found.name },
    from: dayText(filter.fromDay),
    to: dayText(filter.toDay),
    measure,
    tieBreak: TIE_BREAK[call.language],
    items: leaders.map((leader) =>
      leaderJson(leader, {
        filter,
        isReader: staff.role !== "manager" || leader.manager === staff.id,
      })
    ),
    next: more ? String(after + limit) : null,
    mine: mine === null ? null : { ...mine, of },
  };
  return json(answer);
}

function leaderJson(
  leader: Leader,
  { filter, isReader }: { readonly filter: Filter; readonly isReader: boolean },
): LeaderJson {
  const { rank, manager, name, unit, unitName, value, reachedMs } = leader;
  return {
    rank,
    manager,
    name,
    unit: { id: unit, name: unitName },
    value,
    reachedAt: reachedMs === null ? null : isoInstant(reachedMs),
    href: isReader ? hrefOf({ ...filter, manager }) : null,
  };
}

const TIE_BREAK = {
  zh: "数值相同的，先达到者在前；仍相同的，按员工编号排列。",
  en: "Of equals, who reached the figure earlier is before; then the staff id decides.",
};
