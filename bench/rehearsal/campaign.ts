/** The campaign to rehearse: a spec in a file, or one of a real installation, which is asked for it and for nothing else. */
import { sign } from "../load/tokens.ts";
import { Refusal } from "../runs/plan.ts";
import { askDefinition } from "./definition.ts";
import type { Options } from "./options.ts";
import type { Said } from "./said.ts";
import { readSpecFile } from "./spec_file.ts";
import type { Variables } from "./stores.ts";

/** As it was given; nothing of it has been checked. */
export interface Campaign {
  /** Stands before each line that says what is wrong with it. */
  readonly name: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly notes: readonly Said[];
}

const TOKEN_S = 300;
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Reads or asks. Rejects with a `Refusal`. */
export async function readCampaign(
  { what, url, token }: Pick<Options, "what" | "url" | "token">,
  variables: Variables,
): Promise<Campaign> {
  if (!ID.test(what)) return { name: what, spec: await readSpecFile(what), notes: [] };
  const { request, notes } = await askDefinition({
    origin: originOf(url),
    id: what,
    token: token ?? tokenOf(variables["AUTH_SECRET"]),
  });
  return { name: what, spec: { ...request }, notes };
}

function originOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.host !== "") {
    return parsed.origin;
  }
  throw new Refusal(`--url is "${url}": expected an address such as http://127.0.0.1:8000`);
}

function tokenOf(secret: string | undefined): string | null {
  if (!secret) return null;
  const exp = Math.floor(Date.now() / 1_000) + TOKEN_S;
  return sign({ sub: "bench", role: "province", unit: "jx", exp }, secret);
}
