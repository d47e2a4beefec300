/** A referral campaign on the real product, for browser tests: people join, invite and open accounts. */
import {
  SIGNATURE_HEADER,
  signatureOf,
  TIMESTAMP_HEADER,
} from "../edge/referral/event_signature.ts";
import { signToken } from "../edge/token.ts";
import { TEST_SECRET } from "../../engine/crash/product.ts";
import type {
  CouponTemplateJson,
  CouponTemplateRequest,
  WalletJson,
} from "../shared/api_wallet.ts";
import type { JoinAnswer, ReferralRequest, StaffReferralJson } from "../shared/api_referral.ts";

/** Signs what the bank tells, in tests. */
export const EVENTS_SECRET = "events-in-tests-are-signed-with-this-secret";

const TOKEN_SECONDS = 3_600;
const HOUR_MS = 3_600_000;

/** A campaign that is open, and what people do in it. */
export interface LiveReferral {
  readonly id: string;
  /** Joins; with `code` by somebody's invitation. */
  join(customer: string, code?: string): Promise<JoinAnswer>;
  /** Tries to join; the status of the answer. */
  tries(customer: string, code: string): Promise<number>;
  /** The bank tells that the customer opened an account. */
  qualify(customer: string): Promise<void>;
  /** What the customer has won so far. */
  wallet(customer: string): Promise<WalletJson>;
}

/** Writes, approves and schedules a campaign of Nanchang's bank on the product at `origin`. */
export async function openReferral(
  origin: string,
  fields: Partial<ReferralRequest> = {},
): Promise<LiveReferral> {
  const nowMs = Date.now();
  const request: ReferralRequest = {
    kind: "referral",
    title: "邀好友开户得积分",
    startsAt: new Date(nowMs - 1_000).toISOString(),
    endsAt: new Date(nowMs + 240 * HOUR_MS).toISOString(),
    attribution: "first",
    windowDays: 30,
    qualifying: ["account-opened"],
    rewards: { perInvitee: { kind: "points", ref: "points", amount: 500 } },
    budget: { fen: 10_000, units: 100 },
    caps: { perInviter: 20 },
    holdDays: 0,
    rules: "邀请好友开户，双方得积分。每人一次，先到先得，活动期间内有效，最终解释权归本行。",
    override: { reason: "测试" },
    ...fields,
  };
  const staff = (sub: string) => tokenOf({ sub, role: "province", unit: "jx" });
  const author = staff("staff-test");
  const created = await post<StaffReferralJson>(origin, "/api/v1/campaigns", {
    token: author,
    body: request,
  });
  const path = `/api/v1/campaigns/${created.id}`;
  if (created.approval) {
    await post(origin, `${path}/submit`, { token: author });
    await post(origin, `${path}/approve`, { token: staff("staff-other") });
  }
  await post(origin, `${path}/schedule`, { token: author });
  let events = 0;
  const asking = (customer: string, code?: string) => ({
    token: tokenOf({ sub: customer, role: "customer" }),
    ...(code === undefined ? {} : { body: { code } }),
  });
  return {
    id: created.id,
    join: (customer, code) => post(origin, `${path}/participants`, asking(customer, code)),
    tries: async (customer, code) => {
      const response = await send(origin, `${path}/participants`, asking(customer, code));
      await response.body?.cancel();
      return response.status;
    },
    qualify: async (customer) => {
      const event = {
        id: `${created.id}-${++events}`,
        type: "account-opened",
        customerId: customer,
        at: new Date().toISOString(),
      };
      await tell(origin, event);
    },
    wallet: async (customer) => {
      const response = await fetch(`${origin}/api/v1/wallet`, {
        headers: { "authorization": `Bearer ${asking(customer).token}` },
      });
      return await read(response, "/api/v1/wallet");
    },
  };
}

/** Writes a coupon template of the province; its id. */
export async function writeTemplate(
  origin: string,
  fields: Partial<CouponTemplateRequest> = {},
): Promise<string> {
  const { id } = await post<CouponTemplateJson>(origin, "/api/v1/coupon-templates", {
    token: tokenOf({ sub: "staff-test", role: "province", unit: "jx" }),
    body: {
      title: "新客立减券",
      amountFen: 1_000,
      minimumFen: 5_000,
      validity: { kind: "days", days: 30 },
      units: [],
      note: "",
      ...fields,
    },
  });
  return id;
}

async function tell(origin: string, event: object): Promise<void> {
  const body = JSON.stringify(event);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signed = { timestamp, body: new TextEncoder().encode(body) };
  const response = await fetch(`${origin}/api/v1/events`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      [TIMESTAMP_HEADER]: timestamp,
      [SIGNATURE_HEADER]: signatureOf(EVENTS_SECRET, signed),
    },
    body,
  });
  await read(response, "/api/v1/events");
}

interface Asking {
  readonly token: string;
  readonly body?: unknown;
}

function send(origin: string, path: string, { token, body }: Asking): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method: "POST",
    headers: {
      "authorization": `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function post<Value>(origin: string, path: string, asking: Asking): Promise<Value> {
  return await read<Value>(await send(origin, path, asking), path);
}

async function read<Value>(response: Response, path: string): Promise<Value> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  // Foreign data: the product under test answers by the types of the API.
  return JSON.parse(text) as Value;
}

function tokenOf(claims: { sub: string; role: "province" | "customer"; unit?: string }): string {
  const exp = Math.floor(Date.now() / 1000) + TOKEN_SECONDS;
  return signToken({ ...claims, exp }, TEST_SECRET);
}
