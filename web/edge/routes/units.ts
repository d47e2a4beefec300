/** The organisation: units as a tree, read and written by whoever leads them. */
import { createUnit, findUnit, listUnits, patchUnit } from "../../store/organisation/units.ts";
import { json, refused } from "../answer.ts";
import { databaseOf } from "../database.ts";
import { type EdgeApp, forStaff } from "../endpoint.ts";
import { inScope } from "../permissions.ts";
import * as schemas from "../schemas_organisation.ts";
import type { Services } from "../services.ts";
import { answerOf } from "../written_answer.ts";

const TAG = "organisation";
const PAGE = 50;

export function mountUnits(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/units",
    tag: TAG,
    summary: "Lists units in scope, by id; `parent` gives one level of the tree",
    action: "people",
    query: schemas.unitQuery,
    answers: { 200: { description: "A page", schema: schemas.unitListAnswer } },
    async handle(call) {
      const { limit, ...query } = schemas.unitQuery.parse(call.query);
      const { sql } = databaseOf(services);
      const page = { ...query, limit: Number(limit ?? PAGE) };
      return json(await listUnits(sql, { query: page, staff: call.staff }));
    },
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/units/{id}",
    tag: TAG,
    summary: "Shows a unit with its ancestors and how much is below it",
    action: "people",
    answers: { 200: { description: "The unit", schema: schemas.unitAnswer } },
    refusals: ["not-found"],
    async handle(call) {
      const id = call.param("id");
      if (!inScope(call.staff, id)) return refused("not-found");
      const unit = await findUnit(databaseOf(services).sql, id);
      return unit === null ? refused("not-found") : json(unit);
    },
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/units",
    tag: TAG,
    summary: "Makes a unit below another: a bank below the province, an outlet below a bank",
    action: "units-edit",
    body: schemas.unitRequest,
    answers: { 201: { description: "The unit", schema: schemas.unitAnswer } },
    async handle(call) {
      const { body: request, staff, nowMs, language } = call;
      const written = await createUnit(databaseOf(services).sql, { request, staff, nowMs });
      return answerOf(written, language, (unit) => json(unit, 201));
    },
  });

  forStaff(app, services, {
    method: "patch",
    path: "/api/v1/units/{id}",
    tag: TAG,
    summary: "Changes a unit, closes it or opens it again",
    action: "units-edit",
    body: schemas.unitPatch,
    answers: { 200: { description: "The unit", schema: schemas.unitAnswer } },
    refusals: ["not-found", "stale", "not-empty"],
    async handle(call) {
      const { body: patch, staff, nowMs, language } = call;
      const { sql } = databaseOf(services);
      const written = await patchUnit(sql, { id: call.param("id"), patch, staff, nowMs });
      return answerOf(written, language, (unit) => json(unit));
    },
  });
}
