/** A shell of the console with a server that answers by a function, for tests of models. */
import type { StaffCampaignJson, StaffJson } from "../shared/api.ts";
import { json, type Sent, virtualOutside } from "../shared/virtual_outside.ts";
import { type Browser, createShell } from "./shell.ts";

/** The instant of the tests: half past seven in China. */
export const NOW_MS = Date.parse("2026-11-22T11:30:00Z");

export const STAFF: StaffJson = {
  id: "s1",
  username: "bank",
  name: "王",
  role: "bank",
  unit: "jx.3601",
  unitName: "南昌",
};

/** A draft, or whatever phase is said. */
export function saleOf(part: Partial<StaffCampaignJson> = {}): StaffCampaignJson {
  return {
    id: "c1",
    kind: "flash-sale",
    title: "脐橙",
    product: "5 斤",
    phase: "open",
    startsAt: "2026-11-22T11:00:00.000Z",
    endsAt: "2026-11-22T13:00:00.000Z",
    serverTime: "2026-11-22T11:30:00.000Z",
    priceFen: 990,
    perCustomerMax: 1,
    perOrderMax: 1,
    holdSeconds: 300,
    soldOut: "no",
    units: { total: 10, available: 10, held: 0, confirmed: 0, withdrawn: 0, unreleased: 0 },
    waiting: 0,
    releases: [],
    eligibility: null,
    version: 5,
    author: "s1",
    unit: "jx.3601",
    expectedPeakPerSecond: null,
    cells: 1,
    approval: true,
    approvedBy: "s2",
    archived: false,
    history: [],
    ...part,
  };
}

/** Signed in as `STAFF`; what `answer` does not take is a list without rows. */
export async function openShell(
  answer: (sent: Sent) => Response | null,
  options: { readonly url?: string; readonly memory?: Map<string, string> } = {},
) {
  const memory = options.memory ?? new Map<string, string>();
  const moves: string[] = [];
  const outside = virtualOutside((sent) =>
    answer(sent) ??
      (sent.path.endsWith("/staff/me")
        ? json({ staff: STAFF })
        : sent.path.endsWith("/live")
        ? new Response(new ReadableStream())
        : json({ items: [], next: null }))
  );
  const browser: Browser = {
    goTo: (url, { replace }) => moves.push(replace ? `= ${url}` : url),
    memory: {
      get: (name) => memory.get(name) ?? null,
      set: (name, value) => value === null ? memory.delete(name) : memory.set(name, value),
    },
  };
  const shell = createShell({
    outside,
    browser,
    locale: "zh",
    demo: false,
    url: options.url ?? "/console",
    nowMs: NOW_MS,
  });
  void shell.start();
  await outside.advance(10);
  return { shell, outside, moves, memory };
}
