/** Sizes of the demo's organisation: `demo` is small and quick, `jiangxi` is all of it and contains `demo`. */
export const SCALES = ["demo", "jiangxi"] as const;

export type Scale = typeof SCALES[number];
