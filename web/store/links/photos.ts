/** Photos of managers, for pictures that are drawn here. */
import type { Sql } from "postgres";

/** Kinds that the painter reads. */
const DRAWN = ["image/png", "image/jpeg"];

/** The manager's photo as a `data:` address; null where there is none, or none that can be drawn. */
export async function photoOf(sql: Sql, manager: string): Promise<string | null> {
  const [row] = await sql`
    select media.content_type, media.bytes from bank.staff
    join bank.media on media.id = staff.photo where staff.id = ${manager}`;
  const type: unknown = row?.["content_type"];
  const bytes: unknown = row?.["bytes"];
  if (typeof type !== "string" || !DRAWN.includes(type) || !(bytes instanceof Uint8Array)) {
    return null;
  }
  return `data:${type};base64,${bytes.toBase64()}`;
}
