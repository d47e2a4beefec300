/** A sale in the product, made and read through its HTTP interface as staff would. */
import type { Acknowledged } from "../load/ledger.ts";
import { sign, signCustomer } from "../load/tokens.ts";
import type { Audit } from "./peer.ts";

/** Where and as whom. */
export interface Product {
  readonly origin: string;
  readonly secret: string;
}

const HOLD_SECONDS = 3_600;
const DAY_MS = 86_400_000;
/** A busy machine takes its time. */
const WAIT_MS = 60_000;
const POLL_MS = 50;
const ASK_AT_ONCE = 16;

/** Creates, schedules and opens a free sale of one unit per customer; resolves with its id. */
export async function openSale(product: Product, units: number): Promise<string> {
  const created = await staff(product, "POST", "/api/v1/campaigns", {
    kind: "flash-sale",
    title: "基准测试",
    product: "bench",
    priceFen: 0,
    units,
    perCustomerMax: 1,
    startsAt: new Date(Date.now() + 200).toISOString(),
    endsAt: new Date(Date.now() + DAY_MS).toISOString(),
    holdSeconds: HOLD_SECONDS,
  });
  const id = String(created["id"]);
  await staff(product, "POST", `/api/v1/campaigns/${id}/schedule`);
  await until(`campaign ${id} to open`, async () => (await view(product, id))["phase"] === "open");
  return id;
}

/** Grabs and confirms every unit, one customer each, until the sale says that it is sold out for good. */
export async function sellOutSale(product: Product, id: string, units: number): Promise<void> {
  const exp = Math.floor(Date.now() / 1000) + 3_600;
  for (let i = 0; i < units; i++) {
    const token = signCustomer(`early-${i}`, { exp, secret: product.secret });
    const { reservation } = await call(product, token, "POST", `/api/v1/campaigns/${id}/grabs`);
    await call(product, token, "POST", `/api/v1/reservations/${reservation.id}/confirm`);
  }
  await until(`campaign ${id} to sell out`, async () => {
    return (await view(product, id))["soldOut"] === "final";
  });
}

/** The audit that the product computes from its journal. */
export async function auditSale(product: Product, id: string): Promise<Audit> {
  const audit = await staff(product, "GET", `/api/v1/campaigns/${id}/audit`);
  const sum = (...names: string[]) => names.reduce((units, name) => units + Number(audit[name]), 0);
  return {
    sold: sum("held", "confirmed"),
    left: sum("available", "withdrawn", "unreleased"),
    violations: audit["conserved"] === true ? [] : [JSON.stringify(audit)],
  };
}

/** Those of which their customers do not find a reservation that stands. */
export async function missingInSale(
  product: Product,
  id: string,
  acknowledged: readonly Acknowledged[],
): Promise<readonly Acknowledged[]> {
  const exp = Math.floor(Date.now() / 1000) + 3_600;
  const missing: Acknowledged[] = [];
  const next = acknowledged.values();
  const ask = async () => {
    for (const one of next) {
      const token = signCustomer(one.customer, { exp, secret: product.secret });
      const { items } = await call(product, token, "GET", `/api/v1/campaigns/${id}/grabs/mine`);
      const stands = items.some((mine: Json) =>
        mine["id"] === one.id && (mine["state"] === "held" || mine["state"] === "confirmed")
      );
      if (!stands) missing.push(one);
    }
  };
  await Promise.all(Array.from({ length: ASK_AT_ONCE }, ask));
  return missing;
}

/** One grab by a customer of this name: status, headers and body as they are. */
export function grabOnce(product: Product, id: string, customer: string): Promise<Response> {
  const exp = Math.floor(Date.now() / 1000) + 86_400;
  const token = signCustomer(customer, { exp, secret: product.secret });
  return fetch(`${product.origin}/api/v1/campaigns/${id}/grabs`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
}

/** Waits until the product answers that it is ready. */
export function ready(product: Product): Promise<void> {
  return until("the product to be ready", async () => {
    const response = await fetch(`${product.origin}/readyz`).catch(() => null);
    await response?.body?.cancel();
    return response?.status === 200;
  });
}

function view(product: Product, id: string): Promise<Json> {
  return staff(product, "GET", `/api/v1/campaigns/${id}`);
}

function staff(product: Product, method: string, path: string, body?: unknown): Promise<Json> {
  const exp = Math.floor(Date.now() / 1000) + 3_600;
  const claims = { sub: "bench", role: "province", unit: "jx", exp };
  return call(product, sign(claims, product.secret), method, path, body);
}

// deno-lint-ignore no-explicit-any
type Json = Record<string, any>;

async function call(
  product: Product,
  token: string,
  ...[method, path, body]: [method: string, path: string, body?: unknown]
): Promise<Json> {
  const response = await fetch(product.origin + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!await condition()) {
    if (Date.now() > deadline) throw new Error(`Waited ${WAIT_MS} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
