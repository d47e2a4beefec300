/** One's own account, and those of one's people: passwords and sessions. */
import type { SessionJson } from "../../shared/api_organisation.ts";
import {
  ownerOf,
  type PasswordOwner,
  resetPassword,
  setOwnPassword,
} from "../../store/staff/passwords.ts";
import {
  findSession,
  listSessions,
  revokeSession,
  type SessionRow,
} from "../../store/staff/sessions.ts";
import { findStaff } from "../../store/staff/staff_list.ts";
import { type Answer, json, nothing, refused } from "../answer.ts";
import { databaseOf } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { weakPassword } from "../password_rules.ts";
import { mayDo } from "../permissions.ts";
import { hashPassword, isPassword, weaknessOf } from "../ports/password.ts";
import { RateLimit } from "../rate_limit.ts";
import * as schemas from "../schemas_organisation.ts";
import type { Services } from "../services.ts";

const TAG = "signing in";
const SALT_CHARACTERS = 16;
const QUARTER_SECONDS = 900;

export function mountSessions(app: EdgeApp, services: Services): void {
  const { limits, world } = services;
  const tries = new RateLimit({
    perSecond: limits.loginsPerAccountPer15Minutes / QUARTER_SECONDS,
    burst: limits.loginsPerAccountPer15Minutes,
    seed: Math.floor(world.random.fraction() * 0x7fffffff),
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/staff/password",
    tag: TAG,
    summary: "Changes the own password and ends all other own sessions",
    action: "account",
    body: schemas.passwordRequest,
    answers: { 204: { description: "Changed" } },
    async handle(call) {
      const { sql } = databaseOf(services);
      const { staff, session, nowMs, language, body } = call;
      // Whoever holds a stolen token must not guess the password with it.
      if (!tries.take(staff.id, nowMs)) {
        return refused("too-many-requests", { retryAfterMs: tries.waitMs });
      }
      const owner = await ownerOf(sql, staff.id);
      if (owner === null) return refused("not-found");
      if (owner.password === null || !await isPassword(body.current, owner.password)) {
        return weakPassword("wrong", { field: "current", language });
      }
      const hash = await newHash(call, owner);
      if (typeof hash !== "string") return hash;
      services.revoked.add(await setOwnPassword(sql, { staff, hash, session, nowMs }));
      return nothing();
    },
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/staff/{id}/password",
    tag: TAG,
    summary: "Sets the password of someone in scope, ends a lock and all sessions",
    action: "staff-manage",
    body: schemas.passwordResetRequest,
    answers: { 204: { description: "Set" } },
    refusals: ["not-found"],
    async handle(call) {
      const { sql } = databaseOf(services);
      const { staff: by, nowMs } = call;
      const id = call.param("id");
      const seen = await findStaff(sql, { id, viewer: { staff: by, nowMs } });
      const owner = seen === null ? null : await ownerOf(sql, id);
      if (owner === null) return refused("not-found");
      const hash = await newHash(call, owner);
      if (typeof hash !== "string") return hash;
      const written = await resetPassword(sql, { id, hash, by, nowMs });
      if (written.kind !== "done") {
        return refused(written.kind === "forbidden" ? "forbidden" : "not-found");
      }
      services.revoked.add(written.value);
      return nothing();
    },
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/staff/sessions",
    tag: TAG,
    summary: "Lists the own valid sessions, or those of someone in scope",
    action: "account",
    query: schemas.sessionQuery,
    answers: { 200: { description: "All of them", schema: schemas.sessionListAnswer } },
    refusals: ["not-found"],
    async handle(call) {
      const { sql } = databaseOf(services);
      const staff = schemas.sessionQuery.parse(call.query).staff ?? call.staff.id;
      if (!await mayManage(services, call, staff)) return refused("not-found");
      const rows = await listSessions(sql, { staff, nowMs: call.nowMs });
      return json({ items: rows.map((row) => sessionJson(row, call.session)), next: null });
    },
  });

  forStaff(app, services, {
    method: "delete",
    path: "/api/v1/staff/sessions/{id}",
    tag: TAG,
    summary: "Ends a session: its token is refused from now on",
    action: "account",
    answers: { 204: { description: "Ended" } },
    refusals: ["not-found"],
    async handle(call) {
      const { sql } = databaseOf(services);
      const id = call.param("id");
      const found = await findSession(sql, id);
      if (found === null || !await mayManage(services, call, found.staff)) {
        return refused("not-found");
      }
      services.revoked.add(await revokeSession(sql, { id, nowMs: call.nowMs }));
      return nothing();
    },
  });

  async function newHash(
    call: StaffCall<{ readonly password: string }>,
    owner: PasswordOwner,
  ): Promise<string | Answer> {
    const { body: { password }, language } = call;
    const weakness = weaknessOf(password, owner);
    if (weakness !== null) return weakPassword(weakness, { field: "password", language });
    return await hashPassword(password, world.random.id(SALT_CHARACTERS));
  }
}

/** Oneself, and people in scope for those who may manage staff. */
async function mayManage(
  services: Services,
  call: StaffCall<unknown>,
  id: string,
): Promise<boolean> {
  const { staff, nowMs } = call;
  if (staff.id === id) return true;
  if (!mayDo(staff.role, "staff-manage")) return false;
  return await findStaff(databaseOf(services).sql, { id, viewer: { staff, nowMs } }) !== null;
}

function sessionJson(row: SessionRow, current: string | null): SessionJson {
  return {
    id: row.id,
    createdAt: isoInstant(row.createdMs),
    lastSeenAt: isoInstant(row.lastSeenMs),
    expiresAt: isoInstant(row.expiresMs),
    current: row.id === current,
    agent: row.agent,
    address: row.address,
  };
}
