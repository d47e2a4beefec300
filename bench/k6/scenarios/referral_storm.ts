/**
 * A referral in a storm: links that are opened, people who join by them, and the bank's word of what they did. One
 * iteration walks one branch of the tree from a code of the pool down; the refusals that a referral lives with, such as
 * one's own code, are part of it.
 */
import { check } from "k6";
import crypto from "k6/crypto";
import http, { type CookieJar } from "k6/http";
import type { Answer } from "../books.ts";
import { type Deed, type Person, planBranch } from "../branch.ts";
import { sleepMs } from "../clock.ts";
import { customerToken } from "../customers.ts";
import { diceOf } from "../dice.ts";
import type { Play, Setting, Visit, World } from "../play.ts";
import { createCampaign, movedTo, openingMs, type Spec, waitFor } from "../staff.ts";

export interface Referral extends Setting {
  /** Of those who take part before the load: every branch hangs from one of them. */
  readonly codes: readonly string[];
}

export const referralStorm: Play<Referral> = { setup, run };

/** Who takes part before the load. With many, no inviter is an unlikely star. */
const SEEDS = 200;
const SEEDS_OF_SMOKE = 20;
/** People of one branch on average, for what is expected of the campaign. */
const BRANCH_PEOPLE = 6;
/** Ten million yuan: no run comes to its end, so every reward is made. */
const BUDGET_FEN = 1_000_000_000;
const DAY_MS = 86_400_000;
const WINDOW_DAYS = 30;
const LATE_DAYS = 40;
const STARTS_MS = 300;
const CHANNELS = ["wechat", "moments", "group", "poster", "print"] as const;

function setup(world: World): Referral {
  if (world.surroundings.eventsSecret === null) {
    throw new Error(
      "Cannot prepare the run: EVENTS_SECRET is missing: the target's own, which signs what the bank tells",
    );
  }
  const { file } = world.plan;
  const startsAtMs = Date.now() + STARTS_MS;
  // It opens before the load: somebody has to take part before anybody can be invited.
  const [spec = referralSpec(world, startsAtMs)] = movedTo(
    (file?.specs ?? []).filter(({ kind }) => kind === "referral"),
    startsAtMs,
  );
  const campaign = createCampaign(world, { ...spec, override: { reason: "压测" } });
  waitFor(world, { id: campaign.id, field: "phase", value: "open" });
  const codes = plantSeeds(world, campaign.id);
  checkSecret(world, campaign.id);
  return {
    campaigns: [campaign],
    startAtMs: openingMs(world),
    codes,
    told: { referral: { id: campaign.id, seeds: codes.length } },
  };
}

function referralSpec({ plan }: World, startsAtMs: number): Spec {
  const points = (amount: number) => ({ kind: "points", ref: "points", amount });
  return {
    kind: "referral",
    title: `压测 ${plan.scenario} ${plan.profile}`,
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + DAY_MS).toISOString(),
    attribution: "last",
    windowDays: WINDOW_DAYS,
    qualifying: ["account-opened"],
    rewards: {
      perInvitee: { kind: "coupon", ref: "压测礼券", amount: 300 },
      perInvitedSelf: points(100),
      tiers: [{ at: 2, reward: points(200) }, { at: 5, reward: points(1_000) }],
    },
    caps: { perInviter: 20 },
    budget: { fen: BUDGET_FEN },
    holdDays: 0,
    rules: "活动时间以页面为准，邀请新客户开户双方得奖，每人最多二十次；主办：压测，电话 0000。",
    expectedParticipants: Math.max(10, plan.iterations * BRANCH_PEOPLE),
    expectedPeakPerSecond: Math.max(1, Math.ceil(plan.peakPerSecond * BRANCH_PEOPLE)),
  };
}

/** The first participants, without an inviter; their codes. */
function plantSeeds(world: World, id: string): string[] {
  const { plan, run, surroundings, books } = world;
  const count = plan.profile === "smoke" ? SEEDS_OF_SMOKE : SEEDS;
  const customers = Array.from({ length: count }, (_, n) => `${run}-seed-${n}`);
  const answers = http.batch(customers.map((customer) => ({
    method: "POST",
    url: `${books.origin}/api/v1/campaigns/${id}/participants`,
    params: {
      responseType: "text",
      headers: { authorization: `Bearer ${customerToken(customer, surroundings.secret)}` },
    },
  } as const)));
  return answers.map((answer, n) => {
    if (answer.status !== 201) {
      throw new Error(
        `Cannot prepare the run: the first joins are answered ${answer.status}: ${answer.body}`,
      );
    }
    console.log(`JOIN ${answer.json("participant.id")} ${customers[n]}`);
    return String(answer.json("link.code"));
  });
}

/** One event of a participant whom nobody has invited, so that it counts for nothing. */
function checkSecret({ run, surroundings, books }: World, campaign: string): void {
  const body = JSON.stringify({
    id: `${campaign}-secret`.slice(0, EVENT_CHARACTERS_MAX),
    type: "account-opened",
    customerId: `${run}-seed-0`,
    at: new Date().toISOString(),
  });
  const headers = signed(surroundings.eventsSecret ?? "", body);
  const { status } = http.post(`${books.origin}/api/v1/events`, body, {
    headers: { ...headers, "content-type": "application/json" },
  });
  if (status === 201 || status === 200) return;
  throw new Error(
    `Cannot prepare the run: a signed event is answered ${status}: EVENTS_SECRET is not the target's`,
  );
}

