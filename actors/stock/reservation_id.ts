/** Ids of reservations: `<campaign>.<cell>.<number>-<tag>`, numbers in base 36, the tag random. */

/** Random characters in an id, so that it cannot be guessed from its neighbours. */
export const TAG_CHARACTERS = 8;

export interface ReservationAddress {
  readonly campaignId: string;
  readonly cell: number;
  /** Number within the cell. */
  readonly n: number;
  readonly tag: string;
}

const SHAPE = /^([A-Za-z0-9_-]{1,64})\.([0-9a-z]{1,3})\.([0-9a-z]{1,8})-([A-Za-z0-9_-]{8})$/;

/** Everything of the id but number and tag; kept by a cell. */
export function reservationPrefix(campaignId: string, cell: number): string {
  return `${campaignId}.${cell.toString(36)}.`;
}

/** The id of the reservation with this number and tag. */
export function reservationId(prefix: string, n: number, tag: string): string {
  return prefix + n.toString(36) + "-" + tag;
}

/** Where a reservation lives; null for what is no such id. */
export function parseReservationId(id: string): ReservationAddress | null {
  const parts = SHAPE.exec(id);
  if (parts === null) return null;
  const [, campaignId = "", cell = "", n = "", tag = ""] = parts;
  return { campaignId, cell: parseInt(cell, 36), n: parseInt(n, 36), tag };
}
