/**
 * `POST /api/v1/campaigns/:id/grabs`, the hot path: it goes around the router, reads each header once, and answers
 * from the cell's reply without a promise in between. The same checks in the same order as everywhere.
 */
import type { StockCommand, StockProtocol, StockReply } from "../../actors/stock/protocol.ts";
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import { type ActorRef, Fault, type Sink } from "../../engine/mod.ts";
import type { GrabRequest, ProblemCode } from "../shared/api.ts";
import { responseOf } from "./answer.ts";
import { readBody, saysEmpty } from "./body.ts";
import type { Campaign } from "./campaigns.ts";
import { isKey, keyRefusal } from "./endpoint.ts";
import { createAdmit } from "./hot_path.ts";
import { isoInstant } from "./instant.ts";
import { faultProblem, problem, type ProblemFacts, problemText, statusOf } from "./problem.ts";
import { reservationBody } from "./reservation_json.ts";
import { grabRequest } from "./schemas.ts";
import type { Services } from "./services.ts";
import { stockFacts } from "./stock_answer.ts";
import { validate } from "./validation.ts";
import { languageOf } from "./words.ts";

/**
 * One header only: each further one costs a microsecond, a tenth of the whole answer. What is left out says nothing
 * here: an answer to a POST is neither kept, nor shown, nor loaded as a script.
 */
const CREATED = { status: 201, headers: { "content-type": "application/json" } };
const STORED = { ...CREATED, status: 200 };
const REFUSED = { status: 409, headers: { "content-type": "application/problem+json" } };

/** What a customer asks for. */
interface Order extends GrabRequest {
  readonly customer: string;
  readonly key: string | null;
  /** The `Cookie` header, which may name who brought the customer. */
  readonly cookie: string | null;
}

/** Who a grab is from, before its body is read. */
type Who = Pick<Order, "customer" | "key" | "cookie">;

/** What is answered, and whose refusals are counted. */
interface Asked {
  readonly request: Request;
  readonly campaign: Campaign;
}

type Answered = Response | Promise<Response>;

