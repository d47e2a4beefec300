/** A sentence in the two languages of every report. */
export interface Said {
  readonly zh: string;
  readonly en: string;
}
