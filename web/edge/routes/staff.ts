/** Staff sign in and out. */
import type { StaffJson } from "../../shared/api.ts";
import { json, nothing, refused } from "../answer.ts";
import { setCookie, STAFF_COOKIE } from "../cookies.ts";
import { type EdgeApp, forAnyone, forStaff } from "../endpoint.ts";
import { RateLimit } from "../rate_limit.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";
import { signToken } from "../token.ts";
import { isUnavailable } from "../../store/database.ts";
import { touchSession } from "../../store/staff/sessions.ts";
import { databaseOf } from "../database.ts";
import type { Accounts } from "../ports/accounts.ts";

const TAG = "signing in";
const SESSION_SECONDS = 12 * 3_600;
const QUARTER_SECONDS = 900;

export function mountStaff(app: EdgeApp, services: Services): void {
  const { accounts, limits, world, log, authSecret, revoked } = services;
  const { loginsPerAccountPer15Minutes } = limits;
  const attempts = new RateLimit({
    perSecond: loginsPerAccountPer15Minutes / QUARTER_SECONDS,
    burst: loginsPerAccountPer15Minutes,
    seed: Math.floor(world.random.fraction() * 0x7fffffff),
  });

  forAnyone(app, services, {
    method: "post",
    path: "/api/v1/staff/login",
    tag: TAG,
    summary: "Signs staff in; also sets the cookie `yd_staff`",
    body: schemas.staffLoginRequest,
    answers: { 200: { description: "Signed in", schema: schemas.staffLoginAnswer } },
    refusals: ["wrong-credentials"],
    async handle(call) {
      const { username, password } = call.body;
      if (!attempts.take(username, call.nowMs)) {
        return refused("too-many-requests", { retryAfterMs: attempts.waitMs });
      }
      const exp = Math.floor(call.nowMs / 1_000) + SESSION_SECONDS;
      const result = await accounts.signIn({
        username,
        password,
        nowMs: call.nowMs,
        expiresMs: exp * 1_000,
        agent: call.request.headers.get("user-agent") ?? "",
        address: call.address,
      });
      if (result.kind === "refused") {
        log.warn("staff sign-in refused", { address: call.address });
        return refused("wrong-credentials");
      }
      if (result.kind === "later") {
        log.warn("staff sign-in locked", { address: call.address });
        return refused("too-many-requests", { retryAfterMs: result.retryAfterMs });
      }
      const { staff, session } = result;
      const claims = { sub: staff.id, role: staff.role, exp, unit: staff.unit };
      const token = signToken(session === null ? claims : { ...claims, sid: session }, authSecret);
      log.info("staff signed in", { staff: staff.id });
      const cookie = { maxAgeSeconds: SESSION_SECONDS, secure: call.secure };
      return json({ token, staff }, 200, [setCookie(STAFF_COOKIE, token, cookie)]);
    },
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/staff/me",
    tag: TAG,
    summary: "Who is signed in",
    action: "read",
    answers: { 200: { description: "The member of staff", schema: schemas.staffMeAnswer } },
    async handle({ staff, session, nowMs }) {
      const { id, role, unit } = staff;
      const stranger: StaffJson = { id, username: id, name: id, role, unit, unitName: unit };
      try {
        const known = await accounts.find(id);
        if (session !== null) await touchSession(databaseOf(services).sql, { id: session, nowMs });
        return json({ staff: known ?? stranger });
      } catch (error) {
        // Whoever is signed in goes on without the database.
        if (!isUnavailable(error)) throw error;
        return json({ staff: stranger });
      }
    },
  });

  forAnyone(app, services, {
    method: "post",
    path: "/api/v1/staff/logout",
    tag: TAG,
    summary: "Forgets the cookie and ends the session",
    answers: { 204: { description: "Signed out" } },
    async handle(call) {
      const caller = call.caller("staff");
      const session = caller.kind === "known" ? caller.claims.sid : undefined;
      if (session !== undefined) {
        revoked.add([{ id: session, expiresMs: call.nowMs + SESSION_SECONDS * 1_000 }]);
        await signOut(accounts, { session, nowMs: call.nowMs });
      }
      return nothing([setCookie(STAFF_COOKIE, "", { maxAgeSeconds: 0, secure: call.secure })]);
    },
  });
}

/** Signing out always works for this page; without the database the session ends with its token. */
async function signOut(
  accounts: Accounts,
  options: { readonly session: string; readonly nowMs: number },
): Promise<void> {
  try {
    await accounts.signOut(options.session, options.nowMs);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
  }
}
