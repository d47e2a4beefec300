/**
 * `deno task event`: tells a running Yundian what a customer did, signed as the bank's own systems sign. For demos and
 * tests: `deno task event --phone 13900000101 --type account-opened`.
 */
import { parseArgs } from "node:util";
import { systemWorld } from "../../engine/mod.ts";
import {
  SIGNATURE_HEADER,
  signatureOf,
  TIMESTAMP_HEADER,
} from "../edge/referral/event_signature.ts";

const USAGE = `Usage: deno task event --phone 13900000101 --type account-opened
  --phone, --customer  who it is about
  --type               account-opened, card-activated, deposit-made, purchase-confirmed,
                       application-opened, or reversed with --of
  --of                 with reversed: the event that did not last
  --id                 of the event; made up where absent
  --at                 when it happened, such as 2026-11-22T12:00:00Z; now where absent
  --amount             in fen
  --url                of Yundian; http://127.0.0.1:8000 where absent
Signs with EVENTS_SECRET, else with the secret in DATA_DIR (.yundian).`;
const TEXT = { type: "string" } as const;
const FLAGS = {
  phone: TEXT,
  customer: TEXT,
  type: TEXT,
  of: TEXT,
  id: TEXT,
  at: TEXT,
  amount: TEXT,
  url: TEXT,
} as const;
const ID_CHARACTERS = 16;

if (import.meta.main) Deno.exit(await main());

async function main(): Promise<number> {
  const given = flags();
  if (given === null || given.type === undefined) {
    console.error(USAGE);
    return 2;
  }
  const secret = await readSecret();
  if (secret === null) {
    console.error("Cannot sign: neither EVENTS_SECRET nor a secret in DATA_DIR");
    return 2;
  }
  const { clock, random } = systemWorld();
  const nowMs = Math.floor(clock.nowMs());
  const body = new TextEncoder().encode(JSON.stringify({
    id: given.id ?? random.id(ID_CHARACTERS),
    type: given.type,
    phone: given.phone,
    customerId: given.customer,
    of: given.of,
    at: given.at ?? new Date(nowMs).toISOString(),
    amountFen: given.amount === undefined ? undefined : Number(given.amount),
  }));
  const timestamp = String(Math.floor(nowMs / 1_000));
  const response = await fetch(`${given.url ?? "http://127.0.0.1:8000"}/api/v1/events`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      [TIMESTAMP_HEADER]: timestamp,
      [SIGNATURE_HEADER]: signatureOf(secret, { timestamp, body }),
    },
    body,
  });
  console.log(`${response.status} ${await response.text()}`);
  return response.ok ? 0 : 1;
}

/** Null for flags that there are not. */
function flags() {
  try {
    return parseArgs({ args: Deno.args.filter((arg) => arg !== "--"), options: FLAGS }).values;
  } catch {
    return null;
  }
}

async function readSecret(): Promise<string | null> {
  const secret = Deno.env.get("EVENTS_SECRET");
  if (secret !== undefined && secret !== "") return secret;
  try {
    const kept = await Deno.readTextFile(`${Deno.env.get("DATA_DIR") ?? ".yundian"}/events_secret`);
    return kept.trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
