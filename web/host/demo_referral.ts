/**
 * The demo's referral campaign: open for a month, with a few participants whose friends opened accounts, one pair of
 * whom waits for review. All of it goes the way of customers' own commands.
 */
import type { Actor, CampaignCommand, CampaignProtocol } from "../../actors/campaign/protocol.ts";
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import type { DirectoryProtocol } from "../../actors/directory/protocol.ts";
import {
  type InviterFacts,
  referralCellOf,
  referralKey,
  type ReferralProtocol,
} from "../../actors/referral/protocol.ts";
import type { Engine } from "../../engine/mod.ts";
import { referralSpecOf } from "../edge/referral_json.ts";
import type { ReferralRequest } from "../shared/api_referral.ts";

const DAY_MS = 86_400_000;
const OPENS_SOON_MS = 500;
const LISTED_MAX = 100;
const AUTHOR: Actor = { id: "staff-bank", role: "bank", unit: "jx.3601" };
const APPROVER: Actor = { id: "staff-approver", role: "bank", unit: "jx.3601" };
const COUPON = "新客开户礼券";

/** What staff would have written. */
export function demoReferral(startsAtMs: number): ReferralRequest {
  return {
    kind: "referral",
    title: "邀请好友开户 双方有礼",
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + 30 * DAY_MS).toISOString(),
    attribution: "last",
    windowDays: 30,
    qualifying: ["account-opened", "card-activated"],
    rewards: {
      perInvitee: { kind: "coupon", ref: COUPON, amount: 1_000 },
      perInvitedSelf: { kind: "points", ref: "points", amount: 200 },
      tiers: [
        { at: 3, reward: { kind: "points", ref: "points", amount: 500 } },
        { at: 10, reward: { kind: "coupon", ref: "十人成团礼券", amount: 5_000 } },
      ],
    },
    caps: { perInviter: 20, perDay: 5 },
    budget: { fen: 500_000, units: 600 },
    holdDays: 0,
    rules: RULES,
    expectedParticipants: 20_000,
    look: { theme: "harvest" },
  };
}

const RULES = [
  "一、活动时间：自活动开始起 30 天。",
  "二、参加对象：年满 18 周岁的个人客户，被邀请人应为本行新客户。",
  "三、参加方式：打开好友的邀请参加活动，30 天内在本行开立账户或激活银行卡即为达标。",
  "四、奖励：每邀请一位好友达标，邀请人得 10 元礼券一张，好友得 200 积分；达标满 3 位另得 500 积分，满 10 位另得 50 元礼券。",
  "五、限制：每人最多得 20 次邀请奖励，每天最多 5 次；奖励总额 5,000 元，先到先得，发完即止。",
  "六、发放：达标后即时发放到卡包；礼券 90 天内有效，可在本行各网点使用，不兑换现金。",
  "七、业务撤销、虚假邀请或使用同一手机重复参加的，奖励不予发放，已发放的予以收回。",
  "八、咨询与投诉：请拨打 96268，或到任一网点咨询。本活动由南昌农商银行主办并依法解释。",
].join("\n");

/** By name; `by` is who invited. Those two who share a phone wait for review. */
const PEOPLE = [
  { name: "林*", by: null, via: "staff-manager", opens: false },
  { name: "138****6021", by: 0, via: null, opens: true },
  { name: "曾*", by: 0, via: null, opens: true },
  { name: "159****3306", by: 0, via: null, opens: true },
  { name: "黎*", by: 2, via: null, opens: true },
  { name: "186****4470", by: 2, via: null, opens: false },
  { name: "温*", by: null, via: "staff-manager2", opens: false },
  { name: "137****9152", by: 6, via: null, opens: true },
  { name: "150****2218", by: 6, via: null, opens: false },
  { name: "樊*", by: null, via: null, opens: false },
  { name: "133****7705", by: 9, via: null, opens: false, device: "shared" },
  { name: "135****7719", by: 9, via: null, opens: true, device: "shared" },
] as const;

