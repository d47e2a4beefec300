/** One run of k6 at a fixed rate of arrival. */
import { installed, run } from "../machine/process.ts";
import type { TokenFile } from "./tokens.ts";

/** What k6 saw in the measured part. */
export interface Paced {
  readonly offeredPerSecond: number;
  readonly answered: number;
  /** Arrivals that k6 itself could not start in time: it, not the server, was too slow. */
  readonly dropped: number;
  readonly failedShare: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const WARM_SECONDS = 3;

/** Offers `perSecond` grabs for `seconds`; rejects when one of them is refused. */
export async function runK6(
  load: {
    readonly url: string;
    readonly perSecond: number;
    readonly seconds: number;
    readonly tokens: TokenFile;
    readonly signal?: AbortSignal;
  },
): Promise<Paced> {
  const { url, perSecond, seconds, tokens } = load;
  // A second more than needed: k6 rounds arrivals up.
  const count = perSecond * (seconds + WARM_SECONDS + 1);
  if (count > tokens.count) throw new Error(`Cannot offer ${count} grabs: too few tokens`);
  const output = await run({
    name: "k6",
    command: await findK6() ?? "k6",
    ...load.signal === undefined ? {} : { abort: load.signal },
    args: [
      ...["run", "--quiet", "--no-usage-report"],
      new URL("./arrival_rate.js", import.meta.url).pathname,
    ],
    env: {
      URL: url,
      TOKENS: tokens.path,
      FIRST: "0",
      COUNT: String(count),
      RATE: String(perSecond),
      SECONDS: String(seconds),
    },
  });
  const json = /RESULT (\{.*\})/.exec(output)?.[1];
  if (json === undefined) throw new Error(`k6 printed no result: ${output}`);
  return JSON.parse(json);
}

/** On the path, or where `go install` puts it; null: nowhere. */
export async function findK6(): Promise<string | null> {
  const home = `${Deno.env.get("HOME") ?? ""}/go/bin/k6`;
  for (const one of [home, "k6"]) if (await installed(one)) return one;
  return null;
}
