/** A sale in the product, made and read through its HTTP interface as staff would. */
import type { Acknowledged } from "../load/ledger.ts";
import { sign, signCustomer } from "../load/tokens.ts";
import type { Audit } from "./peer.ts";

/** Where and as whom. */
export interface Product {
  readonly origin: string;
  readonly secret: string;
  /** Ends whatever waits. */
  readonly signal?: AbortSignal | undefined;
}

const HOLD_SECONDS = 3_600;
const DAY_MS = 86_400_000;
/** A busy machine takes its time. */
const WAIT_MS = 60_000;
const POLL_MS = 50;
const IDS_PER_CALL = 1_000;

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
  await until(
    product,
    `campaign ${id} to open`,
    async () => (await view(product, id))["phase"] === "open",
  );
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
  await until(product, `campaign ${id} to sell out`, async () => {
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

/** Those that the journal as stored does not have, or not as a unit that is taken. */
export async function missingInSale(
  product: Product,
  id: string,
  acknowledged: readonly Acknowledged[],
): Promise<readonly Acknowledged[]> {
  const stands = new Set<string>();
  for (let first = 0; first < acknowledged.length; first += IDS_PER_CALL) {
    const reservations = acknowledged.slice(first, first + IDS_PER_CALL).map((one) => one.id);
    const path = `/api/v1/campaigns/${id}/audit`;
    const { found } = await staff(product, "POST", path, { reservations });
    for (const { id, state } of found) {
      if (state === "held" || state === "confirmed") stands.add(id);
    }
  }
  return acknowledged.filter((one) => !stands.has(one.id));
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
  return until(product, "the product to be ready", async () => {
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

async function until(
  { signal }: Product,
  ...[what, condition]: [what: string, condition: () => Promise<boolean>]
): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!await condition()) {
    signal?.throwIfAborted();
    if (Date.now() > deadline) throw new Error(`Waited ${WAIT_MS} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
