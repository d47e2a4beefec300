/** Staff sign in and out. */
import type { StaffJson } from "../../shared/api.ts";
import { json, nothing, refused } from "../answer.ts";
import { setCookie, STAFF_COOKIE } from "../cookies.ts";
import { type EdgeApp, forAnyone, forStaff } from "../endpoint.ts";
import { RateLimit } from "../rate_limit.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";
import { signToken } from "../token.ts";

const TAG = "signing in";
const SESSION_SECONDS = 12 * 3_600;
const QUARTER_SECONDS = 900;

export function mountStaff(app: EdgeApp, services: Services): void {
  const { accounts, limits, world, log, authSecret } = services;
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
      const result = await accounts.signIn(username, password);
      if (result.kind === "refused") {
        log.warn("staff sign-in refused", { address: call.address });
        return refused("wrong-credentials");
      }
      const { staff } = result;
      const exp = Math.floor(call.nowMs / 1_000) + SESSION_SECONDS;
      const token = signToken(
        { sub: staff.id, role: staff.role, exp, unit: staff.unit },
        authSecret,
      );
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
    async handle({ staff }) {
      const known = await accounts.find(staff.id);
      const { id, role, unit } = staff;
      const stranger: StaffJson = { id, username: id, name: id, role, unit, unitName: unit };
      return json({ staff: known ?? stranger });
    },
  });

  forAnyone(app, services, {
    method: "post",
    path: "/api/v1/staff/logout",
    tag: TAG,
    summary: "Forgets the cookie",
    answers: { 204: { description: "Signed out" } },
    handle: (call) =>
      nothing([setCookie(STAFF_COOKIE, "", { maxAgeSeconds: 0, secure: call.secure })]),
  });
}
