/** Taking part: the hot path of a campaign. */
import type { Send, Stamped } from "../../engine/contract.ts";
import { isEligible } from "../stock/transfer.ts";
import { attribute, placeKey, samePlace } from "./attribution.ts";
import type { ReferralEvent } from "./events.ts";
import {
  type InviterFacts,
  type ParticipantView,
  type Place,
  referralCellOf,
  type ReferralCommand,
  type ReferralReply,
} from "./protocol.ts";
import type { Ground } from "./state.ts";
import type { Enrol } from "./transfer.ts";
import { answer, type ReferralDecision, refuse, tellCell } from "./turn.ts";
import { participantView } from "./views.ts";

export type Join = Extract<ReferralCommand, { kind: "join" }>;
/** What of a join decides who invited. */
export type Invitation =
  & Pick<Join, "customer" | "device" | "code" | "touches" | "inviters">
  & { readonly facts: Pick<Join["facts"], "isNew"> };
type Joined = Extract<ReferralEvent, { kind: "joined" }>;

export function join(command: Stamped<unknown>, body: Join, ground: Ground): ReferralDecision {
  const atMs = Math.trunc(command.atMs);
  const known = ground.books.people.find(body.customer);
  if (known >= 0) return again(ground, body, known);
  const closed = closedReply(ground, atMs);
  if (closed !== null) return answer(closed);
  if (body.isStaff) return refuse("staff");
  const { eligibility } = ground.terms;
  if (eligibility !== null && !isEligible(eligibility, body.facts)) return refuse("not-eligible");
  const inviter = inviterOf(ground, body, atMs);
  if (typeof inviter === "string") return refuse(inviter);
  return take(ground, body, { inviter, atMs });
}

/** Joined before: the same invitation or none is a repetition, another one comes too late. */
function again(ground: Ground, body: Join, n: number): ReferralDecision {
  const { state } = ground;
  const { code } = body;
  const own = code !== null && samePlace(code, { cell: state.cell, n });
  if (own) return refuse("self-referral");
  const participant = participantView(ground, n);
  if (code !== null && !isRepetition(ground, { ...body, code }, n)) {
    return answer({ kind: "rejected", code: "already-attributed", participant });
  }
  return answer({ kind: "participant", first: false, participant });
}

/** Whether a join leads to the inviter of the first one, be it by another touch than the code that it names. */
function isRepetition(
  ground: Ground,
  body: Join & { readonly code: Place },
  n: number,
): boolean {
  const { people } = ground.books;
  const inviter = people.inviter(n);
  if (inviter === null) return false;
  if (samePlace(body.code, inviter)) return true;
  const atMs = people.col.joinedAtMs.get(n);
  const touches = body.touches.filter((touch) =>
    touch.atMs <= atMs || samePlace(touch.place, body.code)
  );
  // Who was invited was new then.
  const found = inviterOf(ground, { ...body, touches, facts: { isNew: true } }, atMs);
  return found !== null && typeof found !== "string" && samePlace(found, inviter);
}

/** Why nobody can join at this instant; null while one can. */
function closedReply({ state, terms }: Ground, atMs: number): ReferralReply | null {
  const { phase } = state;
  if (phase.ended || atMs >= phase.endsAtMs) return { kind: "rejected", code: "ended" };
  if (atMs < terms.startsAtMs) {
    return { kind: "rejected", code: "not-open", opensAtMs: terms.startsAtMs };
  }
  return phase.paused ? { kind: "rejected", code: "paused" } : null;
}

/** Who invited, null for nobody, or why the invitation does not count. */
export function inviterOf(
  { terms }: Pick<Ground, "terms">,
  body: Invitation,
  atMs: number,
): InviterFacts | null | "self-referral" | "existing-customer" | "window-closed" {
  const { code, inviters, touches } = body;
  const named = code === null ? undefined : inviters[placeKey(code)];
  if (named !== undefined && isSelf(named, body)) return "self-referral";
  if (!body.facts.isNew) return named === undefined ? null : "existing-customer";
  if (touches.length === 0) return null;
  const ofOthers = touches.filter(({ place }) => {
    const inviter = inviters[placeKey(place)];
    return inviter !== undefined && !isSelf(inviter, body);
  });
  const found = attribute(ofOthers, { code: named === undefined ? null : code, terms, atMs });
  if (found.kind === "window-closed") return "window-closed";
  return found.kind === "none" ? null : inviters[placeKey(found.touch.place)] ?? null;
}

function isSelf(
  inviter: InviterFacts,
  { customer, device }: Pick<Join, "customer" | "device">,
): boolean {
  return inviter.customer === customer || (device !== null && inviter.device === device);
}

function take(
  ground: Ground,
  body: Join,
  by: { readonly inviter: InviterFacts | null; readonly atMs: number },
): ReferralDecision {
  const { inviter, atMs } = by;
  const { customer, mask, device } = body;
  const n = ground.books.people.count;
  const event: Joined = {
    kind: "joined",
    n,
    customer,
    mask,
    inviter: inviter === null ? null : {
      cell: inviter.cell,
      n: inviter.n,
      customer: inviter.customer,
      mask: inviter.mask,
      device: inviter.device,
    },
    grand: inviter?.inviter ?? null,
    level: inviter === null ? 0 : inviter.level + 1,
    via: body.via ?? inviter?.via ?? null,
    channel: body.channel,
    device,
    touches: body.touches,
    code: body.code,
    isNew: body.facts.isNew,
    atMs,
  };
  const send = messages(ground, event);
  const participant = newcomer(ground, event);
  return { events: [event], send, reply: { kind: "participant", first: true, participant } };
}

function messages({ state, terms }: Ground, joined: Joined): Send[] {
  const { n, customer, mask, device, inviter, atMs } = joined;
  const to = { state, send: [] as Send[] };
  const place = { cell: state.cell, n };
  if (inviter !== null) {
    const invitee = { ...place, mask, customer };
    tellCell(to, inviter.cell, { kind: "invitee-joined", by: inviter.n, invitee, device, atMs });
  }
  const enrol: Enrol = {
    kind: "enrol",
    campaign: state.campaign,
    ...place,
    types: terms.qualifying,
    sinceMs: atMs - terms.windowMs,
    untilMs: atMs + terms.windowMs,
  };
  to.send.push({ to: `customer/${customer}`, command: enrol });
  if (device !== null) {
    tellCell(to, referralCellOf(device, terms.cells), { kind: "device-seen", device, place });
  }
  return to.send;
}

/** One who has just joined, as `participantView` will show it. */
function newcomer({ state, terms }: Ground, joined: Joined): ParticipantView {
  const { n, customer, mask, inviter, level, via, channel, atMs } = joined;
  return {
    cell: state.cell,
    n,
    customer,
    joinedAtMs: atMs,
    level,
    via,
    channel,
    inviter: inviter === null ? null : { cell: inviter.cell, n: inviter.n, mask: inviter.mask },
    mask,
    flags: [],
    qualifiedBy: null,
    removed: false,
    invited: 0,
    qualified: 0,
    clicks: 0,
    tiers: (terms.rewards.tiers ?? []).map(({ at, reward }) => ({ at, reward, state: null })),
    rewards: [],
    invitees: [],
  };
}
