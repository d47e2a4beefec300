/**
 * What becomes of clicks when the real process ends in the middle of a crowd: on SIGTERM none is lost, on `kill -9` none
 * that is older than a second; a click is what was answered by 302.
 */
import { assert, assertEquals } from "@std/assert";
import { type Product, startProduct, TEST_SECRET } from "../../engine/crash/product.ts";
import type { JoinAnswer, MyReferralJson } from "../shared/api_referral.ts";
import { type Role, signToken } from "./token.ts";

const PARTICIPANTS = 20;
const PARALLEL = 8;
const CROWD_MS = 2_500;
const LOST_MS_MAX = 1_000;
const OPEN_MS = 20_000;
const PHONE = { "user-agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50" };
const NO_RATE = {
  LIMIT_CLICKS_PER_ADDRESS_PER_HOUR: "1000000",
  LIMIT_ADDRESS_BURST: "1000000",
};

/** A click that was answered. */
interface Click {
  readonly customer: string;
  readonly atMs: number;
}

Deno.test("SIGTERM: every click that was answered is counted after the restart", async () => {
  await withCampaign(async ({ crowd, end, counted }) => {
    const clicks = crowd();
    await pause(CROWD_MS);
    const ended = await end("SIGTERM");
    assertEquals(ended.code, 0, ended.output);
    const answered = await clicks;
    assert(answered.length > 100, `${answered.length} clicks prove nothing`);
    assertEquals(await counted(), sumsOf(answered));
  });
});

Deno.test("kill -9: no click that was answered a second before is lost, and none counts twice", async () => {
  await withCampaign(async ({ crowd, end, counted, sent }) => {
    const clicks = crowd();
    await pause(CROWD_MS);
    const killedMs = performance.now();
    await end("SIGKILL");
    const answered = await clicks;
    const old = answered.filter(({ atMs }) => atMs < killedMs - LOST_MS_MAX);
    assert(old.length > 100, `${old.length} clicks prove nothing`);
    const found = await counted();
    const least = sumsOf(old);
    for (const [customer, most] of Object.entries(sent())) {
      const clicks = found[customer] ?? 0;
      assert(clicks >= (least[customer] ?? 0), `${customer}: ${clicks} of ${least[customer]}`);
      assert(clicks <= most, `${customer}: ${clicks} of ${most} at most`);
    }
  });
});

async function withCampaign(
  run: (campaign: {
    /** Opens links, each as somebody new, until the process ends. */
    crowd(): Promise<readonly Click[]>;
    /** Clicks asked for, by participant. */
    sent(): Readonly<Record<string, number>>;
    end(signal: Deno.Signal): Promise<{ readonly code: number; readonly output: string }>;
    /** Clicks by participant, after a start. */
    counted(): Promise<Readonly<Record<string, number>>>;
  }) => Promise<void>,
): Promise<void> {
  const dataDir = await Deno.makeTempDir();
  const options = { dataDir, env: NO_RATE };
  const { url, ...first } = await startProduct(options);
  let running: Omit<Product, "url"> | null = first;
  const sent: Record<string, number> = {};
  let ended = false;
  try {
    const id = await openReferral(url);
    const codes = await Promise.all(
      Array.from({ length: PARTICIPANTS }, (_, n) => join(url, id, `c-${n}`)),
    );
    await run({
      crowd: () => crowdOf(url, { codes, sent, isOver: () => ended }),
      sent: () => sent,
      async end(signal) {
        first.signal(signal);
        const end = await first.ended;
        running = null;
        ended = true;
        return end;
      },
      async counted() {
        const next = await startProduct(options);
        running = next;
        return Object.fromEntries(
          await Promise.all(codes.map(async ({ customer }) => {
            const path = `${next.url}/api/v1/campaigns/${id}/participants/me`;
            const me = await ask<MyReferralJson>(path, { as: customer });
            return [customer, me.progress.clicks] as const;
          })),
        );
      },
    });
  } finally {
    running?.signal("SIGKILL");
    await running?.ended;
    await Deno.remove(dataDir, { recursive: true });
  }
}

interface Code {
  readonly customer: string;
  readonly code: string;
}

async function crowdOf(
  url: string,
  crowd: {
    readonly codes: readonly Code[];
    readonly sent: Record<string, number>;
    readonly isOver: () => boolean;
  },
): Promise<readonly Click[]> {
  const { codes, sent, isOver } = crowd;
  const clicks: Click[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: PARALLEL }, async () => {
    while (!isOver()) {
      const one = codes[next++ % codes.length];
      if (one === undefined) return;
      sent[one.customer] = (sent[one.customer] ?? 0) + 1;
      const status = await fetch(`${url}/r/${one.code}`, { headers: PHONE, redirect: "manual" })
        .then(async (response) => {
          await response.body?.cancel();
          return response.status;
        }, () => 0);
      // A node that stops, or has ended.
      if (status !== 302) return;
      clicks.push({ customer: one.customer, atMs: performance.now() });
    }
  }));
  return clicks;
}

async function openReferral(url: string): Promise<string> {
  const staff = { role: "province", unit: "jx" } as const;
  const nowMs = Date.now();
  const body = {
    kind: "referral",
    title: "推荐有礼",
    startsAt: new Date(nowMs + 1_000).toISOString(),
    endsAt: new Date(nowMs + 86_400_000).toISOString(),
    attribution: "last",
    windowDays: 30,
    qualifying: ["account-opened"],
    rewards: { perInvitee: { kind: "points", ref: "points", amount: 100 } },
    caps: { perInviter: 100 },
    budget: { fen: 10_000_000 },
    holdDays: 0,
    rules: "邀请一位新客户开户，得一百积分；每人最多一百次，奖完为止。",
    override: { reason: "测试" },
    expectedParticipants: 100_000,
  };
  const { id } = await ask<{ id: string }>(`${url}/api/v1/campaigns`, { staff, body });
  await ask(`${url}/api/v1/campaigns/${id}/schedule`, { staff, body: {} });
  for (const untilMs = nowMs + OPEN_MS; Date.now() < untilMs;) {
    const { phase } = await ask<{ phase: string }>(`${url}/api/v1/campaigns/${id}`, { staff });
    if (phase === "open") return id;
    await pause(100);
  }
  throw new Error(`The campaign is not open after ${OPEN_MS} ms`);
}

async function join(url: string, id: string, customer: string): Promise<Code> {
  const path = `${url}/api/v1/campaigns/${id}/participants`;
  const { link } = await ask<JoinAnswer>(path, { as: customer, body: {} });
  return { customer, code: link.code };
}

async function ask<Value>(
  url: string,
  asked: {
    readonly as?: string;
    readonly staff?: { readonly role: Role; readonly unit: string };
    readonly body?: unknown;
  },
): Promise<Value> {
  const { as, staff, body } = asked;
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const token = signToken(
    staff === undefined ? { sub: as ?? "", role: "customer", exp } : { sub: "s-1", exp, ...staff },
    TEST_SECRET,
  );
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
  });
  const text = await response.text();
  assert(response.ok, `${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

function sumsOf(clicks: readonly Click[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { customer } of clicks) sums[customer] = (sums[customer] ?? 0) + 1;
  return sums;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
