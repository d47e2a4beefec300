/**
 * `POST /api/v1/campaigns/:id/participants`, the second hot path: around the router like a grab. The edge finds out who
 * invites, who is credited and what the bank knows of the customer; the customer's cell decides.
 */
import {
  type ParticipantView,
  type Place,
  referralCellOf,
  type ReferralReply,
} from "../../../actors/referral/protocol.ts";
import type { CustomerProtocol } from "../../../actors/customer/protocol.ts";
import { Fault } from "../../../engine/mod.ts";
import type { ProblemCode } from "../../shared/api.ts";
import type { JoinAnswer } from "../../shared/api_referral.ts";
import { originOf } from "../address.ts";
import { readBody, saysEmpty } from "../body.ts";
import type { Campaign } from "../campaigns.ts";
import { readCookie, STAFF_COOKIE } from "../cookies.ts";
import { Devices } from "../device.ts";
import { staffOf } from "../endpoint.ts";
import { createAdmit } from "../hot_path.ts";
import { isoInstant } from "../instant.ts";
import { faultProblem, problem, type ProblemFacts } from "../problem.ts";
import { joinRequest } from "../schemas_participants.ts";
import type { Services } from "../services.ts";
import { Signer } from "../signer.ts";
import { validate } from "../validation.ts";
import { type Language, languageOf } from "../words.ts";
import { createCredited } from "./credited.ts";
import { createInvitedBy, type Invited, NOBODY, Refusal } from "./invited.ts";
import { Tally } from "./tally.ts";
import { joinAnswer, nameOf, placeText } from "./participant_json.ts";

const CREATED = { status: 201, headers: { "content-type": "application/json" } };
const STORED = { ...CREATED, status: 200 };
const CODE_CHARACTERS_MAX = 64;
const DIRECT = "direct";

/** So many tries of a loop by one participant are no accident. */
const LOOPS_LOOKED_AT = 3;
const LOOPS_KEPT_MAX = 50_000;

type Answered = Response | Promise<Response>;

/** One join on its way. */
interface Asked {
  readonly request: Request;
  readonly id: string;
  readonly customer: string;
  readonly cookie: string | null;
  readonly nowMs: number;
}

