/** Pictures as rows. A picture is named by its bytes, so a name never changes its meaning. */
import type { MediaJson } from "../../shared/api_catalogue.ts";
import type { Edit, Sql } from "../catalogue/products.ts";
import type { Image } from "./image.ts";

/** A picture and what it is. */
export interface Picture extends Image {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Names of pictures: 32 hexadecimal digits of the SHA-256 of their bytes. */
export const MEDIA_ID_SHAPE = /^[0-9a-f]{32}$/;

/** The address under which a picture is served. */
export function mediaUrl(id: string): string {
  return `/api/v1/media/${id}`;
}

/** The name of a picture. */
export async function mediaId(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.toHex().slice(0, 32);
}

/** What a client sees of a picture. */
export function mediaJson(picture: Picture): MediaJson {
  const { id, contentType, width, height } = picture;
  return { id, url: mediaUrl(id), contentType, width, height };
}

/** Stores a picture; one that is there already stays as it is. */
export async function storePicture(
  sql: Sql,
  picture: Picture & { readonly unit: string },
  edit: Edit,
): Promise<void> {
  const { id, unit, contentType, width, height, bytes } = picture;
  await sql`
    insert into bank.media (id, unit, content_type, width, height, bytes, at_ms, by_staff)
    values (${id}, ${unit}, ${contentType}, ${width}, ${height}, ${bytes}, ${edit.atMs}, ${edit.by})
    on conflict (id) do nothing`;
}

/** Which of these pictures exist. */
export async function existingPictures(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ id: string }[]>`
    select id from bank.media where id in ${sql([...ids])}`;
  return new Set(rows.map(({ id }) => id));
}

/** How many pictures a unit has uploaded. */
export async function countPictures(sql: Sql, unit: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from bank.media where unit = ${unit}`;
  return row?.n ?? 0;
}

/** A picture with its bytes; null where there is none. */
export async function findPicture(sql: Sql, id: string): Promise<Picture | null> {
  const [row] = await sql<PictureRow[]>`
    select id, content_type, width, height, bytes from bank.media where id = ${id}`;
  if (row === undefined) return null;
  return {
    id: row.id,
    contentType: row.content_type,
    width: row.width,
    height: row.height,
    bytes: new Uint8Array(row.bytes),
  };
}

interface PictureRow {
  readonly id: string;
  readonly content_type: MediaJson["contentType"];
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}
