/** What others may ask of the projector: how far the rows have come. */

/** Rows that follow the journal, as the edge sees them. */
export interface ProjectionView {
  /**
   * Waits until the rows contain everything that the engine had acknowledged when asked, at most `maxMs`; says
   * whether they do. For reads that must see the caller's own writes.
   */
  reached(maxMs: number): Promise<boolean>;
  /** Engine time in ms up to which the rows are complete; now, where nothing waits. Null: not known yet. */
  asOfMs(): number | null;
}

/** Where no projector runs: nothing is ever behind. */
export const NO_PROJECTION: ProjectionView = {
  reached: () => Promise.resolve(true),
  asOfMs: () => null,
};