/** Makes the handler of joins. */
export function createJoin(
  services: Services,
): (request: Request, info: Deno.ServeHandlerInfo, id: string) => Answered {
  const { engine, admission, campaigns, limits, authSecret, share } = services;
  const admit = createAdmit(services);
  const { inviters, staffCustomers } = services;
  const { invitations } = share;
  const invitedBy = createInvitedBy(services);
  const loops = new Tally(LOOPS_KEPT_MAX);
  const credited = createCredited(services);
  const devices = new Devices({ secret: authSecret, random: services.world.random });
  const signer = new Signer(authSecret);

  function join(request: Request, info: Deno.ServeHandlerInfo, id: string): Answered {
    const nowMs = engine.nowMs();
    const shed = admission.shed();
    if (shed !== null) return later(shed, request);
    const { headers } = request;
    const claims = admit(request, info, { authorization: headers.get("authorization"), nowMs });
    if (claims === "too-many-requests") return later(claims, request);
    if (claims === "forbidden") return refuse("staff", request);
    if (typeof claims === "string") return refuse(claims, request);
    const asked = { request, id, customer: claims.sub, cookie: headers.get("cookie"), nowMs };
    return saysEmpty(headers) ? take(asked, null) : withBody(asked);
  }

  async function withBody(asked: Asked): Promise<Response> {
    const { request } = asked;
    const body = await services.timeLimit.within(readBody(request, limits.bodyBytesMax))
      .catch(() => null);
    if (body === null) return later("timed-out", request);
    switch (body.kind) {
      case "malformed":
        return refuse("malformed-json", request);
      case "too-large":
        return refuse("too-large", request);
      case "empty":
        return take(asked, null);
      case "json": {
        const code = codeOf(body.data);
        if (code !== undefined) return take(asked, code);
        const checked = validate(joinRequest, body.data, languageFor(request));
        if (checked.kind === "wrong") return refuse("invalid", request, { errors: checked.errors });
        return take(asked, checked.value.code ?? null);
      }
    }
  }

  async function take(asked: Asked, code: string | null): Promise<Response> {
    const { request } = asked;
    try {
      const answer = await services.timeLimit.within(decide(asked, code));
      return answer ?? later("timed-out", request);
    } catch (error) {
      if (error instanceof Refusal) return refuse(error.code, request, error.facts);
      if (error instanceof Fault) return faultProblem(error, languageFor(request));
      services.log.error("join failed", { error: String(error) });
      return refuse("bug", request);
    }
  }

  async function decide(asked: Asked, code: string | null): Promise<Response> {
    const { id, customer, cookie } = asked;
    const campaign = campaigns.peek(id) ?? await campaignOf(id);
    const route = campaign.referral ?? (await campaignOf(id)).referral;
    if (route === null) throw new Refusal("not-found");
    if (asked.nowMs < route.startsAtMs && engine.nowMs() < route.startsAtMs) {
      throw new Refusal("not-open", { opensAt: isoInstant(route.startsAtMs) });
    }
    const cell = route.cells[referralCellOf(customer, route.cells.length)];
    if (cell === undefined) throw new Refusal("not-found");
    // Both at once, and both heard, whichever fails first.
    const [known, inviting] = await Promise.all([
      engine.ask(engine.ref<CustomerProtocol>("customer", customer), { kind: "facts" }),
      code === null && cookie === null
        ? NOBODY
        : invitedBy({ ...asked, language: languageFor(asked.request) }, code),
    ]);
    if (inviting.isGone && (await engine.ask(cell, { kind: "me", customer })).kind === "rejected") {
      throw new Refusal("inviter-gone");
    }
    if (known.kind !== "facts") throw new Error(`Cannot read facts from "${known.kind}"`);
    const { via, inviters: invitersNow } = await credited({
      cookie,
      nowMs: asked.nowMs,
      manager: known.manager,
      inviters: inviting.inviters,
      capped: route.spec.caps.perOutlet === undefined ? null : campaign.ref,
    });
    const reply = await engine.ask(cell, {
      kind: "join",
      customer,
      code: inviting.code,
      touches: inviting.touches,
      inviters: invitersNow,
      via,
      channel: inviting.touches.at(-1)?.channel ?? DIRECT,
      device: deviceDigest(cookie),
      mask: known.mask,
      isStaff: staffCustomers.has(customer) || isStaffToo(cookie),
      facts: known.facts,
    });
    return await answer(asked, { campaign, invited: inviting }, reply);
  }

  async function campaignOf(id: string): Promise<Campaign> {
    const found = await campaigns.find(id);
    if (found === null) throw new Refusal("not-found");
    return found.campaign;
  }

  /** A member of staff who is signed in as such in the same browser. */
  function isStaffToo(cookie: string | null): boolean {
    const token = readCookie(cookie, STAFF_COOKIE);
    if (token === null) return false;
    const claims = services.verifier.verify(`Bearer ${token}`);
    return claims !== null && staffOf(claims) !== null;
  }

  /** The journal keeps no cookie that works. */
  function deviceDigest(cookie: string | null): string | null {
    const device = devices.read(cookie);
    return device === null ? null : signer.sign(`referral device\n${device}`);
  }

  async function answer(
    asked: Asked,
    { campaign, invited }: { readonly campaign: Campaign; readonly invited: Invited },
    reply: ReferralReply,
  ): Promise<Response> {
    const { request } = asked;
    switch (reply.kind) {
      case "participant": {
        const body = await bodyOf(asked, reply.participant);
        return new Response(JSON.stringify(body), reply.first ? CREATED : STORED);
      }
      case "rejected": {
        const { code, opensAtMs, participant } = reply;
        // The campaign is there: its cell will hear of it in a moment.
        if (code === "not-found") return later("overloaded", request);
        campaign.refused(code);
        if (code !== "already-attributed" || participant === undefined) {
          const opensAt = opensAtMs === undefined ? undefined : isoInstant(opensAtMs);
          return refuse(code, request, opensAt === undefined ? undefined : { opensAt });
        }
        if (invited.code !== null && await isLoop(asked, participant, invited.code)) {
          return refuse("loop", request);
        }
        const { inviter } = participant;
        const name = inviter === null ? null : nameOf(inviter.mask, languageFor(request));
        return refuse(code, request, { inviter: name === null ? null : { name } });
      }
      case "who":
      case "children":
      case "reward":
      case "noted":
        throw new Error(`Cannot answer a join with "${reply.kind}"`);
    }
  }

  /**
   * Whether the code is of somebody whom this one brought, at whatever remove. Once is a tap on a friend's link; who
   * tries again and again is looked at by a person, and so is the one whose code it is.
   */
  async function isLoop(asked: Asked, own: Place, code: Place): Promise<boolean> {
    const { id } = asked;
    if (!await inviters.isAbove(id, own, code)) return false;
    if (loops.add(`${id} ${placeText(own)}`) < LOOPS_LOOKED_AT) return true;
    const cell = campaigns.peek(id)?.referral?.cells[code.cell];
    if (cell !== undefined) {
      const by = { cell: own.cell, n: own.n };
      await engine.ask(cell, { kind: "loop-tried", n: code.n, by });
    }
    return true;
  }

  async function bodyOf(asked: Asked, view: ParticipantView): Promise<JoinAnswer> {
    const { id, request } = asked;
    const code = invitations.codeOf(id, view) ?? await invitations.findCode(id, view);
    if (code === null) {
      // It is numbered when it is first listed, in a moment.
      throw new Fault("overloaded", "The campaign has no number yet", {
        retry: "later",
        retryAfterMs: admission.retryAfterMs(),
      });
    }
    return joinAnswer(view, {
      campaign: id,
      language: languageFor(request),
      link: { code, url: `${originOf(request, services)}/r/${code}` },
    });
  }

  function refuse(code: ProblemCode, request: Request, facts?: ProblemFacts): Response {
    return problem(code, languageFor(request), facts);
  }

  function later(code: ProblemCode, request: Request): Response {
    return refuse(code, request, { retryAfterMs: admission.retryAfterMs() });
  }

  return join;
}

/** The code of a body that has nothing else, null of an empty one; undefined for any other. */
function codeOf(data: unknown): string | null | undefined {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  const [key, ...others] = Object.keys(data);
  if (key === undefined) return null;
  if (key !== "code" || others.length > 0 || !("code" in data)) return undefined;
  const { code } = data;
  if (typeof code !== "string" || code === "" || code.length > CODE_CHARACTERS_MAX) {
    return undefined;
  }
  return code;
}

function languageFor(request: Request): Language {
  return languageOf(request.headers.get("accept-language"));
}
