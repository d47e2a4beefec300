/** Customers sign in with a code sent to their phone. */
import type { CustomerProtocol } from "../../../actors/customer/protocol.ts";
import { json, nothing, refused } from "../answer.ts";
import { CUSTOMER_COOKIE, setCookie } from "../cookies.ts";
import { customerId, openSession } from "../customer_session.ts";
import { type EdgeApp, forAnyone, forCustomers } from "../endpoint.ts";
import { OneTimeCodes, OTP_SECONDS } from "../otp.ts";
import { RateLimit } from "../rate_limit.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";
import { maskPhone } from "../storefront/compose.ts";

const TAG = "signing in";
const HOUR_SECONDS = 3_600;
const MINUTE_SECONDS = 60;

export function mountCustomers(app: EdgeApp, services: Services): void {
  const { limits, world, log, sms, demo, authSecret } = services;
  const codes = new OneTimeCodes(authSecret, world.random);
  const seed = () => Math.floor(world.random.fraction() * 0x7fffffff);
  const phones = new RateLimit({
    perSecond: limits.otpPerPhonePerHour / HOUR_SECONDS,
    burst: limits.otpPerPhonePerHour,
    seed: seed(),
  });
  const addresses = new RateLimit({
    perSecond: limits.otpPerAddressPerMinute / MINUTE_SECONDS,
    burst: limits.otpPerAddressPerMinute,
    seed: seed(),
  });

  forAnyone(app, services, {
    method: "post",
    path: "/api/v1/customers/otp",
    tag: TAG,
    summary: "Sends a code to a phone",
    sheds: true,
    body: schemas.otpRequest,
    answers: { 202: { description: "Sent", schema: schemas.otpAnswer } },
    async handle(call) {
      const { phone } = call.body;
      if (!addresses.take(call.address, call.nowMs)) {
        return refused("too-many-requests", { retryAfterMs: addresses.waitMs });
      }
      if (!phones.take(phone, call.nowMs)) {
        return refused("too-many-requests", { retryAfterMs: phones.waitMs });
      }
      const code = codes.issue(phone, call.nowMs);
      try {
        await sms.sendCode(phone, code);
      } catch (error) {
        log.warn("sms provider is out of reach", { error: String(error) });
        return refused("overloaded");
      }
      const sent = { sent: true, expiresInSeconds: OTP_SECONDS };
      return json(demo ? { ...sent, demoCode: code } : sent, 202);
    },
  });

  forAnyone(app, services, {
    method: "post",
    path: "/api/v1/customers/login",
    tag: TAG,
    summary: "Signs a customer in; also sets the cookie `yd_customer`",
    body: schemas.customerLoginRequest,
    answers: { 200: { description: "Signed in", schema: schemas.customerLoginAnswer } },
    refusals: ["wrong-credentials"],
    handle(call) {
      const { phone, otp } = call.body;
      if (!codes.redeem(phone, otp, call.nowMs)) return refused("wrong-credentials");
      const customer = customerId(authSecret, "phone", phone);
      noteSeen(services, customer, maskPhone(phone));
      const { token, cookie } = openSession(customer, {
        secret: authSecret,
        nowMs: call.nowMs,
        secure: call.secure,
      });
      return json({ token }, 200, [cookie]);
    },
  });

  forCustomers(app, services, {
    method: "get",
    path: "/api/v1/customers/me",
    tag: TAG,
    summary: "Who is signed in",
    answers: { 200: { description: "The customer", schema: schemas.customerMeAnswer } },
    handle: ({ customer }) => json({ customer: { id: customer } }),
  });

  forAnyone(app, services, {
    method: "post",
    path: "/api/v1/customers/logout",
    tag: TAG,
    summary: "Forgets the cookie",
    answers: { 204: { description: "Signed out" } },
    handle: (call) =>
      nothing([setCookie(CUSTOMER_COOKIE, "", { maxAgeSeconds: 0, secure: call.secure })]),
  });
}

/** How others see this customer. Nobody waits for it: signing in goes on without. */
function noteSeen({ engine, log }: Services, customer: string, mask: string): void {
  const ref = engine.ref<CustomerProtocol>("customer", customer);
  engine.ask(ref, { kind: "seen", mask }).catch((error) => {
    log.warn("a customer's mask was not noted", { error: String(error) });
  });
}
