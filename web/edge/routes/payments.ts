/** Where payment providers report what was paid. */
import { z } from "@hono/zod-openapi";
import { describe } from "../openapi.ts";
import { readBody } from "../body.ts";
import type { EdgeApp } from "../endpoint.ts";
import { Fault } from "../../../engine/mod.ts";
import { API_HEADERS, faultProblem, problem } from "../problem.ts";
import { settle } from "../checkout.ts";
import type { Services } from "../services.ts";
import { languageOf } from "../words.ts";

/** Header with the provider's signature of the body. */
export const SIGNATURE_HEADER = "x-payment-signature";

/** 200 once the money has its place, so that the provider stops telling; 503 to be told again. */
export function mountPayments(app: EdgeApp, services: Services): void {
  describe(app, {
    method: "post",
    path: "/api/v1/payments/notifications",
    tag: "payments",
    summary: `Where a provider reports what was paid, signed in \`${SIGNATURE_HEADER}\``,
    body: z.object({
      paymentId: z.string(),
      reservationId: z.string(),
      customer: z.string(),
      paidFen: z.int(),
    }),
    answers: { 200: { description: "The money has its place: `outcome`" } },
    refusals: ["unauthenticated"],
  }, { who: "anyone" });
  app.post("/api/v1/payments/notifications", async (context) => {
    const request = context.req.raw;
    const language = languageOf(request.headers.get("accept-language"));
    if (!services.admission.address(SIGNATURE_HEADER, services.engine.nowMs())) {
      return problem("too-many-requests", language);
    }
    const body = await readBody(request, services.limits.bodyBytesMax);
    if (body.kind === "too-large") return problem("too-large", language);
    if (body.kind !== "json") return problem("malformed-json", language);
    const signature = request.headers.get(SIGNATURE_HEADER);
    const notification = services.payments.readNotification(body.text, signature);
    if (notification === null) return problem("unauthenticated", language);
    try {
      const reply = await settle(services, notification);
      const outcome = reply.kind === "rejected" ? reply.code : "confirmed";
      return Response.json({ outcome }, { headers: API_HEADERS });
    } catch (error) {
      if (error instanceof Fault) return faultProblem(error, language);
      throw error;
    }
  });
}
