/**
 * Zipf's law over ranks 1 to n: the first is drawn k^s times as often as the k-th. By rejection-inversion (Hörmann and
 * Derflinger, 1996): no table, which each of a thousand virtual users would have to keep for 18,000 managers.
 */
import type { Dice } from "./dice.ts";

/** Draws indexes from 0, the most popular, to `ranks` - 1. */
export function zipf(
  { ranks, exponent }: { readonly ranks: number; readonly exponent: number },
): (dice: Dice) => number {
  if (!(ranks >= 1) || !(exponent > 0)) {
    throw new Error(`Cannot draw by Zipf: ${ranks} ranks, exponent ${exponent}`);
  }
  const height = (x: number) => Math.exp(-exponent * Math.log(x));
  const area = (x: number) => {
    const log = Math.log(x);
    return expm1Over((1 - exponent) * log) * log;
  };
  const areaInverse = (x: number) => {
    const t = Math.max(-1, x * (1 - exponent));
    return Math.exp(log1pOver(t) * x);
  };
  const first = area(1.5) - 1;
  const last = area(ranks + 0.5);
  const shortcut = 2 - areaInverse(area(2.5) - height(2));

  return (dice) => {
    for (;;) {
      const u = last + dice() * (first - last);
      const x = areaInverse(u);
      const rank = Math.min(ranks, Math.max(1, Math.floor(x + 0.5)));
      if (rank - x <= shortcut || u >= area(rank + 0.5) - height(rank)) return rank - 1;
    }
  };
}

/** log(1 + x) / x, also where x is almost 0. */
function log1pOver(x: number): number {
  return Math.abs(x) > 1e-8 ? Math.log1p(x) / x : 1 - x * (1 / 2 - x * (1 / 3 - x / 4));
}

/** (e^x - 1) / x, also where x is almost 0. */
function expm1Over(x: number): number {
  return Math.abs(x) > 1e-8 ? Math.expm1(x) / x : 1 + x / 2 * (1 + x / 3 * (1 + x / 4));
}
