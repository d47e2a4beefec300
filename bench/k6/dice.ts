/** Seeded dice: the same seed makes the same load again. */

/** Draws numbers in [0, 1). */
export type Dice = () => number;

/** mulberry32: a few nanoseconds a draw, good enough for load. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The name of a share, each as often as its weight says; weights need not add up to anything. */
export function pick<Name extends string>(
  shares: readonly { readonly name: Name; readonly weight: number }[],
  dice: Dice,
): Name {
  let left = dice() * shares.reduce((sum, { weight }) => sum + weight, 0);
  for (const { name, weight } of shares) {
    left -= weight;
    if (left < 0) return name;
  }
  const last = shares[shares.length - 1];
  if (last === undefined) throw new Error("Cannot pick a share: there is none");
  return last.name;
}

/** The same items in another order, every order as likely as any. */
export function shuffled<Item>(items: readonly Item[], dice: Dice): Item[] {
  return items.map((item) => ({ item, place: dice() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
