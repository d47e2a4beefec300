/** The end of a run: everyone has to see the last state, and it has to be what the journal says. */
import type { TruthCheck } from "../../report/run_report.ts";
import { nowMs } from "./clock.ts";
import type { Crowd } from "./crowd.ts";
import type { Breaking } from "./messages.ts";
import { auditOf, type Product, viewOf } from "./sale.ts";
import { truthOf } from "./truth.ts";

/** A push to 20,000 takes its pace of five seconds, and may have waited for one. */
const SEEN_MS_MAX = 30_000;
const LOOK_MS = 250;
/** Looks at an unchanged sale after which it counts as settled: its cells report twice a second. */
const STILL_LOOKS = 6;

/** What is known of the run so far. */
export interface FinalOptions {
  readonly product: Product;
  readonly campaign: string;
  /** Nobody else changes the sale, so that it comes to rest and its journal can be compared. */
  readonly isOurs: boolean;
  readonly crowd: Crowd;
  /** How often something was answered, as of now. */
  count(test: { request: string; status?: number; reason?: string }): number;
  /** Where a rise broke, as it should: some may have been lost or never let in. */
  readonly broke: Breaking | "not" | null;
  readonly droppedBefore: number | null;
  /** Waits a little; false when it is to end at once. */
  pause(ms: number): Promise<boolean>;
}

/** Waits until everyone has seen the last state, then compares. */
export async function seeTheEnd(options: FinalOptions): Promise<TruthCheck[]> {
  const { product, campaign, isOurs, crowd, count } = options;
  const hasBroken = options.broke !== null && options.broke !== "not";
  crowd.finish();
  const deadlineMs = nowMs() + SEEN_MS_MAX;
  const view = isOurs ? await settled(options, deadlineMs) : await viewOf(product, campaign);
  const isMissing = () =>
    crowd.sawBy(view.version).behind > 0 || !hasBroken && crowd.following < crowd.arrived;
  while (isMissing() && nowMs() < deadlineMs) {
    if (!await options.pause(LOOK_MS)) break;
  }
  const dropped = await droppedBy(product.origin);
  return truthOf({
    view,
    audit: isOurs ? await auditOf(product, campaign) : null,
    ...crowd.sawBy(view.version),
    following: crowd.following,
    broke: options.broke,
    expected: hasBroken ? crowd.following : crowd.arrived,
    lost: hasBroken ? 0 : count({ request: "stream", status: 0 }),
    outOfOrder: count({ request: "frame", reason: "out-of-order" }),
    droppedByProduct: dropped === null || hasBroken ? null : dropped - (options.droppedBefore ?? 0),
  });
}

/** The product's count of subscribers that read too slowly; null where it does not say. */
export async function droppedBy(origin: string): Promise<number | null> {
  const text = await fetch(`${origin}/metrics`).then((one) => one.text(), () => "");
  const value = /^yundian_sse_dropped_total (\d+)/m.exec(text)?.[1];
  return value === undefined ? null : Number(value);
}

async function settled(options: FinalOptions, deadlineMs: number) {
  const { product, campaign } = options;
  let view = await viewOf(product, campaign);
  for (let still = 0; still < STILL_LOOKS && nowMs() < deadlineMs;) {
    if (!await options.pause(LOOK_MS)) break;
    const now = await viewOf(product, campaign);
    still = now.version === view.version ? still + 1 : 0;
    view = now;
  }
  return view;
}
