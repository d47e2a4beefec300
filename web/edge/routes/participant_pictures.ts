/** A participant's own QR code and poster. Both say their channel, and looking at them is no opening. */
import type { ReferralView } from "../../../actors/campaign/protocol.ts";
import { referralCellOf, type Reward } from "../../../actors/referral/protocol.ts";
import { when } from "../../shared/format.ts";
import { rewardText, wordsOf } from "../../h5/referral/words.ts";
import type { InvitationContent } from "../../share/invitation_poster.ts";
import { qrSvg } from "../../share/qr.ts";
import { originOf } from "../address.ts";
import { type Answer, refused } from "../answer.ts";
import { type CustomerCall, type EdgeApp, forCustomers } from "../endpoint.ts";
import { referralOf } from "../referral/participants.ts";
import type { Services } from "../services.ts";

type ReferralSpec = ReferralView["spec"];

const TAG = "participants";
const ME = "/api/v1/campaigns/{id}/participants/me";
const THREE_DAYS_MS = 3 * 86_400_000;
/** Posters go from phone to phone, so they are in Chinese. */
const WORDS: InvitationContent["words"] = {
  brand: "云店 · 农商银行",
  invites: "邀请您一起参加",
  someone: "您的朋友",
  scan: "长按识别二维码",
  rules: "活动规则以活动页为准",
};

export function mountParticipantPictures(app: EdgeApp, services: Services): void {
  forCustomers(app, services, {
    method: "get",
    path: `${ME}/qr.svg`,
    tag: TAG,
    summary: "The QR code of one's own link",
    answers: { 200: { description: "SVG" } },
    refusals: ["not-found"],
    async handle(call) {
      const mine = await mineOf(services, call);
      return mine === null
        ? refused("not-found")
        : picture(qrSvg(`${mine.url}?ch=qr`), "image/svg+xml");
    },
  });

  forCustomers(app, services, {
    method: "get",
    path: `${ME}/poster.png`,
    tag: TAG,
    summary: "A poster of 1080 × 1920 pixels with one's own code, read back before it is shown",
    answers: { 200: { description: "PNG" } },
    refusals: ["not-found", "overloaded"],
    async handle(call) {
      const mine = await mineOf(services, call);
      if (mine === null) return refused("not-found");
      const content = contentOf(mine.spec, { inviter: mine.mask, url: `${mine.url}?ch=poster` });
      const png = await services.painter.paint({ kind: "invitation", content });
      return png === null
        ? refused("overloaded", { retryAfterMs: services.admission.retryAfterMs() })
        : picture(png, "image/png");
    },
  });
}

interface Mine {
  readonly spec: ReferralSpec;
  readonly mask: string | null;
  /** The participant's own link. */
  readonly url: string;
}

/** Null for one who has not joined. */
async function mineOf(services: Services, call: CustomerCall<unknown>): Promise<Mine | null> {
  const { engine, share } = services;
  const found = await referralOf(services, call.param("id"));
  if (found === null) return null;
  const { view, route: { cells } } = found;
  const { customer } = call;
  const cell = cells[referralCellOf(customer, cells.length)];
  const reply = cell === undefined ? null : await engine.ask(cell, { kind: "me", customer });
  if (reply?.kind !== "participant") return null;
  const code = await share.invitations.findCode(view.id, reply.participant);
  if (code === null) return null;
  const url = `${originOf(call.request, services)}/r/${code}`;
  return { spec: view.spec, mask: reply.participant.mask, url };
}

/** What the poster of a campaign says. */
export function contentOf(
  spec: ReferralSpec,
  { inviter, url }: { readonly inviter: string | null; readonly url: string },
): InvitationContent {
  const { title, endsAtMs, rewards, look } = spec;
  // The date in full: a poster is looked at on other days than this.
  const end = when(endsAtMs, { nowMs: endsAtMs - THREE_DAYS_MS, locale: "zh" });
  return {
    url,
    title,
    prizes: prizesOf(rewards),
    when: `${end} 结束`,
    inviter,
    ground: look?.theme ?? "field",
    words: WORDS,
  };
}

/** What there is for the one who reads it first; then what inviting others brings. */
function prizesOf({ perInvitedSelf, perInvitee, tiers = [] }: ReferralSpec["rewards"]) {
  const words = wordsOf("zh");
  const said = (reward: Reward) => rewardText(reward, words);
  const top = tiers.toSorted((one, other) => one.at - other.at).at(-1);
  return [
    ...perInvitedSelf === undefined ? [] : [`受邀办理，您得 ${said(perInvitedSelf)}`],
    ...perInvitee === undefined ? [] : [words.offer.perInvitee(said(perInvitee))],
    ...top === undefined ? [] : [`邀请满 ${top.at} 位，得 ${said(top.reward)}`],
  ];
}

/** One's own: nobody else's cache keeps it. */
function picture(bytes: string | Uint8Array<ArrayBuffer>, type: string): Answer {
  const headers = {
    "content-type": type,
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
  };
  return { kind: "response", response: new Response(bytes, { headers }) };
}
