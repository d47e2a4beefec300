/** Every projection, in the order in which they are applied. */
import { campaigns } from "./campaigns.ts";
import type { Projection } from "./projection.ts";

export const PROJECTIONS: readonly Projection[] = [campaigns];