/** Makes the handler of grabs. */
export function createGrab(
  services: Services,
): (request: Request, info: Deno.ServeHandlerInfo, id: string) => Answered {
  const { engine, admission, campaigns, counts, limits } = services;
  const admit = createAdmit(services);
  const { grabs } = counts;
  const { credit } = services.share;
  let nowMs = 0;

  function grab(request: Request, info: Deno.ServeHandlerInfo, id: string): Answered {
    nowMs = engine.nowMs();
    const shed = admission.shedGrab(nowMs);
    if (shed !== null) return later(shed, request);
    const { headers } = request;
    const claims = admit(request, info, { authorization: headers.get("authorization"), nowMs });
    if (claims === "too-many-requests") return later(claims, request);
    if (typeof claims === "string") return refuse(claims, request);
    const key = headers.get("idempotency-key");
    if (key !== null && !isKey(key)) {
      const language = languageOf(headers.get("accept-language"));
      return count(responseOf(keyRefusal(language), language));
    }
    const who = { customer: claims.sub, key, cookie: headers.get("cookie") };
    return saysEmpty(headers) ? route(request, id, who) : withBody(request, id, who);
  }

  function route(request: Request, id: string, order: Order): Answered {
    const campaign = campaigns.peek(id);
    if (campaign === undefined || campaign.route === null) return find(request, id, order);
    return take(request, campaign, order);
  }

  function take(request: Request, campaign: Campaign, order: Order): Answered {
    const { route } = campaign;
    if (route === null) return refuse("not-found", request);
    // A campaign that was asked for took its time: the clock is read again unless the answer is sure.
    if (nowMs < route.startsAtMs && engine.nowMs() < route.startsAtMs) {
      campaign.refused("not-open");
      return refuse("not-open", request, { opensAt: isoInstant(route.startsAtMs) });
    }
    const cell = campaign.cellOf(order.customer);
    if (cell === null) return refuse("not-found", request);
    const via = credit.named(order, nowMs);
    if (
      route.asksFacts || via === undefined || (via === null && credit.mayBeBound(order.customer))
    ) {
      return takeAsking({ request, campaign }, { cell, order, via, asksFacts: route.asksFacts });
    }
    const command = commandOf(order, via);
    return new Promise((resolve) => {
      engine.dispatch(cell, command, new GrabSink({ request, campaign }, resolve));
    });
  }

  /** Something has to be asked for first: facts, whose code it is, whether the customer is bound. */
  async function takeAsking(
    asked: Asked,
    grab: {
      readonly cell: ActorRef<StockProtocol>;
      readonly order: Order;
      readonly via: string | null | undefined;
      readonly asksFacts: boolean;
    },
  ): Promise<Response> {
    const { cell, order } = grab;
    try {
      const known = grab.asksFacts ? await factsOf(order.customer) : null;
      // The client's own word is not passed on: only managers are credited.
      let via = grab.via === undefined ? await credit.find(order, nowMs) : grab.via;
      via ??= known === null ? await boundTo(order.customer) : await heirOf(known.manager);
      const command = commandOf(order, via);
      const whole = known === null ? command : { ...command, facts: known.facts };
      return answer(asked, await engine.ask(cell, whole));
    } catch (error) {
      return failed(asked.request, error);
    }
  }

  async function boundTo(customer: string): Promise<string | null> {
    if (!credit.mayBeBound(customer)) return null;
    return await credit.bound(async () => (await factsOf(customer)).manager);
  }

  async function heirOf(manager: string | null): Promise<string | null> {
    return manager === null ? null : await credit.heirOf(manager);
  }

  async function factsOf(customer: string) {
    const ref = engine.ref<CustomerProtocol>("customer", customer);
    const known = await engine.ask(ref, { kind: "facts" });
    if (known.kind !== "facts") throw new Error(`Cannot read facts from "${known.kind}"`);
    return known;
  }

  /** The campaign is not known here yet, or not scheduled. */
  async function find(request: Request, id: string, order: Order): Promise<Response> {
    try {
      const found = await campaigns.find(id);
      if (found === null) return refuse("not-found", request);
      return await take(request, found.campaign, order);
    } catch (error) {
      return failed(request, error);
    }
  }

  async function withBody(request: Request, id: string, who: Who): Promise<Response> {
    const body = await services.timeLimit.within(readBody(request, limits.bodyBytesMax))
      .catch(() => null);
    if (body === null) return later("timed-out", request);
    switch (body.kind) {
      case "malformed":
        return refuse("malformed-json", request);
      case "too-large":
        return refuse("too-large", request);
      case "empty":
        return route(request, id, who);
      case "json": {
        const language = languageOf(request.headers.get("accept-language"));
        const checked = validate(grabRequest, body.data, language);
        if (checked.kind === "wrong") return refuse("invalid", request, { errors: checked.errors });
        return route(request, id, { ...checked.value, ...who });
      }
    }
  }

  /** Answers from the cell's reply. */
  class GrabSink implements Sink<StockReply> {
    readonly #asked: Asked;
    readonly #resolve: (response: Response) => void;

    constructor(asked: Asked, resolve: (response: Response) => void) {
      this.#asked = asked;
      this.#resolve = resolve;
    }

    reply(reply: StockReply): void {
      this.#resolve(answer(this.#asked, reply));
    }

    fault(fault: Fault): void {
      this.#resolve(failed(this.#asked.request, fault));
    }
  }

  function answer({ request, campaign }: Asked, reply: StockReply): Response {
    switch (reply.kind) {
      case "reserved":
        grabs[201] = (grabs[201] ?? 0) + 1;
        return new Response(reservationBody(reply.reservation), CREATED);
      case "reservation":
        grabs[200] = (grabs[200] ?? 0) + 1;
        return new Response(reservationBody(reply.reservation), STORED);
      case "rejected":
        // The campaign is there: its cell will hear of it in a moment.
        if (reply.code === "not-found") return later("overloaded", request);
        campaign.refused(reply.code);
        return refuse(reply.code, request, stockFacts(reply));
      default:
        return failed(request, new Error(`Cannot answer a grab with "${reply.kind}"`));
    }
  }

  function refuse(code: ProblemCode, request: Request, facts?: ProblemFacts): Response {
    const language = languageOf(request.headers.get("accept-language"));
    if (statusOf(code) !== 409) return count(problem(code, language, facts));
    grabs[409] = (grabs[409] ?? 0) + 1;
    return new Response(problemText(code, language, facts), REFUSED);
  }

  function later(code: ProblemCode, request: Request): Response {
    return refuse(code, request, { retryAfterMs: admission.retryAfterMs() });
  }

  function failed(request: Request, error: unknown): Response {
    const language = languageOf(request.headers.get("accept-language"));
    if (error instanceof Fault) return count(faultProblem(error, language));
    services.log.error("grab failed", { error: String(error) });
    return count(problem("bug", language));
  }

  function count(response: Response): Response {
    grabs[response.status] = (grabs[response.status] ?? 0) + 1;
    return response;
  }

  return grab;
}

type Grab = Extract<StockCommand, { kind: "grab" }>;

function commandOf(order: Order, via: string | null): Grab {
  const { customer, units = 1, key } = order;
  if (key === null && via === null) return { kind: "grab", customer, units };
  return {
    kind: "grab",
    customer,
    units,
    ...(key === null ? {} : { key }),
    ...(via === null ? {} : { via }),
  };
}
