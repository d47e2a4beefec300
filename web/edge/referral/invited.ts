/** Who invites, found by the edge: the code of a request, the touches of its cookie, and what cells know of whose they are. */
import type { InviterFacts, Place, Touch } from "../../../actors/referral/protocol.ts";
import { SHARED } from "../../share/channels.ts";
import type { ProblemCode } from "../../shared/api.ts";
import type { ProblemFacts } from "../problem.ts";
import type { Services } from "../services.ts";
import type { Language } from "../words.ts";
import type { Inviter } from "./inviters.ts";
import { placeText } from "./participant_json.ts";

/** Who invites, as far as the request says. */
export interface Invited {
  readonly code: Place | null;
  /** Oldest first. */
  readonly touches: readonly Touch[];
  /** By `<cell>.<n>`. */
  readonly inviters: { readonly [place: string]: InviterFacts };
  /** The one whose code it is was taken out: nobody joins by it any more, and who did so before has joined. */
  readonly isGone: boolean;
}

export const NOBODY: Invited = { code: null, touches: [], inviters: {}, isGone: false };

/** Thrown to end a join with a refusal, from wherever it is found out. */
export class Refusal {
  readonly code: ProblemCode;
  readonly facts: ProblemFacts | undefined;

  constructor(code: ProblemCode, facts?: ProblemFacts) {
    this.code = code;
    this.facts = facts;
  }
}

/** What is asked about. */
export interface Asking {
  /** Of the campaign. */
  readonly id: string;
  readonly cookie: string | null;
  readonly nowMs: number;
  readonly language: Language;
}

/** Touches that a cell takes. */
const TOUCHES_MAX = 8;
const UNKNOWN_CODE = { zh: "没有这份邀请，请检查邀请码", en: "Nobody has this code: check it" };
const OTHERS_CODE = {
  zh: "这份邀请属于另一个活动，请打开好友分享的链接",
  en: "It invites to another campaign: open the link that your friend shared",
};

/** Makes the question; the answer throws a `Refusal`, or rejects with a `Fault`. */
export function createInvitedBy(
  { inviters, share }: Pick<Services, "inviters" | "share">,
): (asking: Asking, code: string | null) => Promise<Invited> {
  const { invitations, touches } = share;

  /** Those who were taken out invite nobody. */
  async function invitedBy(asking: Asking, code: string | null): Promise<Invited> {
    const { id, cookie, nowMs } = asking;
    const place = code === null ? null : await placeOf(asking, code);
    const opened = cookie === null ? [] : await touches.find(cookie, id);
    const isOpened = place !== null && opened.some((touch) => isSame(touch.place, place));
    const all = place === null || isOpened
      ? opened
      : [...opened, { place, atMs: Math.floor(nowMs), channel: SHARED }];
    if (all.length === 0) return NOBODY;
    const found = await Promise.all(
      all.map(({ place }) => inviters.peek(id, place) ?? inviters.find(id, place)),
    );
    const facts: Record<string, InviterFacts> = {};
    const valid: Touch[] = [];
    let isGone = false;
    all.forEach((touch, index) => {
      const inviter: Inviter | null = found[index] ?? null;
      const isCode = place !== null && isSame(touch.place, place);
      if (inviter === null && isCode) throw wrongCode(UNKNOWN_CODE, asking);
      if (inviter?.removed && isCode) isGone = true;
      if (inviter === null || inviter.removed) return;
      facts[placeText(touch.place)] = inviter.who;
      valid.push(touch);
    });
    return { code: place, touches: valid.slice(-TOUCHES_MAX), inviters: facts, isGone };
  }

  async function placeOf(asking: Asking, code: string): Promise<Place> {
    let invitation = invitations.placeOf(code);
    if (invitation === undefined) invitation = await invitations.find(code);
    if (invitation === null) throw wrongCode(UNKNOWN_CODE, asking);
    if (invitation.campaign !== asking.id) throw wrongCode(OTHERS_CODE, asking);
    return { cell: invitation.cell, n: invitation.n };
  }

  return invitedBy;
}

function wrongCode(
  words: { readonly zh: string; readonly en: string },
  { language }: Asking,
): Refusal {
  return new Refusal("invalid", { errors: [{ field: "code", message: words[language] }] });
}

function isSame(one: Place, other: Place): boolean {
  return one.cell === other.cell && one.n === other.n;
}
