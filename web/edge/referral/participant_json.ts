/** Participants of referral campaigns as JSON. Who has no name is a customer. */
import type {
  InviteeView,
  LeaderView,
  ParticipantView,
  Place,
  QualifyingEvent,
  RewardView,
} from "../../../actors/referral/protocol.ts";
import type {
  EventJson,
  InviteeJson,
  JoinAnswer,
  MyReferralJson,
  ParticipantJson,
  RewardViewJson,
  StaffParticipantJson,
} from "../../shared/api_referral.ts";
import { isoInstant } from "../instant.ts";
import type { Language } from "../words.ts";
import { type Audience, whyInvitee, whyReward } from "./why.ts";

const NAMELESS = { zh: "客户", en: "Customer" } as const;
/** On their way to the wallet. */
const COMING: ReadonlySet<string> = new Set(["pending", "held", "approved", "flagged"]);

/** How somebody is called before others. */
export function nameOf(mask: string | null, language: Language): string {
  return mask ?? NAMELESS[language];
}

/** `<cell>.<n>`. */
export function placeText({ cell, n }: Place): string {
  return `${cell}.${n}`;
}

/** The place of such a text; null for anything else. */
export function placeOf(text: string): Place | null {
  const [, cell, n] = /^(\d{1,4})\.(\d{1,9})$/.exec(text) ?? [];
  return cell === undefined || n === undefined ? null : { cell: Number(cell), n: Number(n) };
}

/** What joining answers. */
export interface Joined {
  readonly campaign: string;
  readonly language: Language;
  readonly link: JoinAnswer["link"];
}

export function joinAnswer(view: ParticipantView, joined: Joined): JoinAnswer {
  const { campaign, language, link } = joined;
  return {
    participant: participantJson(view, { campaign, language }),
    inviter: view.inviter === null ? null : { name: nameOf(view.inviter.mask, language) },
    link,
  };
}

function participantJson(
  view: ParticipantView,
  { campaign, language }: Pick<Joined, "campaign" | "language">,
): ParticipantJson {
  return {
    id: placeText(view),
    campaignId: campaign,
    joinedAt: isoInstant(view.joinedAtMs),
    name: nameOf(view.mask, language),
    level: view.level,
    qualifiedAt: view.qualifiedBy === null ? null : isoInstant(view.qualifiedBy.atMs),
  };
}

/** All that a participant's own page shows. */
export function myReferralJson(
  view: ParticipantView,
  options: Joined & {
    readonly nowMs: number;
    readonly leaders: readonly LeaderView[];
  },
): MyReferralJson {
  const { language } = options;
  const sum = (kind: "coupon" | "points", counts: (reward: RewardView) => boolean) =>
    view.rewards.filter((one) => one.reward.kind === kind && counts(one))
      .reduce((total, { reward }) => total + reward.amount, 0);
  const isPaid = ({ state }: RewardView) => state === "paid";
  const isComing = ({ state }: RewardView) => COMING.has(state);
  const rank = options.leaders.findIndex(({ cell, n }) => cell === view.cell && n === view.n);
  return {
    ...joinAnswer(view, options),
    serverTime: isoInstant(options.nowMs),
    progress: {
      clicks: view.clicks,
      invited: view.invited,
      qualified: view.qualified,
      rewarded: view.invitees.filter(({ state }) => state === "rewarded").length,
      earnedFen: sum("coupon", isPaid),
      earnedPoints: sum("points", isPaid),
      comingFen: sum("coupon", isComing),
      comingPoints: sum("points", isComing),
    },
    tiers: view.tiers.map(({ at, reward, state }) => ({
      at,
      reward,
      state,
      missing: Math.max(0, at - view.qualified),
    })),
    rewards: view.rewards.map((reward) => ownRewardJson(reward, language)),
    invitees: view.invitees.map((invitee) =>
      inviteeJson(invitee, { language, audience: "customer" })
    ),
    rank: rank === -1 ? null : rank + 1,
  };
}

/** What staff see of one. */
export function staffParticipantJson(
  view: ParticipantView,
  { campaign, language }: Pick<Joined, "campaign" | "language">,
): StaffParticipantJson {
  const { inviter } = view;
  return {
    ...participantJson(view, { campaign, language }),
    customerId: view.customer,
    inviter: inviter === null
      ? null
      : { id: placeText(inviter), name: nameOf(inviter.mask, language) },
    manager: view.via,
    channel: view.channel,
    flags: view.flags,
    removed: view.removed,
    clicks: view.clicks,
    invited: view.invited,
    qualified: view.qualified,
    qualifiedBy: view.qualifiedBy === null ? null : eventJson(view.qualifiedBy),
    rewards: view.rewards.map((reward) => rewardJson(reward, language)),
  };
}

/** For the customer: nothing of what staff noted or suspect, and no ids of what others did at the bank. */
function ownRewardJson(view: RewardView, language: Language): RewardViewJson {
  const nameless = NAMELESS[language];
  const why = whyReward(view, language, { nameless, audience: "customer" });
  const json = rewardJson(view, language);
  const events = json.events.map((event, index) => ({ ...event, id: String(index + 1) }));
  return { ...json, why, events, flags: [], note: null };
}

/** For staff. */
export function rewardJson(view: RewardView, language: Language): RewardViewJson {
  const { invitee } = view;
  const iso = (ms: number | null) => ms === null ? null : isoInstant(ms);
  return {
    id: view.id,
    for: view.for,
    reward: view.reward,
    fen: view.fen,
    state: view.state,
    reason: view.reason,
    why: whyReward(view, language, { nameless: NAMELESS[language], audience: "staff" }),
    flags: view.flags,
    invitee: invitee === null
      ? null
      : { id: placeText(invitee), name: nameOf(view.inviteeMask, language) },
    tier: view.tier,
    events: view.events.map(eventJson),
    rulesVersion: view.rules,
    createdAt: isoInstant(view.createdAtMs),
    dueAt: iso(view.dueMs),
    paidAt: iso(view.paidAtMs),
    note: view.note,
  };
}

export function inviteeJson(
  view: InviteeView,
  { language, audience }: { readonly language: Language; readonly audience: Audience },
): InviteeJson {
  return {
    id: placeText(view),
    name: nameOf(view.mask, language),
    joinedAt: isoInstant(view.joinedAtMs),
    qualifiedAt: view.qualifiedAtMs === null ? null : isoInstant(view.qualifiedAtMs),
    state: view.state,
    reason: view.reason,
    why: whyInvitee(view, { language, audience }),
    invited: view.invited,
  };
}

function eventJson({ id, type, atMs }: QualifyingEvent): EventJson {
  return { id, type, at: isoInstant(atMs) };
}
