/** Pressure of wrk at a pace, for more than a paced crowd can offer beside the product. */
import { writeTokens } from "../load/tokens.ts";
import { startProcess } from "../machine/process.ts";
import type { Scene } from "./fault.ts";

/** Of wrk; each waits for its answer before it sends again. */
export const CONNECTIONS = 800;
const CUSTOMERS = 20_000;
const SCRIPT = new URL("./pressure.lua", import.meta.url).pathname;

/** What wrk sent and was answered. */
export interface Pressed {
  readonly sent: number;
  /** Answered 201. */
  readonly created: number;
  /** Their reservations. */
  readonly ids: readonly string[];
  /** Answered 503. */
  readonly shed: number;
  readonly other: number;
  /** Connections and time-outs. */
  readonly broken: number;
  readonly seconds: number;
}

/** Runs wrk once over the sale of a scene; customers grab again and again. */
export async function press(
  { place, sale, directory }: Scene,
  { seconds, perSecond }: { readonly seconds: number; readonly perSecond: number },
): Promise<Pressed> {
  const { path, lineBytes, count } = await writeTokens({
    path: `${directory}/tokens`,
    count: CUSTOMERS,
    secret: place.secret,
  });
  const flags = { "-t": 1, "-c": CONNECTIONS, "-d": `${Math.round(seconds)}s`, "--timeout": "10s" };
  const ids = `${directory}/ids`;
  const grabs = `/api/v1/campaigns/${sale}/grabs`;
  const wrk = startProcess({
    name: "wrk",
    command: "wrk",
    args: [
      ...Object.entries(flags).flatMap(([name, value]) => [name, String(value)]),
      ...["-s", SCRIPT, place.origin, "--", grabs, path],
      ...[lineBytes, count, perSecond, ids].map(String),
    ],
  });
  const stop = () => void wrk.stop();
  place.signal.addEventListener("abort", stop, { once: true });
  try {
    // It says nothing before its end, and a minute of it is longer than a start may take.
    await wrk.ended;
    place.signal.throwIfAborted();
    const [, json = ""] = await wrk.waitFor(/RESULT (\{.*\})/);
    const lines = (await Deno.readTextFile(ids)).split("\n").filter((line) => line !== "");
    return { ...JSON.parse(json), ids: lines };
  } finally {
    place.signal.removeEventListener("abort", stop);
  }
}
