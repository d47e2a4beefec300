/** Staff as whoever leads them sees and changes them. */
import type { StaffRequest } from "../../shared/api_organisation.ts";
import { findStaff, listStaff } from "../../store/staff/staff_list.ts";
import { leaveStaff, moveStaff } from "../../store/staff/staff_moves.ts";
import type { StaffChange } from "../../store/staff/staff_rules.ts";
import { createStaff, patchStaff } from "../../store/staff/staff_write.ts";
import type { Written } from "../../store/written.ts";
import { type Answer, json, refused } from "../answer.ts";
import { databaseOf } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { hashPassword, weaknessOf } from "../ports/password.ts";
import { weakPassword } from "../password_rules.ts";
import * as schemas from "../schemas_organisation.ts";
import type { Services } from "../services.ts";
import { answerOf } from "../written_answer.ts";

const TAG = "staff";
const PAGE = 50;
const ID_CHARACTERS = 12;
const SALT_CHARACTERS = 16;
const ONE = { 200: { description: "The member of staff", schema: schemas.staffAnswer } } as const;

export function mountPeople(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/staff",
    tag: TAG,
    summary:
      "Lists staff in scope by unit; `q` is part of a name, a number, or a phone's last four",
    action: "people",
    query: schemas.staffQuery,
    answers: { 200: { description: "A page", schema: schemas.staffListAnswer } },
    async handle({ query, staff, nowMs }) {
      const { limit, ...rest } = schemas.staffQuery.parse(query);
      const page = { ...rest, limit: Number(limit ?? PAGE) };
      const { sql } = databaseOf(services);
      return json(await listStaff(sql, { query: page, viewer: { staff, nowMs } }));
    },
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/staff",
    tag: TAG,
    summary: "Hires someone",
    action: "staff-manage",
    body: schemas.staffRequest,
    answers: { 201: { description: "The member of staff", schema: schemas.staffAnswer } },
    handle: (call) => hire(services, call),
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/staff/{id}",
    tag: TAG,
    summary: "Shows one member of staff, and where that person worked when",
    action: "people",
    answers: ONE,
    refusals: ["not-found"],
    async handle(call) {
      const { staff, nowMs } = call;
      const { sql } = databaseOf(services);
      const found = await findStaff(sql, { id: call.param("id"), viewer: { staff, nowMs } });
      return found === null ? refused("not-found") : json(found);
    },
  });

  forStaff(app, services, {
    method: "patch",
    path: "/api/v1/staff/{id}",
    tag: TAG,
    summary: "Changes particulars; a new role signs the person out",
    action: "staff-edit",
    body: schemas.staffPatch,
    answers: ONE,
    refusals: ["not-found", "stale"],
    async handle(call) {
      const { body: patch, staff: by, nowMs } = call;
      const { sql } = databaseOf(services);
      return changed(call, await patchStaff(sql, { id: call.param("id"), patch, by, nowMs }));
    },
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/staff/{id}/move",
    tag: TAG,
    summary: "Moves someone to another unit; what was done so far stays with the old one",
    action: "staff-manage",
    body: schemas.moveRequest,
    answers: ONE,
    refusals: ["not-found", "stale"],
    async handle(call) {
      const { body: request, staff: by, nowMs } = call;
      const { sql } = databaseOf(services);
      return changed(call, await moveStaff(sql, { id: call.param("id"), request, by, nowMs }));
    },
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/staff/{id}/leave",
    tag: TAG,
    summary: "Lets someone go; a manager's storefront, codes and customers lead to the successor",
    action: "staff-manage",
    body: schemas.leaveRequest,
    answers: ONE,
    refusals: ["not-found", "stale"],
    async handle(call) {
      const { body: request, staff: by, nowMs } = call;
      const { sql } = databaseOf(services);
      return changed(call, await leaveStaff(sql, { id: call.param("id"), request, by, nowMs }));
    },
  });

  function changed(call: StaffCall<unknown>, written: Written<StaffChange>): Answer {
    return answerOf(written, call.language, ({ staff, ended }) => {
      services.revoked.add(ended);
      services.sources.managerChanged(staff.id);
      return json(staff);
    });
  }
}

async function hire(
  services: Services,
  call: StaffCall<StaffRequest>,
): Promise<Answer> {
  const { world: { random } } = services;
  const { body: { password, ...request }, staff: by, nowMs, language } = call;
  if (password !== undefined) {
    const username = request.username ?? null;
    if (username === null) return weakPassword("no-name", { field: "username", language });
    const weakness = weaknessOf(password, { username, name: request.name });
    if (weakness !== null) return weakPassword(weakness, { field: "password", language });
  }
  const { sql } = databaseOf(services);
  const passwordHash = password === undefined
    ? null
    : await hashPassword(password, random.id(SALT_CHARACTERS));
  const id = `s${random.id(ID_CHARACTERS)}`;
  const written = await createStaff(sql, { id, request, passwordHash, by, nowMs });
  return answerOf(written, language, ({ staff }) => json(staff, 201));
}
