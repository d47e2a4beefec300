/**
 * `POST /api/v1/events`: what the bank's own systems tell of customers. The signature stands for the whole body, so it
 * is checked before anything of it is read.
 */
import type { ReceiptProtocol, Told } from "../../../actors/receipt/protocol.ts";
import { Fault } from "../../../engine/mod.ts";
import type { EventAnswer, EventRequest } from "../../shared/api_referral.ts";
import { addressOf } from "../address.ts";
import { type Answer, json, refused, responseOf } from "../answer.ts";
import { readBytes } from "../body.ts";
import { customerId } from "../customer_session.ts";
import type { EdgeApp } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { describe } from "../openapi.ts";
import { faultProblem, problem } from "../problem.ts";
import { checkEvent, eventAnswer, eventRequest } from "../schemas_events.ts";
import type { Services } from "../services.ts";
import { validate } from "../validation.ts";
import { type Language, languageOf } from "../words.ts";
import { disbelief, SIGNATURE_HEADER, TIMESTAMP_HEADER } from "./event_signature.ts";
import { RefusedEvents } from "./refused_events.ts";

const PATH = "/api/v1/events";

export function mountEvents(app: EdgeApp, services: Services): void {
  const { admission, engine, trustProxy, eventsSecret } = services;
  describe(app, {
    method: "post",
    path: PATH,
    tag: "events",
    summary: "Where the bank tells what a customer did, signed: `" + SIGNATURE_HEADER +
      ": sha256=<hex HMAC-SHA256 of timestamp.body>` with `" + TIMESTAMP_HEADER +
      "` in seconds since 1970. Sending it again changes nothing",
    body: eventRequest,
    answers: {
      201: { description: "Taken", schema: eventAnswer },
      200: { description: "Taken before: the first answer", schema: eventAnswer },
    },
    refusals: ["unauthenticated", "not-found", "idempotency-mismatch", "outcome-unknown"],
  }, { who: "anyone" });
  const refusedEvents = new RefusedEvents(services);

  app.post(PATH, async (context) => {
    const request = context.req.raw;
    const language = languageOf(request.headers.get("accept-language"));
    const address = addressOf(request, context.env.info, trustProxy);
    if (eventsSecret === null) return problem("not-found", language);
    if (!admission.address(address, engine.nowMs())) {
      return problem("too-many-requests", language, { retryAfterMs: admission.retryAfterMs() });
    }
    const read = readBytes(request, services.limits.bodyBytesMax).then((bytes) => ({ bytes }));
    // A sender that hangs up half way is as one that takes too long.
    const body = (await services.timeLimit.within(read).catch(() => null))?.bytes;
    if (body === undefined) {
      return problem("timed-out", language, { retryAfterMs: admission.retryAfterMs() });
    }
    if (body === null) return problem("too-large", language);
    const nowMs = engine.nowMs();
    const why = disbelief({ headers: request.headers, body }, { secret: eventsSecret, nowMs });
    if (why !== null) {
      refusedEvents.note(why, address);
      return problem("unauthenticated", language);
    }
    try {
      return responseOf(await take(services, { body, language, nowMs }), language);
    } catch (error) {
      if (error instanceof Fault) return faultProblem(error, language);
      throw error;
    }
  });
}

async function take(
  services: Services,
  said: { readonly body: Uint8Array; readonly language: Language; readonly nowMs: number },
): Promise<Answer> {
  const { engine, authSecret } = services;
  const data = parsed(said.body);
  if (data === undefined) return refused("malformed-json");
  const checked = validate(eventRequest, data, said.language);
  const errors = checked.kind === "wrong" ? [...checked.errors] : [];
  for (const error of checkEvent(data, said)) {
    if (!errors.some(({ field }) => field === error.field)) errors.push(error);
  }
  if (checked.kind === "wrong" || errors.length > 0) return refused("invalid", { errors });
  const event = checked.value;
  const { phone } = event;
  const customer = phone === undefined
    ? event.customerId ?? ""
    : customerId(authSecret, "phone", phone);
  const reply = await engine.ask(
    engine.ref<ReceiptProtocol>("receipt", event.id),
    { kind: "take", customer, told: toldOf(event) },
  );
  if (reply.kind === "mismatch") return refused("idempotency-mismatch");
  const answer: EventAnswer = {
    event: { id: event.id, receivedAt: isoInstant(reply.receivedAtMs) },
  };
  return json(answer, reply.first ? 201 : 200);
}

function toldOf({ type, at, of, amountFen }: EventRequest): Told {
  const atMs = Date.parse(at);
  if (type === "reversed") return { kind: "taken-back", of: of ?? "", atMs };
  return {
    kind: "happened",
    event: { type, atMs, ...amountFen === undefined ? {} : { amountFen } },
  };
}

/** Undefined for what is no JSON. */
function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
