/** What a cell's refusal becomes over HTTP. */
import type { CampaignReply } from "../../actors/campaign/protocol.ts";
import type { StockReply } from "../../actors/stock/protocol.ts";
import type { FieldError } from "../shared/api.ts";
import { type Answer, refused } from "./answer.ts";
import { isoInstant } from "./instant.ts";
import type { ProblemFacts } from "./problem.ts";
import { reservationJson } from "./reservation_json.ts";

export type StockRefusal = Extract<StockReply, { kind: "rejected" }>;
export type CampaignRefusal = Extract<CampaignReply, { kind: "rejected" }>;

/** Facts of a refusal by a cell; undefined where it has none. */
export function stockFacts(reply: StockRefusal): ProblemFacts | undefined {
  const { opensAtMs, limit, heldByOthers, retryAfterMs, refundFen, reservation } = reply;
  const bare = opensAtMs === undefined && limit === undefined && heldByOthers === undefined &&
    retryAfterMs === undefined && refundFen === undefined && reservation === undefined;
  if (bare) return undefined;
  return {
    retryAfterMs,
    opensAt: opensAtMs === undefined ? undefined : isoInstant(opensAtMs),
    limit,
    heldByOthers,
    refundFen,
    reservation: reservation === undefined ? undefined : reservationJson(reservation),
  };
}

export function stockRefused(reply: StockRefusal): Answer {
  return refused(reply.code, stockFacts(reply));
}

/** A refusal by a campaign. Its word on wrong fields is `field: sentence; field: sentence`. */
export function campaignRefused(reply: CampaignRefusal): Answer {
  const { code, phase, stranded, pool, version, detail } = reply;
  if (code !== "invalid") {
    return phase === undefined && stranded === undefined
      ? refused(code)
      : refused(code, { phase, stranded, pool, version });
  }
  return refused("invalid", { phase, errors: fieldsOf(detail ?? "body: wrong") });
}

function fieldsOf(detail: string): FieldError[] {
  return detail.split("; ").map((one) => {
    const colon = one.indexOf(": ");
    if (colon === -1) return { field: "body", message: one };
    return { field: one.slice(0, colon), message: one.slice(colon + 2) };
  });
}
