/** Looks for every single reservation that was acknowledged, by its id, in the journal as stored. */
import type { AuditReservationsJson, MyReservationsJson } from "../../web/shared/api.ts";
import { signCustomer } from "../load/tokens.ts";
import type { TruthCheck } from "../report/run_report.ts";
import { askAsStaff } from "./as_staff.ts";
import { unansweredOf } from "./counts.ts";
import type { Finding } from "./generator.ts";
import type { Target } from "./target.ts";

type Promises = Finding["acknowledged"]["reservations"];
type Reached = Pick<Target, "origin" | "secret">;

/** State by id; nothing for what is not there. */
export type States = ReadonlyMap<string, string>;

/** As many as one request takes. */
const IDS_MAX = 1_000;
const SHOWN_MAX = 5;
const AT_ONCE = 16;
const TOKEN_SECONDS = 3_600;

/** Asks for all of them. Rejects where the target does not answer. */
export async function statesOf(target: Reached, promises: Promises): Promise<States> {
  const states = new Map<string, string>();
  // Neighbours are in one cell, which is then read once.
  for (const [campaign, ids] of Map.groupBy([...promises.keys()].sort(), campaignOf)) {
    for (let from = 0; from < ids.length; from += IDS_MAX) {
      const some = ids.slice(from, from + IDS_MAX);
      const found = await fromJournal(target, { campaign, ids: some }) ??
        await fromCustomers(target, { campaign, ids: some, promises });
      for (const { id, state } of found) states.set(id, state);
    }
  }
  return states;
}

/** Whether all are there, and in a state that fits what was acknowledged last. */
export function promiseChecks(
  finding: Pick<Finding, "acknowledged" | "outcomes" | "offered">,
  states: States,
): TruthCheck[] {
  const promises = finding.acknowledged.reservations;
  const missing: string[] = [];
  const unfit: string[] = [];
  const unheard = { confirmed: 0, cancelled: 0 };
  for (const [id, { state: told }] of promises) {
    const state = states.get(id);
    if (state === undefined) missing.push(id);
    else if (told === "held" && (state === "confirmed" || state === "cancelled")) unheard[state]++;
    else if (!fits(told, state)) unfit.push(`${id} was acknowledged as ${told}, is ${state}`);
  }
  for (const [state, request] of [["confirmed", "confirm"], ["cancelled", "cancel"]] as const) {
    if (unheard[state] > unansweredOf(finding, request) + finding.offered.interrupted) {
      unfit.push(`${n(unheard[state])} are ${state}, which nobody was told`);
    }
  }
  const found = promises.size - missing.length;
  return [
    {
      name: "every acknowledged reservation is found",
      ok: missing.length === 0,
      text: [
        `${n(promises.size)} acknowledged, ${n(found)} found by their ids`,
        ...missing.length === 0 ? [] : [`missing: ${shown(missing)}`],
      ].join("; "),
    },
    {
      name: "each is in the state that was acknowledged",
      ok: unfit.length === 0,
      text: unfit.length === 0 ? `${n(found)} are` : shown(unfit),
    },
  ];
}

/** `<campaign>.<cell>.<number>-<tag>` */
function campaignOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(".")));
}

/** A hold may have run out since. */
function fits(told: string, state: string): boolean {
  return told === state || (told === "held" && state === "expired");
}

/** Null where the target is of before the audit could be asked so. */
async function fromJournal(
  target: Reached,
  { campaign, ids }: { readonly campaign: string; readonly ids: readonly string[] },
): Promise<AuditReservationsJson["found"] | null> {
  const path = `/api/v1/campaigns/${campaign}/audit`;
  const answer = await askAsStaff<AuditReservationsJson>(target, {
    path,
    body: { reservations: ids },
    absent: [404, 405],
  });
  return answer?.found ?? null;
}

/** Each customer's own list says it, too, though not from the journal. */
async function fromCustomers(
  { origin, secret }: Reached,
  by: { readonly campaign: string; readonly ids: readonly string[]; readonly promises: Promises },
): Promise<readonly { readonly id: string; readonly state: string }[]> {
  const exp = Math.floor(Date.now() / 1_000) + TOKEN_SECONDS;
  const found = new Map<string, string>();
  const customers = new Set(by.ids.map((id) => by.promises.get(id)?.customer ?? "")).values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const customer of customers) {
      const token = signCustomer(customer, { exp, secret });
      const response = await fetch(`${origin}/api/v1/campaigns/${by.campaign}/grabs/mine`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (!response.ok) {
        await response.body?.cancel();
        continue;
      }
      const { items }: MyReservationsJson = await response.json();
      for (const { id, state } of items) found.set(id, state);
    }
  }));
  return by.ids.flatMap((id) => {
    const state = found.get(id);
    return state === undefined ? [] : [{ id, state }];
  });
}

function shown(items: readonly string[]): string {
  const more = items.length - SHOWN_MAX;
  return items.slice(0, SHOWN_MAX).join("; ") + (more > 0 ? ` and ${n(more)} more` : "");
}

function n(value: number): string {
  return value.toLocaleString("en");
}
