/** ms since 1970, with the digits that `Date.now` does not have. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
