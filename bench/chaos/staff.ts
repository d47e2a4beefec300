/** What staff do around a fault, through the product's interface: a sale, an organisation, the audit, the figures. */
import { sign } from "../load/tokens.ts";
import type {
  AuditJson,
  AuditReservationsJson,
  CampaignJson,
  MyReservationsJson,
} from "../../web/shared/api.ts";
import type { StatisticsJson } from "../../web/shared/api_statistics.ts";
import { signCustomer } from "../load/tokens.ts";
import type { Shown } from "./ledger.ts";
import { pause } from "./pause.ts";
import { send } from "./send.ts";

/** Where, and what signs the tokens. */
export interface Place {
  readonly origin: string;
  readonly secret: string;
  readonly signal: AbortSignal;
}

export interface SaleSpec {
  readonly units: number;
  readonly perCustomerMax: number;
  readonly holdSeconds: number;
  readonly expectedPeakPerSecond: number;
  /** Staged releases far in the future, tags and units that may buy: so many make each state a long text. */
  readonly releases?: number;
  readonly tags?: number;
  readonly orgUnits?: number;
}

const DAY_MS = 86_400_000;
/** As long as they may be. */
const TAG_CHARACTERS = 64;
const UNIT_CHARACTERS = 128;
const TIMEOUT_MS = 15_000;
const OPEN_MS = 30_000;
const POLL_MS = 50;
const AGAIN_MS = 250;
/** A read that the product refuses for the moment is asked again so often. */
const TRIES_MAX = 40;
const READERS = 12;
/** As many as one request takes. */
const IDS_MAX = 1_000;

/** Creates and opens a sale; its id. */
export async function openSale(place: Place, spec: SaleSpec): Promise<string> {
  const startsAtMs = Date.now() + 300;
  const { releases = 0, tags = 0, orgUnits = 0, ...rest } = spec;
  const at = new Date(startsAtMs + DAY_MS / 2).toISOString();
  const { id } = await staff<{ id: string }>(place, "POST", "/api/v1/campaigns", {
    kind: "flash-sale",
    title: "Fault",
    product: "bench",
    priceFen: 990,
    ...rest,
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + DAY_MS).toISOString(),
    releases: Array.from({ length: releases }, () => ({ at, units: 1 })),
    ...tags === 0 && orgUnits === 0 ? {} : {
      eligibility: {
        tags: Array.from({ length: tags }, (_, n) => String(n).padStart(TAG_CHARACTERS, "t")),
        orgUnitIds: Array.from(
          { length: orgUnits },
          (_, n) => `jx.${n}`.padEnd(UNIT_CHARACTERS, "0"),
        ),
      },
    },
  });
  await staff(place, "POST", `/api/v1/campaigns/${id}/schedule`);
  await until(place, {
    what: `sale ${id} is open`,
    ms: OPEN_MS,
    holds: async () => (await campaign(place, id)).phase === "open",
  });
  return id;
}

/** A member bank, two outlets and their managers; the managers' ids. */
export async function hireManagers(place: Place): Promise<readonly string[]> {
  const bank = await unit(place, { parent: "jx", code: "chaos" });
  const managers: string[] = [];
  for (const code of ["east", "west"]) {
    const outlet = await unit(place, { parent: bank, code });
    for (const name of ["甲", "乙"]) {
      const request = { name: `${code} ${name}`, role: "manager", unit: outlet };
      const { id } = await staff<{ id: string }>(place, "POST", "/api/v1/staff", request);
      managers.push(id);
    }
  }
  return managers;
}

async function unit(place: Place, by: { parent: string; code: string }): Promise<string> {
  const made = { ...by, name: by.code };
  return (await staff<{ id: string }>(place, "POST", "/api/v1/units", made)).id;
}

export function campaign(place: Place, id: string): Promise<CampaignJson> {
  return staff(place, "GET", `/api/v1/campaigns/${id}`);
}

export function auditOf(place: Place, id: string): Promise<AuditJson> {
  return staff(place, "GET", `/api/v1/campaigns/${id}/audit`);
}

export function statistics(place: Place, query: string): Promise<StatisticsJson> {
  return staff(place, "GET", `/api/v1/statistics?${query}`);
}

/** Changes the units of a sale, which gives it a new state. */
export async function addUnits(place: Place, id: string, delta: number): Promise<void> {
  await staff(place, "POST", `/api/v1/campaigns/${id}/units`, { delta });
}

/** State of each reservation that the journal has as stored, by id. */
export async function statesInJournal(
  place: Place,
  { sale, ids }: { readonly sale: string; readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>();
  // Neighbours are in one cell, which is then read once.
  const sorted = ids.toSorted();
  for (let from = 0; from < sorted.length; from += IDS_MAX) {
    const { found } = await call<AuditReservationsJson>(place, {
      method: "POST",
      path: `/api/v1/campaigns/${sale}/audit`,
      token: staffToken(place),
      body: { reservations: sorted.slice(from, from + IDS_MAX) },
      isRead: true,
    });
    for (const { id, state } of found) states.set(id, state);
  }
  return states;
}

/** Reservations of all these customers, as each of them sees the own ones. */
export async function reservationsOf(
  place: Place,
  { sale, customers }: { readonly sale: string; readonly customers: Iterable<string> },
): Promise<readonly Shown[]> {
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const shown: Shown[] = [];
  const next = [...customers].values();
  await Promise.all(Array.from({ length: READERS }, async () => {
    for (const customer of next) {
      const token = signCustomer(customer, { exp, secret: place.secret });
      const path = `/api/v1/campaigns/${sale}/grabs/mine`;
      const { items } = await call<MyReservationsJson>(place, {
        ...{ method: "GET", path, token, isRead: true },
      });
      shown.push(...items.map(({ id, state, units }) => ({ id, state, units, customer })));
    }
  }));
  return shown;
}

/** Waits until something holds; rejects when it takes too long. */
export async function until(
  place: Pick<Place, "signal">,
  by: { readonly what: string; readonly ms: number; holds(): boolean | Promise<boolean> },
): Promise<void> {
  for (const endMs = performance.now() + by.ms; !await by.holds();) {
    if (performance.now() > endMs) throw new Error(`Not within ${by.ms / 1_000} s: ${by.what}`);
    await pause(POLL_MS, place.signal);
  }
}

function staff<Value>(
  place: Place,
  ...[method, path, body]: ["GET" | "POST", string, unknown?]
): Promise<Value> {
  return call(place, {
    ...{ method, path, token: staffToken(place), isRead: method === "GET" },
    ...body === undefined ? {} : { body },
  });
}

function staffToken({ secret }: Place): string {
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  return sign({ sub: "bench", role: "province", unit: "jx", exp }, secret);
}

/** Reads are asked again where the product says that it cannot answer now; writes are not. */
async function call<Value>(
  place: Place,
  request: {
    readonly method: "GET" | "POST";
    readonly path: string;
    readonly token: string;
    readonly body?: unknown;
    readonly isRead: boolean;
  },
): Promise<Value> {
  const { method, path, isRead, ...rest } = request;
  for (let tries = 1;; tries++) {
    const url = `${place.origin}${path}`;
    const { status, text } = await send({ method, url, timeoutMs: TIMEOUT_MS, ...rest });
    if (status >= 200 && status < 300) return JSON.parse(text);
    const later = status === 0 || status === 503 || status === 429;
    if (!later || !isRead || tries === TRIES_MAX) {
      throw new Error(`${method} ${path} answered ${status}: ${text.slice(0, 500)}`);
    }
    await pause(AGAIN_MS, place.signal);
  }
}
