/**
 * People who invite each other over HTTP, and a bank that tells what they did. Everything that was acknowledged is
 * remembered, and must be true after a crash.
 */
import { signatureOf } from "../../web/edge/referral/event_signature.ts";
import type { AuditJson } from "../../web/shared/api.ts";
import type { JoinAnswer, MyReferralJson } from "../../web/shared/api_referral.ts";
import type { WalletJson } from "../../web/shared/api_wallet.ts";
import { audit, bearer, pause } from "./crowd.ts";

/** Signs what the bank of a test tells. */
export const EVENTS_SECRET = "a-bank-in-crash-tests-signs-with-this-secret";

/** What an invitee brings the inviter, in fen. */
export const REWARD_FEN = 300;

const DAY_MS = 86_400_000;
const STAFF = bearer("staff-test", "province");
const PARALLEL = 16;
/** Of those who join, by the code of somebody. */
const INVITED_SHARE = 0.9;
const QUALIFIES_SHARE = 0.7;
const QUIET_MS_MAX = 20_000;

interface Person {
  readonly customer: string;
  /** Told with a 201 or 200; null while in doubt. */
  told: JoinAnswer | null;
  /** The code that the first request named. */
  readonly code: string | null;
  event: { readonly body: string; readonly acknowledged: boolean } | null;
}

/** Creates and opens a referral; its id. Wants APPROVAL=off. */
export async function openReferral(url: string, budgetFen: number): Promise<string> {
  const body = {
    kind: "referral",
    title: "Crash test",
    startsAt: new Date(Date.now() + 50).toISOString(),
    endsAt: new Date(Date.now() + DAY_MS).toISOString(),
    attribution: "last",
    windowDays: 7,
    qualifying: ["account-opened"],
    rewards: { perInvitee: { kind: "coupon", ref: "crash", amount: REWARD_FEN } },
    caps: { perInviter: 1_000 },
    budget: { fen: budgetFen },
    holdDays: 0,
    rules: "Invite somebody who opens an account.",
    expectedParticipants: 20_000,
    override: { reason: "a test" },
  };
  const { id } = await staffPost(`${url}/api/v1/campaigns`, body) as { id: string };
  await staffPost(`${url}/api/v1/campaigns/${id}/schedule`);
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`${url}/api/v1/campaigns/${id}`);
    const view = await response.json() as { phase: string };
    if (view.phase === "open") return id;
    await pause(50);
  }
  throw new Error(`Cannot open referral "${id}" within 5 s`);
}

async function staffPost(url: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: STAFF, "content-type": "application/json" },
    ...body === undefined ? {} : { body: JSON.stringify(body) },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Cannot POST ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** The people of one referral. */
export class Storm {
  readonly #id: string;
  readonly #random: () => number;
  readonly #people: Person[] = [];
  /** Those whose codes are known. */
  readonly #joined: Person[] = [];
  #stopped = false;

  constructor(id: string, random: () => number) {
    this.#id = id;
    this.#random = random;
  }

  get acknowledged(): { readonly joins: number; readonly events: number } {
    return {
      joins: this.#joined.length,
      events: this.#people.filter(({ event }) => event?.acknowledged === true).length,
    };
  }

  /** Lets people join and do business until `stop`. */
  async rage(url: string): Promise<void> {
    this.#stopped = false;
    await Promise.all(Array.from({ length: PARALLEL }, async () => {
      while (!this.#stopped) await this.#one(url).catch(() => {});
    }));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #one(url: string): Promise<void> {
    const inviter = this.#random() < INVITED_SHARE
      ? this.#joined[Math.floor(this.#random() * this.#joined.length)]
      : undefined;
    const person: Person = {
      customer: `storm-${this.#people.length}`,
      told: null,
      code: inviter?.told?.link.code ?? null,
      event: null,
    };
    this.#people.push(person);
    // Business before joining is held for those who join later.
    const early = this.#random() < 0.2;
    if (early) await this.#doBusiness(url, person);
    await this.#join(url, person);
    if (!early && this.#random() < QUALIFIES_SHARE) await this.#doBusiness(url, person);
  }

  async #join(url: string, person: Person): Promise<void> {
    const response = await fetch(`${url}/api/v1/campaigns/${this.#id}/participants`, {
      method: "POST",
      headers: {
        authorization: bearer(person.customer, "customer"),
        "content-type": "application/json",
      },
      body: JSON.stringify(person.code === null ? {} : { code: person.code }),
    });
    const text = await response.text();
    if (!response.ok) return;
    person.told = JSON.parse(text);
    this.#joined.push(person);
  }

  async #doBusiness(url: string, person: Person): Promise<void> {
    const body = person.event?.body ?? JSON.stringify({
      id: `event-${person.customer}`,
      type: "account-opened",
      customerId: person.customer,
      at: new Date().toISOString(),
    });
    person.event = { body, acknowledged: person.event?.acknowledged ?? false };
    const status = await tell(url, body);
    if (status < 300) person.event = { body, acknowledged: true };
  }

