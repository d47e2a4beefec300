/** A transition of a campaign as JSON. */
import type { Transition } from "../../actors/campaign/protocol.ts";
import type { TransitionJson } from "../shared/api.ts";
import { isoInstant } from "./instant.ts";

export function transitionJson(
  { atMs, by, what, reason, units, pool }: Transition,
): TransitionJson {
  return {
    at: isoInstant(atMs),
    by,
    what,
    reason: reason ?? null,
    ...(units === undefined ? {} : { units }),
    ...(pool === undefined ? {} : { pool }),
  };
}