/** Makes it unless one is open for another day; gives its id. */
export async function seedReferral(
  options: { readonly engine: Engine; readonly approval: boolean },
): Promise<string> {
  const { engine, approval } = options;
  const nowMs = engine.nowMs();
  const known = await openOne(engine, nowMs);
  if (known !== null) return known;
  const id = `demo-invite-${Math.floor(nowMs).toString(36)}`;
  const request = demoReferral(nowMs + OPENS_SOON_MS);
  const spec = { ...referralSpecOf(request), coupons: couponsOf(request) };
  await command(engine, id, { kind: "create", spec, by: AUTHOR, approval });
  if (approval) {
    await command(engine, id, { kind: "submit", by: AUTHOR });
    await command(engine, id, { kind: "approve", by: APPROVER });
  }
  await command(engine, id, { kind: "schedule", by: AUTHOR });
  await populate(engine, id);
  return id;
}

async function openOne(engine: Engine, nowMs: number): Promise<string | null> {
  const directory = engine.ref<DirectoryProtocol>("directory", "campaigns");
  const { campaigns } = await engine.ask(directory, { kind: "list", limit: LISTED_MAX });
  const open = campaigns.find(({ id, phase, endsAtMs }) =>
    id.startsWith("demo-invite-") && phase === "open" && endsAtMs > nowMs + DAY_MS
  );
  return open?.id ?? null;
}

function couponsOf({ rewards }: ReferralRequest) {
  const { perInvitee, tiers = [] } = rewards;
  const all = [perInvitee, ...tiers.map(({ reward }) => reward)];
  return Object.fromEntries(all.flatMap((reward) =>
    reward?.kind !== "coupon" ? [] : [[reward.ref, {
      title: reward.ref,
      amountFen: reward.amount,
      minimumFen: 0,
      validity: { kind: "days", days: 90 } as const,
      units: [],
      note: "在南昌农商银行各网点使用",
    }]]
  ));
}

/** One after the other: each inviter is there before the invited. */
async function populate(engine: Engine, id: string): Promise<void> {
  const cells = await opened(engine, id);
  const places: InviterFacts[] = [];
  for (const [index, person] of PEOPLE.entries()) {
    const customer = `demo-friend-${index + 1}`;
    const inviter = person.by === null ? null : places[person.by] ?? null;
    const cell = engine.ref<ReferralProtocol>(
      "referral",
      referralKey(id, referralCellOf(customer, cells)),
    );
    const place = inviter === null ? null : { cell: inviter.cell, n: inviter.n };
    const key = place === null ? "" : `${place.cell}.${place.n}`;
    const reply = await engine.ask(cell, {
      kind: "join",
      customer,
      code: place,
      touches: place === null
        ? []
        : [{ place, atMs: Math.floor(engine.nowMs()), channel: "wechat" }],
      inviters: inviter === null ? {} : { [key]: inviter },
      via: person.via,
      channel: place === null ? "direct" : "wechat",
      device: "device" in person ? `demo-${person.device}` : null,
      mask: person.name,
      isStaff: false,
      facts: { tags: [], isNew: true, orgUnitIds: [] },
    });
    if (reply.kind !== "participant") return;
    const who = await engine.ask(cell, { kind: "who", n: reply.participant.n });
    if (who.kind !== "who") return;
    places.push(who.who);
    if (person.opens) await opensAccount(engine, customer);
  }
}

async function opensAccount(engine: Engine, customer: string): Promise<void> {
  const atMs = Math.floor(engine.nowMs());
  await engine.ask(engine.ref<CustomerProtocol>("customer", customer), {
    kind: "event",
    event: { id: `demo-account-${customer}`, type: "account-opened", atMs },
    reversal: false,
  });
}

/** Resolves once it is open; the number of its cells. */
async function opened(engine: Engine, id: string): Promise<number> {
  const campaign = engine.ref<CampaignProtocol>("campaign", id);
  for (;;) {
    let stop = () => {};
    const changed = new Promise<void>((resolve) => stop = engine.watch(campaign, resolve));
    const { phase, cells } = await command(engine, id, { kind: "view" });
    if (phase !== "scheduled" && phase !== "warming") {
      stop();
      return cells;
    }
    await changed;
    stop();
  }
}

async function command(engine: Engine, id: string, body: CampaignCommand) {
  const reply = await engine.ask(engine.ref<CampaignProtocol>("campaign", id), body);
  if (reply.kind === "view") return reply.view;
  const why = reply.kind === "rejected" ? `${reply.code} ${reply.detail ?? ""}` : reply.kind;
  throw new Error(`Cannot ${body.kind} demo referral "${id}": ${why}`);
}
