/** A referral campaign on the real product, and what the bank tells of its people, for browser tests. */
import type { Page } from "playwright-core";
import { TEST_SECRET } from "../../engine/crash/product.ts";
import {
  SIGNATURE_HEADER,
  signatureOf,
  TIMESTAMP_HEADER,
} from "../edge/referral/event_signature.ts";
import { signToken } from "../edge/token.ts";
import type { EventRequest, MyReferralJson, ReferralRequest } from "../shared/api_referral.ts";

/** What the product is started with, so that events of the bank are taken. */
export const EVENTS_SECRET = "tests-sign-events-with-this-secret-of-32-bytes";
/** The test browser calls itself headless, and robots get no cookie. */
export const PHONE_AGENT =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1";

const HOUR_MS = 3_600_000;

/** A type, so that it may stand where any headers are taken. */
type Header = { readonly Authorization: string };

/** Header of a member of staff, of the province by default. */
export function staffHeader(
  staff: { readonly role: "province" | "outlet"; readonly unit: string } = PROVINCE,
): Header {
  return bearer({ sub: `staff-test-${staff.role}`, ...staff });
}

const PROVINCE = { role: "province", unit: "jx" } as const;

function bearer(claims: { sub: string; role: "customer" | "province" | "outlet"; unit?: string }) {
  const exp = Math.floor(Date.now() / 1_000) + HOUR_MS / 1_000;
  return { Authorization: `Bearer ${signToken({ ...claims, exp }, TEST_SECRET)}` };
}

/** Somebody without a browser joins by an invitation and opens an account. */
export async function bringFriend(
  page: Page,
  { id, code, customer }: { id: string; code: string; customer: string },
): Promise<void> {
  const joined = await page.request.post(`/api/v1/campaigns/${id}/participants`, {
    // Another device than the page's own.
    headers: { ...bearer({ sub: customer, role: "customer" }), Cookie: "" },
    data: { code },
  });
  if (joined.status() !== 201) throw new Error(`join: ${joined.status()} ${await joined.text()}`);
  const at = new Date().toISOString();
  const told = await tell(page, {
    id: `opened-${customer}`,
    type: "account-opened",
    customerId: customer,
    at,
  });
  if (told !== 201) throw new Error(`event: ${told}`);
}

/** Writes and schedules a referral that is open now and pays at once; gives its id. */
export async function newReferral(
  page: Page,
  part: Partial<ReferralRequest> = {},
): Promise<string> {
  const nowMs = Date.now();
  const data: ReferralRequest = {
    kind: "referral",
    title: "老友带新友",
    startsAt: new Date(nowMs + 300).toISOString(),
    endsAt: new Date(nowMs + 240 * HOUR_MS).toISOString(),
    attribution: "last",
    windowDays: 30,
    qualifying: ["account-opened"],
    rewards: {
      perInvitee: { kind: "coupon", ref: "十元满减券", amount: 1_000 },
      perInvitedSelf: { kind: "points", ref: "points", amount: 200 },
      tiers: [
        { at: 1, reward: { kind: "points", ref: "points", amount: 100 } },
        { at: 3, reward: { kind: "coupon", ref: "五十元券", amount: 5_000 } },
      ],
    },
    caps: { perInviter: 20 },
    budget: { fen: 1_000_000, units: 100 },
    holdDays: 0,
    rules: "邀请好友开户，双方有礼。每人一次，先到先得，领完即止，活动期间内有效。",
    override: { reason: "浏览器测试" },
    ...part,
  };
  const headers = staffHeader();
  const made = await page.request.post("/api/v1/campaigns", { headers, data });
  if (made.status() !== 201) throw new Error(`campaigns: ${made.status()} ${await made.text()}`);
  const { id }: { id: string } = await made.json();
  const scheduled = await page.request.post(`/api/v1/campaigns/${id}/schedule`, { headers });
  if (!scheduled.ok()) throw new Error(`schedule: ${scheduled.status()} ${await scheduled.text()}`);
  return id;
}

/** Tells the product an event as the bank's systems do. */
export async function tell(page: Page, event: EventRequest): Promise<number> {
  const data = JSON.stringify(event);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signed = { timestamp, body: new TextEncoder().encode(data) };
  const answer = await page.request.post("/api/v1/events", {
    data,
    headers: {
      "Content-Type": "application/json",
      [TIMESTAMP_HEADER]: timestamp,
      [SIGNATURE_HEADER]: signatureOf(EVENTS_SECRET, signed),
    },
  });
  return answer.status();
}

/** The progress of whoever is signed in on the page. */
export async function progressOf(page: Page, id: string): Promise<MyReferralJson> {
  const answer = await page.request.get(`/api/v1/campaigns/${id}/participants/me`);
  if (!answer.ok()) throw new Error(`me: ${answer.status()} ${await answer.text()}`);
  return await answer.json();
}
