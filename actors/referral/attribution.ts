/** Which opening of an invitation counts. */
import type { Place, Touch } from "./protocol.ts";
import type { ReferralTerms } from "./transfer.ts";

export type Attribution =
  | { readonly kind: "touch"; readonly touch: Touch }
  | { readonly kind: "none" }
  /** Somebody was named, and every touch is too old. */
  | { readonly kind: "window-closed" };

/**
 * The touch that counts for one who joins now. `touches` are oldest first and have the one of `code`, the
 * invitation that the request itself names.
 */
export function attribute(
  touches: readonly Touch[],
  by: {
    readonly code: Place | null;
    readonly terms: Pick<ReferralTerms, "attribution" | "windowMs">;
    readonly atMs: number;
  },
): Attribution {
  const { code, terms, atMs } = by;
  const fresh = touches.filter((touch) =>
    touch.atMs >= atMs - terms.windowMs &&
    (terms.attribution !== "registration" || (code !== null && samePlace(touch.place, code)))
  );
  const touch = terms.attribution === "first" ? fresh[0] : fresh[fresh.length - 1];
  if (touch !== undefined) return { kind: "touch", touch };
  return { kind: code === null ? "none" : "window-closed" };
}

export function samePlace(a: Place, b: Place): boolean {
  return a.cell === b.cell && a.n === b.n;
}

/** Key of a place among the facts of inviters. */
export function placeKey(place: Place): string {
  return `${place.cell}.${place.n}`;
}
