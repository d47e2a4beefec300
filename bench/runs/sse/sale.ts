/** A sale of our own for subscribers to follow, made and read as staff do. */
import { sign } from "../../load/tokens.ts";
import { nowMs } from "./clock.ts";

/** Where and as whom. */
export interface Product {
  readonly origin: string;
  readonly secret: string;
}

/** What is on sale. */
export interface OpenedSale {
  readonly id: string;
  readonly units: number;
  readonly startsAtMs: number;
}

/** What a view or an audit says of units. */
export type Units = Readonly<Record<string, number>>;

const DAY_MS = 86_400_000;
const HOUR_S = 3_600;
const OPEN_MS = 20_000;
const POLL_MS = 50;
const OFFSET_TRIES = 5;

/** The target does not let sales be made. */
export class NotAllowed extends Error {}

/** Creates and schedules a sale that starts then; holds outlast any run. */
export async function createSale(
  product: Product,
  by: { readonly units: number; readonly startsAtMs: number },
): Promise<OpenedSale> {
  const created = await staff(product, "POST", "/api/v1/campaigns", {
    kind: "flash-sale",
    title: "直播订阅压测",
    product: "bench",
    priceFen: 0,
    units: by.units,
    perCustomerMax: 1,
    startsAt: new Date(by.startsAtMs).toISOString(),
    endsAt: new Date(by.startsAtMs + DAY_MS).toISOString(),
    holdSeconds: HOUR_S,
  });
  const id = String(created["id"]);
  await staff(product, "POST", `/api/v1/campaigns/${id}/schedule`);
  return { id, ...by };
}

/** Waits until it is open. */
export async function saleOpens(product: Product, sale: OpenedSale): Promise<void> {
  const deadline = Math.max(sale.startsAtMs, nowMs()) + OPEN_MS;
  while ((await viewOf(product, sale.id)).phase !== "open") {
    if (nowMs() > deadline) throw new Error(`Campaign ${sale.id} did not open in time`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** What the sale says of itself now. */
export async function viewOf(
  product: Product,
  id: string,
): Promise<{ readonly version: number; readonly phase: string; readonly units: Units }> {
  const { version, phase, units } = await call(product.origin, `/api/v1/campaigns/${id}`, {});
  return { version: Number(version), phase: String(phase), units: unitsOf(units) };
}

/** What the journal says. */
export async function auditOf(
  product: Product,
  id: string,
): Promise<{ readonly conserved: boolean; readonly units: Units }> {
  const audit = await staff(product, "GET", `/api/v1/campaigns/${id}/audit`);
  return {
    conserved: audit["conserved"] === true,
    units: unitsOf(audit),
  };
}

/** Added to our clock it is the server's, as the shortest of some round trips has it; 0 on this machine. */
export async function clockOffsetMs(origin: string, id: string): Promise<number> {
  if (/^(localhost|127\.|\[::1\])/.test(new URL(origin).hostname)) return 0;
  let best = { tookMs: Infinity, offsetMs: 0 };
  for (let tries = 0; tries < OFFSET_TRIES; tries++) {
    const sentMs = nowMs();
    const { serverTime } = await call(origin, `/api/v1/campaigns/${id}`, {});
    const tookMs = nowMs() - sentMs;
    if (tookMs >= best.tookMs) continue;
    best = { tookMs, offsetMs: Date.parse(String(serverTime)) - (sentMs + tookMs / 2) };
  }
  return best.offsetMs;
}

function unitsOf(value: unknown): Units {
  const units: Record<string, number> = {};
  if (typeof value !== "object" || value === null) return units;
  for (const [name, amount] of Object.entries(value)) {
    if (typeof amount === "number") units[name] = amount;
  }
  return units;
}

function staff(product: Product, method: string, path: string, body?: unknown) {
  const exp = Math.floor(Date.now() / 1_000) + HOUR_S;
  const claims = { sub: "bench", role: "province", unit: "jx", exp };
  return call(product.origin, path, {
    method,
    headers: {
      authorization: `Bearer ${sign(claims, product.secret)}`,
      "content-type": "application/json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function call(
  origin: string,
  path: string,
  init: RequestInit,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(origin + path, init);
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  const message = `${init.method ?? "GET"} ${path} answered ${response.status}: ${
    text.slice(0, 300)
  }`;
  if (text.includes("needs-approval")) {
    throw new NotAllowed("Sales need a second person's approval there: start it with APPROVAL=off");
  }
  throw response.status === 401 || response.status === 403
    ? new NotAllowed(`Cannot make a sale as staff: ${message}`)
    : new Error(message);
}
