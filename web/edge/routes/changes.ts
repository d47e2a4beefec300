/** The change log. */
import { listChanges } from "../../store/change_list.ts";
import { json } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff } from "../endpoint.ts";
import * as schemas from "../schemas_organisation.ts";
import type { Services } from "../services.ts";

const PAGE = 50;

export function mountChanges(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/changes",
    tag: "changes",
    summary: "Who changed what in scope, newest first, with before and after",
    action: "changes",
    query: schemas.changeQuery,
    answers: { 200: { description: "A page", schema: schemas.changeListAnswer } },
    async handle(call) {
      const { limit, ...query } = schemas.changeQuery.parse(call.query);
      const { sql, asOf } = await followedRows(services);
      const page = { ...query, limit: Number(limit ?? PAGE) };
      return json({ ...await listChanges(sql, { query: page, staff: call.staff }), asOf });
    },
  });
}