  /** What was told and is not so. What is in doubt is asked for again, so that it is told too. */
  async check(url: string): Promise<string[]> {
    const wrong = await Promise.all(
      groupsOf(this.#people).map(async (group) => {
        const found: string[] = [];
        for (const person of group) found.push(...await this.#checkOne(url, person));
        return found;
      }),
    );
    return wrong.flat();
  }

  async #checkOne(url: string, person: Person): Promise<string[]> {
    const wrong: string[] = [];
    const { told, event } = person;
    if (event !== null) {
      const status = await tell(url, event.body);
      const good = event.acknowledged ? status === 200 : status === 200 || status === 201;
      if (!good) wrong.push(`${person.customer}: event answered ${status}`);
      person.event = { body: event.body, acknowledged: true };
    }
    if (told === null) {
      await this.#join(url, person);
      return wrong;
    }
    const me = await this.#me(url, person);
    const same = me?.participant.id === told.participant.id && me.link.code === told.link.code &&
      (me.inviter === null) === (told.inviter === null);
    if (!same) {
      wrong.push(`${person.customer}: ${JSON.stringify(me)}, told ${JSON.stringify(told)}`);
    }
    return wrong;
  }

  /** Waits until no reward is under way, and then judges budget, rewards and wallets. */
  async settle(url: string): Promise<{ readonly wrong: string[]; readonly audit: AuditJson }> {
    const wrong: string[] = [];
    let sums = await audit(url, this.#id);
    const expected =
      this.#people.filter(({ told, event }) =>
        told !== null && told.inviter !== null && event !== null
      ).length;
    for (let waitedMs = 0; waitedMs < QUIET_MS_MAX; waitedMs += 250) {
      const { referral } = sums;
      const open = (referral?.rewards.pending.rewards ?? 1) +
        (referral?.rewards.approved.rewards ?? 1);
      if (open === 0 && referral?.qualified === expected) break;
      await pause(250);
      sums = await audit(url, this.#id);
    }
    const { referral } = sums;
    if (referral?.qualified !== expected) {
      wrong.push(`${referral?.qualified} qualified, ${expected} were told of`);
    }
    if (referral?.participants !== this.#people.length) {
      wrong.push(`${referral?.participants} participants, ${this.#people.length} joined`);
    }
    const paid = referral?.rewards.paid;
    if (paid?.fen !== referral?.fen?.paid || paid?.fen !== (paid?.rewards ?? 0) * REWARD_FEN) {
      wrong.push(`paid: ${JSON.stringify(paid)}, the budget says ${JSON.stringify(referral?.fen)}`);
    }
    if (referral?.fen?.held !== 0) wrong.push(`held: ${referral?.fen?.held}`);
    wrong.push(...await this.#compareWallets(url));
    return { wrong, audit: sums };
  }

  /** Every paid reward is one coupon, and there is no other. */
  async #compareWallets(url: string): Promise<string[]> {
    const wrong = await Promise.all(
      groupsOf(this.#joined).map(async (group) => {
        const found: string[] = [];
        for (const person of group) found.push(...await this.#compareWallet(url, person));
        return found;
      }),
    );
    return wrong.flat();
  }

  async #compareWallet(url: string, person: Person): Promise<string[]> {
    const me = await this.#me(url, person);
    const rewards = (me?.rewards ?? []).filter(({ state }) => state === "paid").map(({ id }) => id);
    if ((me?.rewards.length ?? 0) === 0) return [];
    const headers = { authorization: bearer(person.customer, "customer") };
    const wallet: WalletJson = await (await fetch(`${url}/api/v1/wallet`, { headers })).json();
    const coupons = wallet.coupons.filter(({ state }) => state === "unused").map(({ id }) => id);
    return rewards.toSorted().join() === coupons.toSorted().join()
      ? []
      : [`${person.customer}: paid ${rewards}, the wallet has ${coupons}`];
  }

  async #me(url: string, { customer }: Person): Promise<MyReferralJson | null> {
    const response = await fetch(`${url}/api/v1/campaigns/${this.#id}/participants/me`, {
      headers: { authorization: bearer(customer, "customer") },
    });
    const text = await response.text();
    return response.ok ? JSON.parse(text) : null;
  }
}

/** As many groups as callers at once. */
function groupsOf<Each>(all: readonly Each[]): Each[][] {
  const groups: Each[][] = Array.from({ length: PARALLEL }, () => []);
  for (const [index, each] of all.entries()) groups[index % PARALLEL]?.push(each);
  return groups;
}

async function tell(url: string, body: string): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signed = { timestamp, body: new TextEncoder().encode(body) };
  const response = await fetch(`${url}/api/v1/events`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-yundian-timestamp": timestamp,
      "x-yundian-signature": signatureOf(EVENTS_SECRET, signed),
    },
    body,
  });
  await response.body?.cancel();
  return response.status;
}