const EVENT_CHARACTERS_MAX = 64;

/** One who has joined. */
interface Member {
  readonly customer: string;
  readonly token: string;
  readonly code: string;
  /** The own phone. */
  readonly jar: CookieJar;
}

/** Where a person comes in. */
interface Coming {
  readonly campaign: string;
  readonly person: Person;
  readonly customer: string;
  /** By which the person comes. */
  readonly code: string;
  /** The inviter's inviter; null where the inviter is of the pool. */
  readonly grand: Member | null;
}

/** Walks one branch. */
function run(visit: Visit, data: Referral): void {
  const campaign = data.campaigns[0]?.id ?? "";
  const dice = diceOf(Math.floor(visit.chance("branch") * 2 ** 32));
  const people = planBranch(dice);
  const root = data.codes[Math.floor(dice() * data.codes.length)] ?? "";
  visit.gather();
  const members: (Member | null)[] = [];
  people.forEach((person, n) => {
    const inviter = memberAt(members, person.inviter);
    const code = person.inviter === null ? root : inviter?.code;
    const above = person.inviter === null ? null : people[person.inviter]?.inviter ?? null;
    const customer = `${visit.customer}-${n}`;
    // Nobody comes by the link of one who could not join.
    members.push(
      code === undefined ? null : come(visit, {
        ...{ campaign, person, customer, code },
        grand: memberAt(members, above),
      }),
    );
  });
}

function memberAt(members: readonly (Member | null)[], n: number | null): Member | null {
  return n === null ? null : members[n] ?? null;
}

/** Follows the link, joins, and does what the plan says; null for one who could not join. */
function come(visit: Visit, coming: Coming): Member | null {
  const { campaign, person, customer, code, grand } = coming;
  const jar = new http.CookieJar();
  const token = customerToken(customer, visit.surroundings.secret);
  follow(visit, coming, jar);
  const done = doneBy(coming);
  if (person.deed === "early") tell(visit, done);
  const joined = join(visit, { campaign, code, token, jar });
  if (joined.status !== 201 && joined.status !== 200) return null;
  console.log(`JOIN ${joined.text("participant.id")} ${customer}`);
  const member: Member = { customer, token, jar, code: joined.text("link.code") };
  check(joined, { "a join has its own link": () => member.code !== "" && member.code !== code });
  if (person.joinsAgain) join(visit, { campaign, code, token, jar });
  if (person.triesSelf) join(visit, { ...member, campaign });
  if (person.deed === "in-time" || person.deed === "late") tell(visit, done);
  if (person.toldAgain) tell(visit, done);
  if (person.looks) {
    visit.call("progress", { path: `/api/v1/campaigns/${campaign}/participants/me`, token, jar });
  }
  if (person.takesAnother && grand !== null) {
    join(visit, { campaign, code: grand.code, token, jar });
  }
  if (person.closesLoop && grand !== null) join(visit, { ...grand, campaign, code: member.code });
  return member;
}

/** From the link to the page, as a phone does. */
function follow(visit: Visit, { campaign, code, customer }: Coming, jar: CookieJar): void {
  const at = Math.floor(visit.chance(customer) * CHANNELS.length);
  const channel = CHANNELS[at] ?? "wechat";
  const accept = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";
  visit.call("link", { path: `/r/${code}?ch=${channel}`, headers: { accept }, reads: false, jar });
  const page = `/c/${campaign}?code=${code}&ch=${channel}`;
  visit.call("page", { path: page, headers: { accept }, reads: false, jar });
  visit.call("arrive", {
    method: "POST",
    path: `/api/v1/campaigns/${campaign}/visits`,
    body: JSON.stringify({ channel }),
    jar,
  });
}

/** Joins by a code; once more where the target asks to come again. */
function join(
  visit: Visit,
  by: Pick<Member, "code" | "token" | "jar"> & { readonly campaign: string },
): Answer {
  const { campaign, code, token, jar } = by;
  const once = () =>
    visit.call("join", {
      method: "POST",
      path: `/api/v1/campaigns/${campaign}/participants`,
      body: JSON.stringify({ code }),
      token,
      jar,
    });
  const answer = once();
  if (answer.status !== 503 && answer.status !== 429) return answer;
  sleepMs(answer.retryAfterMs);
  return once();
}

/** What a person did, by the clock of the bank. */
interface Done {
  readonly customer: string;
  readonly deed: Deed;
  readonly at: string;
}

function doneBy({ customer, person: { deed } }: Coming): Done {
  const agoMs = deed === "late" ? LATE_DAYS * DAY_MS : 0;
  return { customer, deed, at: new Date(Date.now() - agoMs).toISOString() };
}

/** The bank tells it; the same again changes nothing. */
function tell(visit: Visit, { customer, deed, at }: Done): void {
  const event = { id: `${customer}-e`, type: "account-opened", customerId: customer, at };
  const body = JSON.stringify(event);
  visit.call("event", {
    method: "POST",
    path: "/api/v1/events",
    headers: signed(visit.surroundings.eventsSecret ?? "", body),
    body,
    as: deed,
  });
}

function signed(secret: string, body: string): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  return {
    "x-yundian-timestamp": timestamp,
    "x-yundian-signature": `sha256=${crypto.hmac("sha256", secret, `${timestamp}.${body}`, "hex")}`,
  };
}
