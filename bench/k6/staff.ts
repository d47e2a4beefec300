/** What staff do before a run: campaigns, made through the same interface as the console's. */
import http, { type RefinedResponse } from "k6/http";
import { aheadMs, sleepMs } from "./clock.ts";
import { staffToken } from "./customers.ts";
import type { World } from "./play.ts";

/** A campaign of this run, as the line SETUP tells it. */
export interface CampaignMade {
  readonly id: string;
  readonly kind: string;
  /** 0 where the kind has none. */
  readonly units: number;
  /** 0 where the kind has none. */
  readonly perCustomerMax: number;
  readonly startsAt: string;
  /** 0 where the kind has none. */
  readonly holdSeconds: number;
}

/** Body of `POST /api/v1/campaigns`. */
export type Spec = Readonly<Record<string, unknown>>;

/** Setup's own time before the load: what opens at once would be open before the first arrives. */
const SETUP_MS = 1_000;
const DAY_MS = 86_400_000;
const POLL_MS = 100;
const WAIT_MS_MAX = 60_000;

/** When a run whose setup is about to end opens its sale, or fires its herd; by this machine's clock. */
export function openingMs(world: World): number {
  return Date.now() + world.plan.opensAfterMs + SETUP_MS;
}

/** A sale with the plan's figures. */
export function saleSpec(world: World, own: Spec & { readonly startsAtMs: number }): Spec {
  const { startsAtMs, ...rest } = own;
  const { plan } = world;
  return {
    kind: "flash-sale",
    title: `压测 ${plan.scenario} ${plan.profile}`,
    product: "bench",
    priceFen: 100,
    units: plan.units,
    perCustomerMax: 1,
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + DAY_MS).toISOString(),
    holdSeconds: plan.holdSeconds,
    expectedPeakPerSecond: Math.max(1, Math.ceil(plan.peakPerSecond)),
    ...rest,
  };
}

/** A rehearsal's specs, moved in time together so that the earliest starts at this instant. */
export function movedTo(specs: readonly Spec[], startsAtMs: number): Spec[] {
  const starts = specs.map((spec) => Date.parse(String(spec["startsAt"])));
  const byMs = startsAtMs - Math.min(...starts);
  return specs.map((spec) => moved(spec, byMs));
}

function moved(spec: Spec, byMs: number): Spec {
  const later = (value: unknown) => new Date(Date.parse(String(value)) + byMs).toISOString();
  const { startsAt, endsAt, releases } = spec;
  const whole = { ...spec, startsAt: later(startsAt), endsAt: later(endsAt) };
  if (!Array.isArray(releases)) return whole;
  return { ...whole, releases: releases.map((one) => ({ ...one, at: later(one.at) })) };
}

/** Creates and schedules it. Throws with what is to be done where the target refuses. */
export function createCampaign(world: World, spec: Spec): CampaignMade {
  const id = post(world, { path: "/api/v1/campaigns", body: spec, status: 201 }).json("id");
  const made = post(world, { path: `/api/v1/campaigns/${id}/schedule`, status: 200 });
  return {
    id: String(id),
    kind: String(spec["kind"]),
    units: Number(spec["units"] ?? 0),
    perCustomerMax: Number(spec["perCustomerMax"] ?? 0),
    startsAt: String(made.json("startsAt")),
    holdSeconds: Number(spec["holdSeconds"] ?? 0),
  };
}

/** Reads as staff. Asks again while the target's rows are not there yet, as just after its start. */
export function readAsStaff(world: World, path: string): RefinedResponse<"text"> {
  const { books, surroundings } = world;
  for (let tries = 1;; tries++) {
    const response = http.get(`${books.origin}${path}`, {
      responseType: "text",
      headers: { "authorization": `Bearer ${staffToken(surroundings.secret)}` },
    });
    if (response.status === 200) return response;
    if (response.status !== 503 || tries * POLL_MS > WAIT_MS_MAX) {
      throw new Error(`Cannot prepare the run: GET ${path} answered ${whyNot(response)}`);
    }
    sleepMs(POLL_MS);
  }
}

function post(
  world: World,
  call: { readonly path: string; readonly body?: Spec; readonly status: number },
): RefinedResponse<"text"> {
  const { books, surroundings } = world;
  const body = call.body === undefined ? null : JSON.stringify(call.body);
  const response = http.post(`${books.origin}${call.path}`, body, {
    responseType: "text",
    headers: {
      "authorization": `Bearer ${staffToken(surroundings.secret)}`,
      "content-type": "application/json",
    },
  });
  if (response.status === call.status) return response;
  throw new Error(`Cannot prepare the run: POST ${call.path} answered ${whyNot(response)}`);
}

function whyNot({ status, body, error }: RefinedResponse<"text">): string {
  if (status === 0) return `nothing (${error}): is the target up?`;
  if (status === 401) return "401: AUTH_SECRET is not the target's";
  if (body?.includes('"needs-approval"')) {
    return `${status} needs-approval: start the target with APPROVAL=off`;
  }
  return `${status}: ${body}`;
}

/** Waits until a field of the campaign's view has this value. */
export function waitFor(
  world: World,
  options: { readonly id: string; readonly field: string; readonly value: string },
): void {
  const { id, field, value } = options;
  for (let tries = 0;; tries++) {
    const view = viewOf(world, id);
    if (view.json(field) === value) return;
    if (tries * POLL_MS > WAIT_MS_MAX) {
      throw new Error(`${field} of campaign ${id} is not ${value} in time: ${view.body}`);
    }
    sleepMs(POLL_MS);
  }
}

/** How far the target's clock is ahead of this machine's. */
export function clockAheadMs(world: World, id: string): number {
  const view = viewOf(world, id);
  return aheadMs(String(view.json("serverTime")), view.timings.duration);
}

function viewOf(world: World, id: string): RefinedResponse<"text"> {
  return http.get(`${world.books.origin}/api/v1/campaigns/${id}`, { responseType: "text" });
}
